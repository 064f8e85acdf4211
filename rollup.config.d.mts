import type { InputPluginOption, OutputOptions, RollupOptions } from 'rollup';

/** The source of `earshot.js`. */
export const browserEntry: string;
/** Plugins of the browser bundle. */
export const browserPlugins: InputPluginOption[];
declare const configs: (RollupOptions & { output: OutputOptions })[];
export default configs;
