import type { Platform } from '../base/index.ts';
import { EarshotError } from '../protocol/index.ts';
import type { DiagnoseOptions, Diagnosis } from './api.ts';
import { Chain } from './chain.ts';
import { checkDevices, checkPage } from './device-checks.ts';
import { checkLoopback } from './loopback.ts';
import type { DoctorMedia, DoctorParts } from './ports.ts';
import { checkRelays } from './relay-checks.ts';
import { remedyOf } from './remedy.ts';
import { Scope } from './scope.ts';
import { SENTENCES } from './sentences.ts';
import { checkServer } from './server-checks.ts';
import { causeOf } from './verdict.ts';

/**
 * Runs the chain from the page to its own server and back through the relay. Every link has its time (`Settings.doctor…`), and what comes after a
 * broken one is still tried where it makes sense; all that was opened is closed at the end. Rejects with `request:aborted` alone.
 */
export async function runDiagnosis(parts: DoctorParts, media: DoctorMedia, platform: Platform, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  const { clock } = parts;
  const scope = new Scope(clock, options.signal);
  const chain = new Chain(clock, scope, options.onCheck);
  if (options.signal?.aborted) throw new EarshotError('request:aborted', 'start the diagnosis');
  try {
    checkPage(chain, media);
    const microphone = await checkDevices(chain, scope, parts, media, options);
    const ice = await checkServer(chain, scope, parts);
    const relays = await checkRelays(chain, parts, media.engine, ice);
    await checkLoopback(chain, parts, media, relays, microphone?.audioTrack, options);
  } finally {
    scope.close();
  }
  return diagnosisOf(chain, platform, clock.now());
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
