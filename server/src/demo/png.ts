import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue; 0 to 255. */
export type Color = readonly [number, number, number];

/** A flat shape without dents: the box that holds it, and whether a point lies inside. */
export interface Shape {
  left: number;
  top: number;
  right: number;
  bottom: number;
  has(x: number, y: number): boolean;
}

/** Samples a pixel's side: edges come out smooth. */
const SAMPLES = 3;

export const rect = (x: number, y: number, width: number, height: number): Shape => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
  has: (px, py) => px >= x && px < x + width && py >= y && py < y + height,
});

export const ellipse = (cx: number, cy: number, rx: number, ry: number): Shape => ({
  left: cx - rx,
  top: cy - ry,
  right: cx + rx,
  bottom: cy + ry,
  has: (px, py) => ((px - cx) / rx) ** 2 + ((py - cy) / ry) ** 2 <= 1,
});

export const both = (a: Shape, b: Shape): Shape => ({
  left: Math.max(a.left, b.left),
  top: Math.max(a.top, b.top),
  right: Math.min(a.right, b.right),
  bottom: Math.min(a.bottom, b.bottom),
  has: (x, y) => a.has(x, y) && b.has(x, y),
});

/** A straight line with round ends. */
export function segment(ax: number, ay: number, bx: number, by: number, width: number): Shape {
  const [dx, dy, r] = [bx - ax, by - ay, width / 2];
  const square = dx * dx + dy * dy || 1;
  return {
    left: Math.min(ax, bx) - r,
    top: Math.min(ay, by) - r,
    right: Math.max(ax, bx) + r,
    bottom: Math.max(ay, by) + r,
    has: (px, py) => {
      const t = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / square));
      return Math.hypot(px - ax - t * dx, py - ay - t * dy) <= r;
    },
  };
}

/** A small picture made of flat shapes, painted one over the other. */
export class Picture {
  readonly width: number;
  readonly height: number;
  readonly #rows: Buffer;
  readonly #stride: number;

  constructor(width: number, height: number, ground: Color) {
    this.width = width;
    this.height = height;
    this.#stride = width * 3 + 1; // the first byte of a row names its filter: none
    this.#rows = Buffer.alloc(this.#stride * height);
    this.paint(ground, rect(0, 0, width, height));
  }

  paint(color: Color, shape: Shape): this {
    const [x0, x1] = [Math.max(0, Math.floor(shape.left)), Math.min(this.width, Math.ceil(shape.right))];
    const [y0, y1] = [Math.max(0, Math.floor(shape.top)), Math.min(this.height, Math.ceil(shape.bottom))];
    for (let y = y0; y < y1; y++) {
      // from both ends to the first whole pixel: without dents, all between are whole too
      let [left, right] = [x0, x1 - 1];
      while (left <= right && !this.#blend(left, y, color, coverage(shape, left, y))) left++;
      while (right > left && !this.#blend(right, y, color, coverage(shape, right, y))) right--;
      for (let x = left + 1; x < right; x++) this.#blend(x, y, color, 1);
    }
    return this;
  }

  /** The picture as a PNG file. */
  toPng(): Buffer {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.width, 0);
    header.writeUInt32BE(this.height, 4);
    header.set([8, 2, 0, 0, 0], 8); // eight bits, RGB
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(this.#rows)), chunk('IEND', Buffer.alloc(0))]);
  }

  /** Whether the whole pixel was covered. */
  #blend(x: number, y: number, color: Color, share: number): boolean {
    if (share === 0) return false;
    const at = y * this.#stride + 1 + x * 3;
    for (let c = 0; c < 3; c++) this.#rows[at + c] = Math.round(this.#rows[at + c]! * (1 - share) + color[c]! * share);
    return share === 1;
  }
}

/** How much of a pixel lies inside. */
function coverage(shape: Shape, x: number, y: number): number {
  let inside = 0;
  for (let i = 0; i < SAMPLES; i++) {
    for (let j = 0; j < SAMPLES; j++) {
      if (shape.has(x + (i + 0.5) / SAMPLES, y + (j + 0.5) / SAMPLES)) inside += 1;
    }
  }
  return inside / (SAMPLES * SAMPLES);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
