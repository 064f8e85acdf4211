/** Where the files of the processors lie when a build moved them: a folder with all of them. Default: beside the bundle. */
export interface AssetOptions {
  assetsUrl?: string | URL;
}

/** Any AudioWorklet as a processor. The module is a file: pages with a strict policy allow neither `blob:` nor `data:`. */
export interface AudioWorkletOptions {
  /** How the processor is called in errors and by {@link TrackProcessor.name}. */
  name: string;
  /** The script that registers the worklet; loaded once an audio context. */
  moduleUrl: string | URL;
  /** The name that it registers. */
  nodeName: string;
  /** Parameters, `processorOptions` and whatever else the node takes; one input and one output. */
  node?: AudioWorkletNodeOptions;
  /** WebAssembly that the worklet needs, since it cannot fetch: its bytes come as `processorOptions[option]`. The page's policy must allow `'wasm-unsafe-eval'`. */
  wasm?: { url: string | URL; option: string };
  /** Called with each node that is made, to set parameters or talk through its port. What it returns is called before the node goes. */
  onNode?: (node: AudioWorkletNode) => (() => void) | undefined;
}

export interface BlurOptions extends AssetOptions {
  /** In pixels of a picture 720 high, 2…64; taken to the next power of two. Default 32: letters on a wall cannot be read. */
  radiusPx?: number;
}

/** A plain CSS color, or a picture that fills the frame; a `Blob`, so that no page of others can spoil the frames. */
export type Background = { color: string } | { image: Blob };
