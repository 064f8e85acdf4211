import { currentPlatform } from '../base/index.ts';
import { asEarshotError } from '../protocol/index.ts';
import type { Media, PermissionAnswer, PermissionOutcome } from './api.ts';
import { remedyOf } from './remedy.ts';

const OUTCOMES: readonly string[] = ['insecure', 'policy', 'iframe', 'denied', 'system-denied', 'in-use', 'not-found'] satisfies PermissionOutcome[];

/** Opens devices and closes them at once. Never rejects. */
export async function requestPermission(media: Media, kinds: { audio?: boolean; video?: boolean } = {}): Promise<PermissionAnswer> {
  const answer = await ask(media, kinds);
  await media.refreshDevices().catch(() => {}); // with permission come the labels
  return answer;
}

async function ask(media: Media, { audio = true, video = true }: { audio?: boolean; video?: boolean }): Promise<PermissionAnswer> {
  try {
    if (audio || video) (await media.open({ audio, video })).dispose();
    return { outcome: 'granted', error: undefined, remedy: undefined };
  } catch (reason) {
    const error = asEarshotError(reason, 'media:failed', 'ask for the devices');
    const slug = error.code.slice('media:'.length);
    const outcome = OUTCOMES.includes(slug) ? (slug as PermissionOutcome) : 'failed';
    const unanswered = outcome === 'denied' && error.retryable;
    const remedy = unanswered ? 'Try again, and choose Allow when the browser asks.' : remedyOf(error.code, currentPlatform(), { audio, video });
    return { outcome, error, remedy };
  }
}
