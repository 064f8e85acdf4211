import type { Plugin } from 'rollup';

/** A rollup plugin that puts the style sheets of a first load before all else, one after the other. */
export default function stylesFirst(): Plugin;
