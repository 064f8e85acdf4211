import { currentPlatform, type Platform } from '../base/index.ts';
import { EarshotError } from '../protocol/index.ts';
import type { DiagnoseOptions, Diagnosis } from './api.ts';
import { Chain } from './chain.ts';
import { checkDevices, checkPage } from './device-checks.ts';
import { checkLoopback } from './loopback.ts';
import type { ClientOfDoctor, DoctorMedia, DoctorParts } from './ports.ts';
import { checkRelays } from './relay-checks.ts';
import { remedyOf } from './remedy.ts';
import { Scope } from './scope.ts';
import { SENTENCES } from './sentences.ts';
import { checkServer } from './server-checks.ts';
import { defaultDoctorSettings } from './settings.ts';
import { causeOf } from './verdict.ts';

/**
 * Runs the chain from the page to its own server and back through the relay. Every link has its time (`DoctorSettings`), and what comes after a
 * broken one is still tried where it makes sense; all that was opened is closed at the end. Rejects with `request:aborted` alone, when `ended` or
 * `options.signal` says so.
 */
export async function runDiagnosis(
  client: ClientOfDoctor,
  media: DoctorMedia,
  ended: AbortSignal,
  options: DiagnoseOptions = {},
  platform = currentPlatform(),
): Promise<Diagnosis> {
  const { clock } = client;
  const parts: DoctorParts = { ...client, settings: { ...defaultDoctorSettings, ...client.settings } };
  const aborted = eitherOf(ended, options.signal);
  const scope = new Scope(clock, aborted.signal);
  const chain = new Chain(clock, scope, options.onCheck);
  try {
    if (aborted.signal.aborted) throw new EarshotError('request:aborted', 'start the diagnosis');
    checkPage(chain, media);
    const microphone = await checkDevices(chain, scope, parts, media, options);
    const ice = await checkServer(chain, scope, parts);
    const relays = await checkRelays(chain, parts, media.engine, ice);
    await checkLoopback(chain, parts, media, relays, microphone?.audioTrack, options);
  } finally {
    aborted.forget();
    scope.close();
  }
  return diagnosisOf(chain, platform, clock.now());
}

/** `AbortSignal.any`, which browsers of 2023 lack. */
function eitherOf(...signals: (AbortSignal | undefined)[]): { signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const signal of signals) {
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
  }
  return {
    signal: controller.signal,
    forget: () => {
      for (const signal of signals) signal?.removeEventListener('abort', abort);
    },
  };
}

function diagnosisOf({ checks }: Chain, platform: Platform, atMs: number): Diagnosis {
  const cause = causeOf(checks);
  const browser = `${platform.browser} ${platform.version}`.trim();
  const sentence = SENTENCES[cause];
  const remedy = remedyOf(cause, platform);
  return {
    cause,
    sentence,
    remedy,
    checks,
    toJSON: () => ({ version: 1, atMs, cause, sentence, remedy, browser, system: platform.system, checks: checks.map((check) => ({ ...check })) }),
  };
}
