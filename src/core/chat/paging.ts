import type { MessageWindow, Page } from './message-window.ts';

/**
 * Lengthens the window by a page before (or after) what it holds; asks again when the window has moved on meanwhile. Whether it
 * did: not when there is no more, or when nobody wants it any longer. Comes with the rest of chat.
 */
export async function extend(
  window: MessageWindow,
  older: boolean,
  fetchPage: (base: number) => Promise<Page>,
  wanted: () => boolean,
): Promise<boolean> {
  for (;;) {
    const edge = older ? window.first : window.last;
    if (!edge || (older ? window.atStart : window.atEnd)) return false;
    const base = edge.message_id;
    const asked = window.asking();
    try {
      const page = await fetchPage(base);
      if (!wanted()) return false;
      if (older ? window.showOlder(page, base) : window.showNewer(page, base)) return true;
    } finally {
      asked();
    }
  }
}
