import type { Message } from '../protocol/index.ts';
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

/** Moves the window to a message, or to the first from a moment on, unless it is held already; what is not there moves nothing. */
export async function moveTo(
  window: MessageWindow,
  place: { messageId: number } | { atMs: number },
  fetchPage: (base: number | { at_ms: number }) => Promise<Page>,
  startOver: () => () => boolean,
  shown: () => void,
): Promise<Message | undefined> {
  const find = (messages: readonly Message[]) =>
    messages.find(({ message_id, created_at }) => ('messageId' in place ? message_id === place.messageId : created_at >= place.atMs));
  const held = find(window.messages);
  // the first that is held from that moment on may not be the first there is
  if (held && ('messageId' in place || window.atStart || held !== window.first)) return held;
  const wanted = startOver();
  const asked = window.asking();
  try {
    const page = await fetchPage('messageId' in place ? place.messageId : { at_ms: Math.max(0, Math.round(place.atMs)) });
    if (!wanted() || !find(page.messages)) return undefined;
    window.show(page, true);
    shown();
    return find(window.messages); // it may have been deleted meanwhile
  } finally {
    asked();
  }
}
