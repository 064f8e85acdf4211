import { catalogueEntry, type EarshotErrorCode, mayPass } from './catalogue.ts';

/** What a nack, a REST error body and an `EarshotError` have in common on the wire. */
export interface WireError {
  error: string;
  code?: number;
  message: string;
  status?: number;
  retry_after_ms?: number;
}

export interface EarshotErrorOptions extends ErrorOptions {
  /** The seed's number where it differs from the catalogue's first. */
  number?: number;
  callId?: string;
  operationId?: string;
  status?: number;
  retryable?: boolean;
  /** When a retry may succeed, in milliseconds. */
  retryAfterMs?: number;
}

/**
 * The one error of Earshot. `code` is from the closed catalogue, `message` reads "unable to X; Y", the original error is
 * `cause`. Use {@link isEarshotError} rather than `instanceof`: two bundles may share a page.
 */
export class EarshotError extends Error {
  override readonly name = 'EarshotError'; // a literal survives minifying
  readonly code: EarshotErrorCode; // no parameter properties: Node runs this file unbuilt
  /** The number the source SDKs know it by, if they do. */
  readonly number: number | undefined;
  readonly callId: string | undefined;
  readonly operationId: string | undefined;
  /** HTTP status where one was involved. */
  readonly status: number | undefined;
  /** Whether trying the same again may succeed. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: EarshotErrorCode, operation: string, reason?: string, options: EarshotErrorOptions = {}) {
    const entry = catalogueEntry(code);
    super(`unable to ${operation}; ${reason ?? entry.reason}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.number = options.number ?? entry.number;
    this.callId = options.callId;
    this.operationId = options.operationId;
    this.status = options.status ?? entry.status;
    this.retryable = options.retryable ?? entry.retryable ?? mayPass(code);
    this.retryAfterMs = options.retryAfterMs;
  }

  /** Rebuilds an error that a peer sent; what is no code becomes `protocol:unknown`. */
  static fromWire(wire: WireError, operation: string, options: EarshotErrorOptions = {}): EarshotError {
    const known = /^[a-z]+:[a-z-]+$/.test(wire.error); // the list itself stays out of the page
    const code = known ? (wire.error as EarshotErrorCode) : 'protocol:unknown';
    const reason = wire.message.replace(/^unable to [^;]*; /, '');
    return new EarshotError(code, operation, reason, {
      ...options,
      number: wire.code,
      status: wire.status,
      retryAfterMs: wire.retry_after_ms,
      ...(wire.retry_after_ms !== undefined && { retryable: true }),
    });
  }

  /** What goes on the wire. */
  toWire(): WireError {
    return {
      error: this.code,
      message: this.message,
      ...(this.number !== undefined && { code: this.number }),
      ...(this.status !== undefined && { status: this.status }),
      ...(this.retryAfterMs !== undefined && { retry_after_ms: this.retryAfterMs }),
    };
  }
}

/** Whether `e` is an Earshot error (of that code). Works across bundles. */
export const isEarshotError = (e: unknown, code?: EarshotErrorCode): e is EarshotError =>
  e instanceof Error && e.name === 'EarshotError' && (!code || (e as EarshotError).code === code);

/** Wraps anything thrown as an `EarshotError`, leaving one as it is. */
export const asEarshotError = (e: unknown, code: EarshotErrorCode, operation: string): EarshotError =>
  isEarshotError(e) ? e : new EarshotError(code, operation, e instanceof Error ? e.message : String(e), { cause: e });
