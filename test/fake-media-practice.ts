import { defaultSettings } from '../src/core/base/index.ts';
import type { Check, CheckId, DiagnoseOptions, Diagnosis } from '../src/core/doctor/api.ts';
import { Chain } from '../src/core/doctor/chain.ts';
import { runDiagnosis } from '../src/core/doctor/diagnose.ts';
import type { DoctorMedia, DoctorParts } from '../src/core/doctor/ports.ts';
import { Scope } from '../src/core/doctor/scope.ts';
import { defaultDoctorSettings } from '../src/core/doctor/settings.ts';
import { loadLater } from '../src/core/media/load-later.ts';
import { createMedia } from '../src/core/media/media.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeEngine } from './fake-media.ts';
import { FakeServer } from './fake-server.ts';

await loadLater(); // a fake clock waits for no chunk

const silent = { getItem: () => null, setItem: () => {}, removeItem: () => {} };

/** A machine, a server and a clock of a test's own, and the doctor among them. */
export class Practice {
  readonly engine = new FakeEngine();
  readonly server = new FakeServer();
  readonly clock = new FakeClock(this.server.nowMs);
  readonly settings = { ...defaultSettings, ...defaultDoctorSettings };
  /** What the provider gives, one after the other; the last for ever. Nothing: it fails. */
  tokens = ['token:ann'];
  /** What REST answers, by path. */
  answers: Record<string, () => Response> = {};
  #token: string | undefined;

  readonly parts: DoctorParts = {
    client: {
      appId: 'demo',
      userId: 'ann',
      url: (path) => `http://localhost${path}`,
      fetch: async (path) => {
        const answer = this.answers[path];
        if (!answer) throw new TypeError('Failed to fetch');
        return answer();
      },
    },
    clock: this.clock,
    settings: this.settings,
    openSocket: this.server.openSocket,
    token: async (fresh = false) => {
      if (!fresh && this.#token) return this.#token;
      const next = this.tokens.length > 1 ? this.tokens.shift() : this.tokens[0];
      if (next === undefined) throw new Error('signed out');
      this.#token = next;
      return next;
    },
  };

  get media(): DoctorMedia {
    return createMedia({ ...this.parts, storage: silent, mediaEngine: this.engine } as Parameters<typeof createMedia>[0]);
  }

  chain(signal?: AbortSignal): { chain: Chain; scope: Scope } {
    const scope = new Scope(this.clock, signal);
    return { chain: new Chain(this.clock, scope, undefined), scope };
  }

  diagnose(options?: DiagnoseOptions): Promise<Diagnosis> {
    return runDiagnosis(this.parts, this.media, new AbortController().signal, options, { browser: 'Chrome', version: '142.0', system: 'Linux' });
  }

  /** Lets the time pass that `task` takes. */
  async finish<T>(task: Promise<T>): Promise<T> {
    let done = false;
    const ended = () => {
      done = true;
    };
    task.then(ended, ended);
    for (let steps = 0; !done && steps < 10_000; steps++) await this.clock.advance(50);
    return task;
  }
}

export const find = (checks: readonly Check[], id: CheckId): Check => checks.find((check) => check.id === id)!;
