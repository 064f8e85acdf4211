import type { Plugin } from 'rollup';

/** Rewrites the text of every html`…` and svg`…` of Lit in `code`, which `program` is the syntax tree of; undefined when nothing changes. */
export function minifyHtml(code: string, program: object): string | undefined;
/** A rollup plugin that does so with the elements. */
export default function minifyHtmlTemplates(): Plugin;
