import type { DetachedMedia, ScreenOptions } from './api.ts';
import type { Capture } from './capture.ts';
import { type Ask, defined } from './constraints.ts';
import { Detached } from './detached.ts';
import { type DevicePool, Source } from './device-pool.ts';
import { Feed } from './feed.ts';
import { mediaError } from './media-error.ts';

/** Asks for a screen at once: the browser wants the gesture fresh. */
export async function openScreen(capture: Capture, options: ScreenOptions): Promise<DetachedMedia> {
  const { pool } = capture;
  const picked = pool.engine.getDisplayMedia?.(screenOptions(options)) ?? Promise.reject(new DOMException('no screens here', 'NotSupportedError'));
  const sources = await adopt(pool, picked);
  return new Detached(
    sources.map((source) => new Feed(pool, source, 'screen')),
    capture,
  );
}

/** Sources of a screen (and its sound), shared with nobody who does not know them. */
async function adopt(pool: DevicePool, stream: Promise<MediaStream>): Promise<Source[]> {
  const opened = stream.then((found) => found.getTracks().map(({ kind }) => ({ kind: kind as Ask['kind'], device: undefined, how: {} })));
  let asks: Ask[];
  try {
    asks = await opened;
  } catch (error) {
    throw await mediaError(pool.engine, error, ['screen']);
  }
  const sources = asks.map((ask) => new Source(ask, stream));
  for (const source of sources) source.retired = true;
  await pool.opened(sources, ['screen'], 'share the screen');
  return sources;
}

/** The picker of screens takes bare and ideal values only; `exact` would make it reject. */
export function screenOptions({ audio = false, ...video }: ScreenOptions): DisplayMediaStreamOptions {
  const soft = Object.entries(defined(video)).map(([name, wish]) => [
    name,
    wish !== null && typeof wish === 'object' && 'exact' in wish ? { ideal: wish.exact } : wish,
  ]);
  return { audio, video: soft.length ? Object.fromEntries(soft) : true };
}
