import type { Clock, RecordingSettings, Settings, Timer, Unsubscribe } from '../base/index.ts';
import { EarshotError, isEarshotError, type WireError } from '../protocol/index.ts';

/** One request never carries more, so that each that gets through is progress. */
const MOST_AT_ONCE = 1 << 20;
const OPERATION = 'upload the recording';

export interface PieceUploadParts {
  fetch(path: string, init?: RequestInit): Promise<Response>;
  clock: Clock;
  settings: Pick<Settings, 'backoffBaseMs' | 'backoffMaxMs'> & RecordingSettings;
  /** The line is back: worth trying at once. */
  onOnline(listener: () => void): Unsubscribe;
  /** It cannot go on: refused, too large, or given up. */
  failed(error: EarshotError): void;
}

/** The error in a refusal, as the server worded it. */
export async function refusalOf(response: Response, operation: string): Promise<EarshotError> {
  const wire = (await response.json().catch(() => undefined)) as Partial<WireError> | undefined;
  if (typeof wire?.error === 'string' && typeof wire.message === 'string')
    return EarshotError.fromWire(wire as WireError, operation, { status: response.status });
  return new EarshotError('file:upload-failed', operation, `the server answered ${response.status}`, { status: response.status });
}

/** What may be well again in a while: the line, the server, its limits, or the token. */
const passes = (status: number): boolean => status >= 500 || status === 401 || status === 408 || status === 429;

/**
 * Appends pieces to a recording on the server while they come. After any trouble it asks how much is there and goes on from that byte; what
 * is not there yet is kept.
 */
export class PieceUpload {
  readonly #parts: PieceUploadParts;
  readonly #path: string;
  readonly #undo: Unsubscribe;
  /** What the server does not have yet; it begins at byte `#offset`. */
  #rest: Blob = new Blob();
  #offset = 0;
  #durationMs = 0;
  #running = false;
  /** How much is there has to be asked. */
  #unsure = false;
  #completing: { resolve(): void; reject(error: EarshotError): void } | undefined;
  #error: EarshotError | undefined;
  #done = false;
  #hurried = false;
  #failures = 0;
  #troubleSinceMs: number | undefined;
  #wake: (() => void) | undefined;
  #abort: AbortController | undefined;

  constructor(recordingId: string, parts: PieceUploadParts) {
    this.#parts = parts;
    this.#path = `/v1/recordings/${recordingId}`;
    this.#undo = parts.onOnline(() => this.#wake?.());
  }

  /** `durationMs`: of the recording with it. */
  add(piece: Blob, durationMs: number): void {
    if (this.#done) return;
    this.#rest = new Blob([this.#rest, piece]);
    this.#durationMs = durationMs;
    this.#run();
  }

  /** Says that the recording goes on, although nothing comes. */
  touch(): void {
    if (this.#done) return;
    this.#unsure = true;
    this.#run();
  }

  /** Resolves when the server has it all and has been told so; rejects when that cannot be. */
  complete(durationMs: number): Promise<void> {
    this.#durationMs = durationMs;
    return new Promise((resolve, reject) => {
      if (this.#error) reject(this.#error);
      else if (this.#done) reject(new EarshotError('request:aborted', OPERATION));
      else {
        this.#completing = { resolve, reject };
        this.#run();
      }
    });
  }

  /** The client goes: what fails now is not tried again. */
  hurry(): void {
    this.#hurried = true;
    this.#wake?.();
  }

  /** What is not there is dropped. Idempotent. */
  abort(): void {
    this.#fail(new EarshotError('request:aborted', OPERATION), false);
  }

  #run(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#work();
  }

  async #work(): Promise<void> {
    while (!this.#done && (this.#rest.size > 0 || this.#unsure || this.#completing)) {
      try {
        if (this.#unsure) await this.#ask();
        else if (this.#rest.size > 0) await this.#append();
        else await this.#complete();
      } catch (error) {
        if (!this.#done) await this.#recover(error);
      }
    }
    this.#running = false; // in the same breath: what comes from now on begins anew
  }

  async #append(): Promise<void> {
    const response = await this.#request({
      method: 'PATCH',
      headers: {
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(this.#offset),
        'earshot-duration-ms': String(Math.round(this.#durationMs)),
      },
      body: this.#rest.slice(0, MOST_AT_ONCE),
    });
    this.#reached(response);
  }

  async #ask(): Promise<void> {
    this.#reached(await this.#request({ method: 'HEAD' }));
    this.#unsure = false;
  }

  async #complete(): Promise<void> {
    const body = JSON.stringify({ size: this.#offset, duration_ms: Math.round(this.#durationMs) });
    await this.#request({ method: 'POST', headers: { 'content-type': 'application/json' }, body }, '/complete');
    this.#finish();
    this.#completing?.resolve();
  }

  /** The server has so much; it forgets nothing that it had. */
  #reached(response: Response): void {
    const offset = Number(response.headers.get('upload-offset') ?? Number.NaN);
    if (!(offset >= this.#offset && offset <= this.#offset + this.#rest.size))
      throw new EarshotError('file:upload-failed', OPERATION, 'the server has something else');
    if (offset === this.#offset) return;
    this.#rest = this.#rest.slice(offset - this.#offset);
    this.#offset = offset;
    this.#failures = 0; // progress
    this.#troubleSinceMs = undefined;
  }

  async #request(init: RequestInit, path = ''): Promise<Response> {
    const { clock, settings, fetch } = this.#parts;
    const abort = new AbortController();
    this.#abort = abort;
    const timer = clock.setTimeout(() => abort.abort(), settings.recordingPieceMs);
    try {
      const response = await fetch(this.#path + path, { ...init, signal: abort.signal });
      if (!response.ok) throw await refusalOf(response, OPERATION);
      return response;
    } finally {
      clock.clearTimeout(timer);
    }
  }

  async #recover(error: unknown): Promise<void> {
    const { clock, settings } = this.#parts;
    const status = isEarshotError(error) ? error.status : undefined;
    const refused = isEarshotError(error) && !error.retryable && !(status !== undefined && (passes(status) || status === 409));
    const now = clock.now();
    const since = this.#troubleSinceMs ?? now;
    if (refused || this.#hurried || now - since > settings.recordingPatienceMs) {
      this.#fail(isEarshotError(error) ? error : new EarshotError('file:upload-failed', OPERATION, undefined, { cause: error }), true);
      return;
    }
    this.#troubleSinceMs = since;
    this.#unsure = true;
    if (status === 409 && this.#failures++ === 0) return; // it only has to be asked what is there
    const waitMs = Math.min(settings.backoffMaxMs, settings.backoffBaseMs * 2 ** Math.min(this.#failures++, 16));
    let timer: Timer;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = clock.setTimeout(resolve, (isEarshotError(error) && error.retryAfterMs) || waitMs);
    });
    clock.clearTimeout(timer);
    this.#wake = undefined;
  }

  #fail(error: EarshotError, tell: boolean): void {
    if (this.#done) return;
    this.#error = error;
    this.#finish();
    this.#abort?.abort();
    this.#wake?.();
    this.#completing?.reject(error);
    if (tell) this.#parts.failed(error);
  }

  #finish(): void {
    this.#done = true;
    this.#rest = new Blob();
    this.#undo();
  }
}
