import type { Clock, Timer } from '../base/index.ts';
import { uuid } from '../base/index.ts';
import type { Connection } from '../connection/api.ts';

/** Well within what the server believes (`pushVisibleMs`). */
const AGAIN_MS = 60_000;

/** Says to the server whether this page is before its user's eyes, while it is and when that changes. Returns what stops it. */
export function tellVisible(connection: Connection, clock: Clock): () => void {
  const page = uuid();
  let timer: Timer | undefined;
  let told = false;
  const tell = (visible = document.visibilityState === 'visible'): void => {
    clock.clearTimeout(timer);
    timer = undefined;
    if (visible) timer = clock.setTimeout(() => tell(), AGAIN_MS);
    if (connection.state !== 'connected' || (!visible && !told)) return;
    told = visible;
    connection.request('push.visible', { page, visible }).catch(() => {}); // it is said again, or not believed for long
  };
  const changed = (): void => tell();
  const left = (): void => tell(false);
  document.addEventListener('visibilitychange', changed);
  globalThis.addEventListener('pageshow', changed);
  globalThis.addEventListener('pagehide', left);
  const off = connection.on('welcome', () => {
    told = false;
    queueMicrotask(changed); // once it counts as connected
  });
  changed();
  return () => {
    off();
    tell(false);
    document.removeEventListener('visibilitychange', changed);
    globalThis.removeEventListener('pageshow', changed);
    globalThis.removeEventListener('pagehide', left);
  };
}
