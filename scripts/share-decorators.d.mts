import type { Plugin } from 'rollup';

/** Takes the compiler's helper for decorators out of `code`: what is left, the helper and its name in there; undefined when it has none. */
export function shareHelper(code: string): { code: string; helper: string; name: string } | undefined;
/** A rollup plugin that gives all elements one helper. */
export default function shareDecorators(): Plugin;
