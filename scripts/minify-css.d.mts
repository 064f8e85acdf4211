import type { Plugin } from 'rollup';

/** CSS between two expressions, without comments and idle whitespace. */
export function minifyCss(text: string): string;
/** Code with the text of its css templates minified; undefined when it has none. */
export function minifyTemplates(code: string): string | undefined;
/** The rollup plugin. */
export default function minifyCssTemplates(): Plugin;
