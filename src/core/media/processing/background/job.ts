/** What lies behind the person. */
export type Backdrop = { radiusPx: number } | { color: string } | { image: ImageBitmap };

/** All that the frames' side needs to begin; it fetches nothing. */
export interface Job {
  wasm: WebAssembly.Module;
  model: ArrayBuffer;
  backdrop: Backdrop;
}

/** To the worker: frames in and out, both transferred. `stop` ends it. */
export type ToWorker = { job: Job; readable: ReadableStream<VideoFrame>; writable: WritableStream<VideoFrame> } | 'stop';
/** From the worker: it runs at all; it is at work; why it is not. */
export type FromWorker = 'hello' | 'ready' | { error: string };

/** What `background.js` offers a page whose policy or origin allows it no worker. */
export interface BackgroundModule {
  createCompositor(job: Job, canvas?: HTMLCanvasElement): Promise<Compositor>;
  pump(readable: ReadableStream<VideoFrame>, writable: WritableStream<VideoFrame>, compositor: Compositor, signal: AbortSignal): Promise<void>;
}

/** Draws frames with another background. */
export interface Compositor {
  readonly canvas: HTMLCanvasElement | OffscreenCanvas;
  /** Draws one frame of this size on the canvas. */
  draw(source: CanvasImageSource, width: number, height: number): void;
  dispose(): void;
}
