import { FakeClock } from '../../../../test/fake-clock.ts';
import { afterEach, beforeEach, describe, expect, it } from '../../../../test/harness.ts';
import { defaultSettings } from '../../base/index.ts';
import type { EarshotError } from '../../protocol/index.ts';
import { CallObject } from '../call.ts';
import type { CallInfo } from './api.ts';
import type { Control } from './control.ts';
import { CallRecording } from './recording-of-call.ts';

const real = globalThis.MediaRecorder;

/** A connected call whose far side hears what it is told, and answers by `hears`. */
function kit(settings: object = {}) {
  const clock = new FakeClock();
  const owner = {
    clock,
    hangUp: async () => {},
    driver: () => Promise.reject(new Error()),
    changed: () => {},
    control: () => Promise.reject(new Error()),
  };
  const call = new CallObject('call-0001', 'outgoing', { user_id: 'bob', name: 'Bob' }, owner);
  call.move('placed');
  call.move('answered');
  const told: CallInfo[] = [];
  const posts: string[] = [];
  let closed = 0;
  let hears: (info: CallInfo) => void = () => {};
  const control = {
    call,
    parts: {
      clock,
      settings: { ...defaultSettings, ...settings },
      log: () => {},
      client: { fetch: (path: string) => posts.push(path) && Promise.reject(new Error('away')) },
    },
    media: { engine: { createAudioContext: () => ({ close: async () => void closed++ }) } },
    liveLeg: () => {},
    hear: (_kind: string, listener: typeof hears) => {
      hears = listener;
    },
    tell: (info: CallInfo) => void told.push(info),
  } as unknown as Control;
  const recording = new CallRecording(control);
  recording.hear();
  /** Asks, and says what came of it. */
  const ask = () => {
    const outcome: { code?: string } = {};
    recording.start({ consent: true }).then(
      () => {
        outcome.code = 'recording';
      },
      ({ code }: EarshotError) => {
        outcome.code = code;
      },
    );
    return outcome;
  };
  return {
    clock,
    call,
    told,
    posts,
    recording,
    ask,
    answer: (allowed: boolean) => hears({ kind: 'recording', id: told.at(-1)!.id, allowed }),
    closed: () => closed,
  };
}

describe('the question whether a call may be recorded', () => {
  beforeEach(() => {
    globalThis.MediaRecorder = Object.assign(() => {}, { isTypeSupported: () => true }) as unknown as typeof MediaRecorder;
  });
  afterEach(() => {
    globalThis.MediaRecorder = real;
  });

  it('waits a minute for its answer; without one nothing is recorded, and the far side sees the question go', async () => {
    const { clock, call, told, posts, ask, closed } = kit();
    const outcome = ask();
    await clock.advance(59_999);
    expect([call.recording, outcome.code, told.map(({ state }) => state)]).to.deep.equal(['asking', undefined, ['asking']]);
    await clock.advance(1);
    expect([call.recording, outcome.code, told.map(({ state }) => state)]).to.deep.equal([
      'stopped',
      'call:operation-timeout',
      ['asking', 'stopped'],
    ]);
    expect([posts, closed()], 'nothing was opened at the server, and nothing stays open here').to.deep.equal([[], 1]);
  });

  it('may be given another time, and can be asked again afterwards', async () => {
    const { clock, call, ask } = kit({ recordingConsentMs: 5_000 });
    const first = ask();
    await clock.advance(5_000);
    const second = ask();
    await clock.advance(4_999);
    expect([first.code, second.code, call.recording]).to.deep.equal(['call:operation-timeout', undefined, 'asking']);
  });

  it('is over with its answer, and with the call: no timer stays behind', async () => {
    for (const end of [(of: ReturnType<typeof kit>) => of.answer(false), (of: ReturnType<typeof kit>) => of.call.finish('completed')]) {
      const one = kit();
      const outcome = one.ask();
      await one.clock.advance(1_000);
      end(one);
      await one.clock.advance(0);
      expect([one.clock.pending, outcome.code === 'recording:consent' || outcome.code === 'call:ended']).to.deep.equal([0, true]);
    }
  });

  it('that was not answered in time is not opened by an answer that comes late', async () => {
    const { clock, call, posts, ask, answer } = kit();
    ask();
    await clock.advance(60_000);
    answer(true);
    await clock.advance(0);
    expect([call.recording, posts]).to.deep.equal(['stopped', []]);
  });
});
