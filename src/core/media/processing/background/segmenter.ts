import create from '@twilio/video-processors/dist/build/tflite-simd-1-0-0.js';
import type { Job } from './job.ts';

/** Below the first a pixel is background, above the second it is the person; between them lies the soft edge. */
const EDGE = { from: 0.4, to: 0.8 };
/** How much of the previous mask stays, so that the edge does not flicker. */
const INERTIA = 0.25;

/** Finds the person in small pictures: MediaPipe's selfie model (256 × 144) in TensorFlow Lite. */
export class Segmenter {
  readonly width: number;
  readonly height: number;
  readonly #lite: TfLite;
  readonly #channels: number;
  readonly #mask: ImageData;

  private constructor(lite: TfLite) {
    this.#lite = lite;
    this.width = lite._getInputWidth();
    this.height = lite._getInputHeight();
    this.#channels = lite._getOutputChannelCount();
    if (lite._getInputChannelCount() !== 3 || lite._getOutputWidth() !== this.width || lite._getOutputHeight() !== this.height)
      throw new Error('the model has another shape');
    this.#mask = new ImageData(this.width, this.height);
  }

  static async create({ wasm, model }: Job): Promise<Segmenter> {
    const lite = await new Promise<TfLite>((resolve, reject) => {
      create({
        instantiateWasm(imports, done) {
          WebAssembly.instantiate(wasm, imports).then(done, reject);
          return {};
        },
        print: () => {}, // what it is doing is no news; what fails is thrown
        printErr: () => {},
      }).then(resolve, reject);
    });
    lite.HEAPU8.set(new Uint8Array(model), lite._getModelBufferMemoryOffset());
    if (lite._loadModel(model.byteLength) !== 0) throw new Error('the model does not load');
    return new Segmenter(lite);
  }

  /** The mask of a picture of just this size: opaque where the person is. The same object each time. */
  run(picture: ImageData): ImageData {
    const lite = this.#lite;
    const pixels = this.width * this.height;
    const input = lite._getInputMemoryOffset() / 4;
    for (let i = 0, from = 0, to = input; i < pixels; i++, from += 4, to += 3) {
      lite.HEAPF32[to] = picture.data[from]! / 255;
      lite.HEAPF32[to + 1] = picture.data[from + 1]! / 255;
      lite.HEAPF32[to + 2] = picture.data[from + 2]! / 255;
    }
    if (lite._runInference() !== 0) throw new Error('the model does not run');
    const output = lite._getOutputMemoryOffset() / 4 + this.#channels - 1;
    for (let i = 0; i < pixels; i++) {
      const person = (lite.HEAPF32[output + i * this.#channels]! - EDGE.from) / (EDGE.to - EDGE.from);
      this.#mask.data[i * 4 + 3] = this.#mask.data[i * 4 + 3]! * INERTIA + person * 255 * (1 - INERTIA); // clamped by the array
    }
    return this.#mask;
  }
}
