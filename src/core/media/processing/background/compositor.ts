import type { Backdrop, Compositor, Job } from './job.ts';
import { Segmenter } from './segmenter.ts';

type Canvas = HTMLCanvasElement | OffscreenCanvas;
type Surface = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

function newCanvas(width: number, height: number): Canvas {
  return typeof OffscreenCanvas === 'function'
    ? new OffscreenCanvas(width, height)
    : Object.assign(globalThis.document.createElement('canvas'), { width, height });
}

function surfaceOf(canvas: Canvas, options?: CanvasRenderingContext2DSettings): Surface {
  const surface = (canvas as OffscreenCanvas).getContext('2d', options) as Surface | null;
  if (!surface) throw new Error('there is no 2D canvas here');
  return surface;
}

/** Loads the model and makes the canvases. The page's canvas is used when it gives one, to capture it. */
export async function createCompositor(job: Job, canvas: Canvas = newCanvas(1, 1)): Promise<Compositor> {
  return new PersonCompositor(await Segmenter.create(job), job.backdrop, canvas);
}

class PersonCompositor implements Compositor {
  readonly canvas: Canvas;
  readonly #segmenter: Segmenter;
  readonly #backdrop: Backdrop;
  readonly #out: Surface;
  readonly #small: Surface;
  readonly #mask: Surface;
  readonly #levels: Surface[] = [];

  constructor(segmenter: Segmenter, backdrop: Backdrop, canvas: Canvas) {
    this.#segmenter = segmenter;
    this.#backdrop = backdrop;
    this.canvas = canvas;
    this.#out = surfaceOf(canvas);
    this.#small = surfaceOf(newCanvas(segmenter.width, segmenter.height), { willReadFrequently: true });
    this.#mask = surfaceOf(newCanvas(segmenter.width, segmenter.height));
  }

  draw(source: CanvasImageSource, width: number, height: number): void {
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    const out = this.#out;
    out.globalCompositeOperation = 'copy';
    const found = this.#findPerson(source);
    if (found) {
      out.drawImage(this.#mask.canvas, 0, 0, width, height);
      out.globalCompositeOperation = 'source-in';
      out.drawImage(source, 0, 0, width, height);
      out.globalCompositeOperation = 'destination-over';
    }
    this.#drawBackdrop(source, width, height);
  }

  dispose(): void {
    for (const { canvas } of [this.#out, this.#small, this.#mask, ...this.#levels]) canvas.width = canvas.height = 0; // gives the memory back now
    if ('image' in this.#backdrop) this.#backdrop.image.close();
  }

  /** A failure hides the person too: showing the room would be worse. */
  #findPerson(source: CanvasImageSource): boolean {
    const { width, height } = this.#segmenter;
    try {
      this.#small.drawImage(source, 0, 0, width, height);
      this.#mask.putImageData(this.#segmenter.run(this.#small.getImageData(0, 0, width, height)), 0, 0);
      return true;
    } catch {
      return false;
    }
  }

  #drawBackdrop(source: CanvasImageSource, width: number, height: number): void {
    const backdrop = this.#backdrop;
    if ('radiusPx' in backdrop) {
      this.#out.drawImage(this.#blur(source, width, height, backdrop.radiusPx), 0, 0, width, height);
    } else if ('color' in backdrop) {
      this.#out.fillStyle = backdrop.color;
      this.#out.fillRect(0, 0, width, height);
    } else {
      const { image } = backdrop;
      const scale = Math.max(width / image.width, height / image.height);
      const [w, h] = [image.width * scale, image.height * scale];
      this.#out.drawImage(image, (width - w) / 2, (height - h) / 2, w, h);
    }
  }

  /** Halved and doubled again, once for each power of two: as smooth as a filter, cheap, and also there where canvases have no filters. */
  #blur(source: CanvasImageSource, width: number, height: number, radiusPx: number): Canvas {
    const steps = Math.min(7, Math.max(1, Math.ceil(Math.log2((radiusPx * Math.min(width, height)) / 720))));
    let from: CanvasImageSource = source;
    for (let i = 0; i < steps; i++) from = paint(this.#level(i), from, width / 2 ** (i + 1), height / 2 ** (i + 1));
    for (let i = steps - 1; i > 0; i--) paint(this.#level(i - 1), this.#level(i).canvas);
    return this.#level(0).canvas;
  }

  #level(i: number): Surface {
    this.#levels[i] ??= surfaceOf(newCanvas(1, 1));
    return this.#levels[i];
  }
}

/** Fills a surface with a picture; with a size, the surface takes that size first. */
function paint(surface: Surface, picture: CanvasImageSource, width: number = surface.canvas.width, height: number = surface.canvas.height): Canvas {
  const { canvas } = surface;
  const [w, h] = [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  surface.globalCompositeOperation = 'copy';
  surface.drawImage(picture, 0, 0, w, h);
  return canvas;
}
