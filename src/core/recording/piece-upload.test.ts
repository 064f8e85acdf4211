import fc from 'fast-check';
import { FakeClock } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings } from '../base/index.ts';
import type { EarshotError } from '../protocol/index.ts';
import { PieceUpload } from './piece-upload.ts';
import { defaultRecordingSettings } from './settings.ts';

type Fault = 'none' | 'unreachable' | 'half' | 'unanswered' | 'busy';

/** A server that appends at an offset, and a line that fails as told. */
class Server {
  readonly faults: Fault[];
  bytes: number[] = [];
  completed: { size: number; duration_ms: number } | undefined;
  refusal: { status: number; error: string } | undefined;
  asked = 0;

  constructor(faults: Fault[] = []) {
    this.faults = faults;
  }

  /** What is on its way since last: a request, or the words of a refusal, which a browser reads in a time of its own. */
  last: Promise<unknown> | undefined;

  readonly fetch = (path: string, init?: RequestInit): Promise<Response> => {
    const answer = this.#serve(path, init);
    this.last = answer;
    return answer;
  };

  async #serve(path: string, { method, headers, body }: RequestInit = {}): Promise<Response> {
    this.asked++;
    const fault = this.faults.shift() ?? 'none';
    if (fault === 'unreachable') throw new TypeError('network');
    if (fault === 'busy') return this.#error(503, 'server:busy');
    if (this.refusal) return this.#error(this.refusal.status, this.refusal.error);
    if (method === 'POST') {
      expect(path).to.equal('/v1/recordings/r-1/complete');
      this.completed = JSON.parse(String(body)) as { size: number; duration_ms: number };
    } else if (method === 'PATCH') {
      const offset = Number((headers as Record<string, string>)['upload-offset']);
      if (offset !== this.bytes.length) return this.#error(409, 'request:invalid');
      const piece = [...new Uint8Array(await (body as Blob).arrayBuffer())];
      this.bytes.push(...(fault === 'half' ? piece.slice(0, Math.ceil(piece.length / 2)) : piece));
    }
    if (fault === 'half' || fault === 'unanswered') throw new TypeError('network');
    return new Response(null, { status: 204, headers: { 'upload-offset': String(this.bytes.length) } });
  }

  #error(status: number, error: string): Response {
    const response = new Response(JSON.stringify({ error, message: `unable to do it; ${error}` }), { status });
    const read = response.json.bind(response);
    response.json = () => {
      const words = read();
      this.last = words;
      return words;
    };
    return response;
  }
}

function kit(server: Server) {
  const clock = new FakeClock();
  const failures: EarshotError[] = [];
  const online = new Set<() => void>();
  const upload = new PieceUpload('r-1', {
    fetch: server.fetch,
    clock,
    settings: { ...defaultSettings, ...defaultRecordingSettings },
    onOnline: (listener) => {
      online.add(listener);
      return () => void online.delete(listener);
    },
    failed: (error) => failures.push(error),
  });
  return { clock, failures, online, upload };
}

/** Lets time pass, and what is asked meanwhile be answered and read. */
async function pass(clock: FakeClock, server: Server, ms: number): Promise<void> {
  await clock.advance(ms);
  for (let seen: Promise<unknown> | undefined; seen !== server.last; ) {
    seen = server.last;
    await seen?.catch(() => {});
    await clock.advance(0);
  }
}

const outcome = (promise: Promise<void>) =>
  promise.then(
    () => 'stored',
    (error: EarshotError) => error.code,
  );

describe('uploading in pieces', () => {
  it('sends a piece at least every five seconds', () => {
    expect(defaultRecordingSettings.recordingSliceMs).to.be.at.most(5_000);
  });

  it('brings every byte once and in order, however the line fails', async () => {
    const faults = fc.array(fc.constantFrom<Fault>('none', 'unreachable', 'half', 'unanswered', 'busy'), { maxLength: 12 });
    const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(faults, pieces, fc.array(fc.nat(3), { maxLength: 6 }), async (trouble, given, pauses) => {
        const server = new Server(trouble);
        const { clock, upload, failures, online } = kit(server);
        for (const [i, piece] of given.entries()) {
          upload.add(new Blob([piece.slice()]), (i + 1) * 1_000);
          await pass(clock, server, (pauses[i] ?? 0) * 400);
        }
        let result: string | undefined;
        void outcome(upload.complete(given.length * 1_000)).then((how) => {
          result = how;
        });
        for (let i = 0; i < 60 && result === undefined; i++) await pass(clock, server, 30_000);
        expect(result).to.equal('stored');
        const all = given.flatMap((piece) => [...piece]);
        expect(server.bytes).to.deep.equal(all);
        expect(server.completed).to.deep.equal({ size: all.length, duration_ms: given.length * 1_000 });
        expect([failures.length, online.size]).to.deep.equal([0, 0]);
      }),
      { numRuns: 60 },
    );
  });

  it('tries at once when the line is back', async () => {
    const server = new Server(['unreachable']);
    const { clock, upload, online } = kit(server);
    upload.add(new Blob(['ab']), 1_000);
    await pass(clock, server, 0);
    expect(server.bytes).to.have.length(0);
    for (const listener of online) listener();
    await pass(clock, server, 0);
    expect(server.bytes).to.have.length(2);
  });

  it('ends when the server refuses it, and when nothing helps for too long', async () => {
    for (const refusal of [{ status: 404, error: 'recording:not-found' }, undefined]) {
      const server = new Server(refusal ? [] : Array.from({ length: 9_999 }, () => 'unreachable' as const));
      server.refusal = refusal;
      const { clock, upload, failures } = kit(server);
      upload.add(new Blob(['ab']), 1_000);
      const done = outcome(upload.complete(1_000));
      for (let i = 0; i < 80 && failures.length === 0; i++) await pass(clock, server, 30_000);
      expect(await done).to.equal(refusal?.error ?? 'file:upload-failed');
      expect(failures).to.have.length(1);
      const { asked } = server;
      upload.add(new Blob(['cd']), 2_000);
      await pass(clock, server, 60_000);
      expect(server.asked).to.equal(asked);
    }
  });

  it('does not outlive its client', async () => {
    const server = new Server(Array.from({ length: 99 }, () => 'unreachable' as const));
    const { clock, upload } = kit(server);
    upload.add(new Blob(['ab']), 1_000);
    await pass(clock, server, 0);
    const done = outcome(upload.complete(1_000));
    upload.hurry();
    await pass(clock, server, 0);
    expect(await done).to.equal('file:upload-failed');
  });
});
