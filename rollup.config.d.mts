import type { InputPluginOption, OutputOptions, RollupOptions } from 'rollup';

/** The source of `earshot.js`. */
export const browserEntry: string;
/** Plugins of the browser bundle. */
export const browserPlugins: InputPluginOption[];
/** `manualChunks`: what keeps the engine of a call together. */
export const engineChunk: Extract<OutputOptions['manualChunks'], (...args: never[]) => unknown>;
declare const configs: (RollupOptions & { output: OutputOptions })[];
export default configs;
