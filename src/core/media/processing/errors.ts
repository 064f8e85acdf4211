import { EarshotError } from '../../protocol/index.ts';

/** Words by which browsers say that the page's policy forbids WebAssembly. */
const BY_POLICY = /content.security|\bcsp\b|unsafe-eval|disallowed by embedder/i;

/** Why WebAssembly did not compile: the page's policy, or a browser that lacks what it needs. */
export const wasmError = (error: unknown, operation: string): EarshotError =>
  BY_POLICY.test(error instanceof Error ? error.message : '')
    ? new EarshotError('media:policy', operation, "the page's Content-Security-Policy lacks 'wasm-unsafe-eval' in script-src", { cause: error })
    : new EarshotError('media:unsupported', operation, 'this browser cannot run its WebAssembly', { cause: error });

/** A file of the processor did not come. */
export const loadError = (url: string | URL, operation: string, cause?: unknown): EarshotError =>
  new EarshotError('media:failed', operation, `${url} did not load; is it there, and does the page's Content-Security-Policy allow it?`, {
    cause,
    retryable: true,
  });
