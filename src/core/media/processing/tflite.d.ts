/** TensorFlow Lite in WebAssembly, with one model at a time. Offsets are bytes in its memory; pictures are rows of 32-bit floats, 0…1. */
interface TfLite {
  readonly HEAPU8: Uint8Array;
  readonly HEAPF32: Float32Array;
  _getModelBufferMemoryOffset(): number;
  /** 0 when all is well. */
  _loadModel(bytes: number): number;
  _getInputMemoryOffset(): number;
  _getInputWidth(): number;
  _getInputHeight(): number;
  _getInputChannelCount(): number;
  _getOutputMemoryOffset(): number;
  _getOutputWidth(): number;
  _getOutputHeight(): number;
  _getOutputChannelCount(): number;
  /** 0 when all is well. */
  _runInference(): number;
}

declare module '@twilio/video-processors/dist/build/tflite-simd-1-0-0.js' {
  export default function create(options: {
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void): object;
    print?(line: string): void;
    printErr?(line: string): void;
  }): Promise<TfLite>;
}
