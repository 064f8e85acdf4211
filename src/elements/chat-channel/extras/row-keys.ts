import type { ChannelHost } from '../host.ts';
import type { Row } from '../rows.ts';
import { t } from './words.ts';

const FOCUSABLE = 'a[href],button';

// ↑ ↓ Home End between messages, Enter into one, Tab around in it, Escape out, C copies.

/** Copies the text of a message, and says so. */
export function copy(host: ChannelHost, row: Row): void {
  const text = host.model.message(row)?.text;
  if (text)
    void navigator.clipboard?.writeText(text).then(
      () => host.say(t('chat.copied')),
      () => {},
    );
}

/** A key on a message. Whether it was used. */
export function onRowKey({ key, shiftKey }: KeyboardEvent, node: HTMLElement, host: ChannelHost): boolean {
  const index = Number(node.ariaPosInSet) - 1;
  const last = host.model.rows.length - 1;
  if (key === 'Tab' && shiftKey) return false;
  switch (key) {
    case 'ArrowUp':
      if (index === 0) host.loadOlder();
      host.focusRow(Math.max(0, index - 1));
      return true;
    case 'ArrowDown':
      host.focusRow(Math.min(last, index + 1));
      return true;
    case 'Home':
      host.focusRow(0);
      return true;
    case 'End':
      host.toLatest();
      host.focusRow(last);
      return true;
    case 'Enter': {
      if (!node.querySelector(FOCUSABLE)) return false;
      host.enteredKey = node.dataset.key;
      host.list?.repaint();
      node.querySelector<HTMLElement>(FOCUSABLE)?.focus();
      return true;
    }
    case 'Escape':
      host.focusComposer();
      return true;
    case 'c':
    case 'C': {
      const row = host.model.rows[index];
      if (!row || (node.getRootNode() as ShadowRoot).host.ownerDocument.getSelection()?.toString()) return false;
      copy(host, row);
      return true;
    }
    default:
      return false;
  }
}

/** A key on a control inside a message. Whether it was used. */
export function onInnerKey(event: KeyboardEvent, node: HTMLElement, host: ChannelHost): boolean {
  if (event.key === 'Escape') {
    host.enteredKey = undefined;
    node.focus({ preventScroll: true });
    host.list?.repaint();
    return true;
  }
  if (event.key !== 'Tab') return false;
  const all = [...node.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const at = all.indexOf(event.target as HTMLElement);
  all[(at + (event.shiftKey ? all.length - 1 : 1)) % all.length]?.focus();
  return true;
}
