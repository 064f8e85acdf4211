import type { DetachedMedia } from '../media/api.ts';
import { forbidden } from '../media/page-policy.ts';
import { type EarshotErrorCode, isEarshotError } from '../protocol/index.ts';
import type { DiagnoseOptions } from './api.ts';
import type { Chain } from './chain.ts';
import { listen } from './listen.ts';
import type { DoctorMedia, DoctorParts, Outcome } from './ports.ts';
import type { Scope } from './scope.ts';

/** `level` of a voice near a microphone, of 0…1: −40 dBFS. */
const VOICE = 1 / 3;
/** A working microphone is never this still: nothing above the last two bits of 16. */
const NOTHING = 1e-4;

const failed = (cause: Outcome['cause'], finding: string): Outcome => ({ state: 'failed', finding, ...(cause && { cause }) });

/** Whether this browser can call at all, and this page may ask for a microphone. */
export function checkPage(chain: Chain, { engine }: DoctorMedia): void {
  chain.end('browser', engine.supported ? passed('The browser can make calls.') : failed('browser:no-webrtc', 'The browser has no WebRTC.'));
  const rule = forbidden(engine, 'microphone');
  chain.end(
    'secure-context',
    rule === 'insecure' ? failed('page:insecure', 'The page did not come over HTTPS.') : passed('The page is a secure context.'),
  );
  if (rule === 'insecure') chain.skip('policy', 'Browsers look at it on secure pages only.');
  else if (rule === 'iframe') chain.end('policy', failed('page:iframe', 'The frame that holds the page does not pass the microphone on.'));
  else if (rule === 'policy') chain.end('policy', failed('page:policy', 'The permissions policy of the page forbids the microphone.'));
  else chain.end('policy', passed('The page may ask for the microphone.'));
}

/** Permission, devices and level. Gives the open microphone, held by `scope`. */
export async function checkDevices(
  chain: Chain,
  scope: Scope,
  parts: DoctorParts,
  media: DoctorMedia,
  options: DiagnoseOptions,
): Promise<DetachedMedia | undefined> {
  if (!chain.passed('policy')) {
    for (const id of ['permission', 'devices', 'level'] as const) chain.skip(id, 'The page cannot ask for a microphone.');
    return undefined;
  }
  if (options.microphone === false) {
    await look(chain, parts, media);
    return undefined;
  }
  const opened = await open(chain, scope, parts, media);
  if (opened) await hear(chain, parts, media, opened, options);
  return opened;
}

/** Without asking anyone. */
async function look(chain: Chain, { settings }: DoctorParts, { engine }: DoctorMedia): Promise<void> {
  const limitMs = settings.doctorStepMs;
  await chain.run('permission', limitMs, { state: 'skipped', finding: 'The browser does not tell.' }, async () => {
    const state = await engine.permission('microphone');
    if (state === 'denied') return failed('permission:denied', 'The microphone is blocked for this page.');
    return passed(state === 'granted' ? 'The microphone is allowed.' : 'The browser will ask for the microphone.');
  });
  await chain.run('devices', limitMs, failed('device:failed', 'The devices could not be listed.'), () => count({ engine }));
  chain.skip('level', 'The microphone was not opened.');
}

async function open(chain: Chain, scope: Scope, { settings }: DoctorParts, media: DoctorMedia): Promise<DetachedMedia | undefined> {
  let opened: DetachedMedia | undefined;
  let trouble: Outcome | undefined;
  const unanswered: Outcome = { ...failed('permission:dismissed', 'Nobody answered the question for the microphone.'), error: 'media:denied' };
  const asked = await chain.run('permission', settings.doctorAskMs, unanswered, async () => {
    try {
      const opening = media.open({ audio: true });
      opening.then(
        (late) => scope.own(() => late.dispose()),
        () => {},
      );
      opened = await opening;
      return passed('The microphone is allowed.');
    } catch (error) {
      const outcome = refusal(error);
      if (outcome.cause?.startsWith('device:')) {
        trouble = outcome;
        return outcome.cause === 'device:none'
          ? { state: 'skipped', finding: 'There is no microphone to ask for.' }
          : passed('The microphone is allowed.');
      }
      return outcome;
    }
  });
  if (trouble) chain.end('devices', trouble);
  else if (asked.state !== 'passed') chain.skip('devices', 'The microphone may not be used.');
  else await chain.run('devices', settings.doctorStepMs, passed('A microphone opened.'), () => count(media));
  if (!opened) chain.skip('level', 'No microphone is open.');
  return opened;
}

const CAUSES: Partial<Record<EarshotErrorCode, [Outcome['cause'], string]>> = {
  'media:insecure': ['page:insecure', 'The page did not come over HTTPS.'],
  'media:policy': ['page:policy', 'The permissions policy of the page forbids the microphone.'],
  'media:iframe': ['page:iframe', 'The frame that holds the page does not pass the microphone on.'],
  'media:denied': ['permission:denied', 'The microphone is blocked for this page.'],
  'media:system-denied': ['permission:system-denied', 'The system does not let the browser use the microphone.'],
  'media:in-use': ['device:in-use', 'Another program holds the microphone.'],
  'media:not-found': ['device:none', 'No microphone is connected.'],
};

function refusal(error: unknown): Outcome {
  const code = isEarshotError(error) ? error.code : 'media:failed';
  const [cause, finding] =
    code === 'media:denied' && (error as { retryable?: boolean }).retryable
      ? (['permission:dismissed', 'The question for the microphone was closed without an answer.'] as const)
      : (CAUSES[code] ?? (['device:failed', 'The microphone did not open.'] as const));
  return { ...failed(cause, finding), error: code };
}

async function count({ engine }: Pick<DoctorMedia, 'engine'>): Promise<Outcome> {
  const microphones = (await engine.enumerateDevices()).filter(({ kind }) => kind === 'audioinput').length;
  return microphones > 0
    ? passed(microphones === 1 ? 'One microphone is connected.' : `${microphones} microphones are connected.`, { microphones })
    : { ...failed('device:none', 'No microphone is connected.'), error: 'media:not-found' };
}

async function hear(chain: Chain, parts: DoctorParts, { engine }: DoctorMedia, microphone: DetachedMedia, options: DiagnoseOptions): Promise<void> {
  const track = microphone.audioTrack;
  if (!track) return chain.skip('level', 'No microphone is open.');
  const { settings } = parts;
  const listenMs = options.listenMs ?? settings.doctorListenMs;
  const deaf: Outcome = { state: 'skipped', finding: 'The browser lets the page listen only after a click on it.' };
  await chain.run('level', listenMs + settings.doctorStepMs, deaf, async (scope) => {
    const heard = await listen({ engine, clock: parts.clock, intervalMs: settings.levelIntervalMs, scope, track }, listenMs, VOICE, (level, peak) =>
      chain.show('level', { level, peak }),
    );
    if (!heard) return deaf;
    const figures = { level: heard.level, peak: heard.peak };
    if (track.readyState === 'ended') return { ...failed('device:failed', 'The microphone went away while it was open.'), figures };
    if (heard.peak < NOTHING) return { ...failed('device:silent', 'The microphone is open but sends nothing at all.'), figures };
    if (heard.level < VOICE)
      return { state: 'warned', cause: 'device:quiet', finding: 'The microphone sends sound, but no voice was heard.', figures };
    return passed('A voice was heard.', figures);
  });
}

function passed(finding: string, figures: Record<string, number> = {}): Outcome {
  return { state: 'passed', finding, figures };
}
