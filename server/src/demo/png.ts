import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue; 0 to 255. */
export type Color = readonly [number, number, number];

/** Samples a pixel's side: edges come out smooth. */
const SAMPLES = 3;

/** Whether a point lies inside. */
export type Shape = (x: number, y: number) => boolean;

export const rect =
  (x: number, y: number, width: number, height: number): Shape =>
  (px, py) =>
    px >= x && px < x + width && py >= y && py < y + height;

export const ellipse =
  (cx: number, cy: number, rx: number, ry: number): Shape =>
  (px, py) =>
    ((px - cx) / rx) ** 2 + ((py - cy) / ry) ** 2 <= 1;

export const both =
  (a: Shape, b: Shape): Shape =>
  (x, y) =>
    a(x, y) && b(x, y);

/** A line of some width through points. */
export const stroke =
  (points: readonly (readonly [number, number])[], width: number): Shape =>
  (px, py) =>
    points.some(([bx, by], i) => {
      const from = points[i - 1];
      if (!from) return false;
      const [ax, ay] = from;
      const [dx, dy] = [bx - ax, by - ay];
      const t = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(px - ax - t * dx, py - ay - t * dy) <= width / 2;
    });

/** A small picture made of flat shapes, later ones over earlier ones. */
export class Picture {
  readonly width: number;
  readonly height: number;
  readonly #ground: Color;
  readonly #layers: { shape: Shape; color: Color }[] = [];

  constructor(width: number, height: number, ground: Color) {
    this.width = width;
    this.height = height;
    this.#ground = ground;
  }

  paint(color: Color, shape: Shape): this {
    this.#layers.unshift({ shape, color }); // topmost first, for the look-up
    return this;
  }

  /** The picture as a PNG file. */
  toPng(): Buffer {
    const row = this.width * 3 + 1;
    const raw = Buffer.alloc(row * this.height); // the first byte of a row is its filter: none
    for (let y = 0; y < this.height; y++) {
      for (let x = 0; x < this.width; x++) raw.set(this.#pixel(x, y), y * row + 1 + x * 3);
    }
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.width, 0);
    header.writeUInt32BE(this.height, 4);
    header.set([8, 2, 0, 0, 0], 8); // eight bits, RGB
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(raw)), chunk('IEND', Buffer.alloc(0))]);
  }

  #pixel(x: number, y: number): Color {
    const sum = [0, 0, 0];
    for (let i = 0; i < SAMPLES * SAMPLES; i++) {
      const px = x + ((i % SAMPLES) + 0.5) / SAMPLES;
      const py = y + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES;
      const color = this.#layers.find(({ shape }) => shape(px, py))?.color ?? this.#ground;
      for (let c = 0; c < 3; c++) sum[c]! += color[c]!;
    }
    return [sum[0]!, sum[1]!, sum[2]!].map((value) => Math.round(value / (SAMPLES * SAMPLES))) as unknown as Color;
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
