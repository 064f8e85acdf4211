import type { ChatMessage } from '../../../core/chat/api.ts';
import type { ChannelHost } from '../host.ts';
import { copy, remove } from './acts.ts';
import { allowed } from './allowed.ts';

// what shows only under the pointer is no stop
const FOCUSABLE = ':is(a[href],button:not(:disabled),[role=slider]):not(.tools *)';

// ↑ ↓ Home End between messages, Enter into one, Tab around in it, Escape out; R E + C Delete act on it, the menu key has it all, / searches.

/** A key on a message. Whether it was used. */
export function onRowKey({ key, shiftKey }: KeyboardEvent, node: HTMLElement, host: ChannelHost): boolean {
  const index = Number(node.ariaPosInSet) - 1;
  const last = host.model.length - 1;
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
      if (host.model.left) {
        host.loadOlder();
        void host.updateComplete.then(() => host.focusRow(0));
      } else {
        host.focusRow(0);
      }
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
      host.composer.textarea?.focus();
      return true;
    case '/':
      host.more?.openSearch();
      return true;
    default: {
      const row = host.model.at(index);
      const item = row && host.model.message(row);
      return item ? onMessageKey(key.length === 1 ? key.toLowerCase() : key, shiftKey, item, node, host) : false;
    }
  }
}

function onMessageKey(key: string, shift: boolean, item: ChatMessage, node: HTMLElement, host: ChannelHost): boolean {
  const can = allowed(host, item);
  switch (key) {
    case 'c':
      if (!can.copy || document.getSelection()?.toString()) return false;
      copy(host, item);
      return true;
    case 'r':
      if (can.reply) host.reply(item);
      return can.reply;
    case 'e':
      if (can.edit) host.edit(item);
      return can.edit;
    case '+':
      if (can.react) host.more?.openMenu(item, node, true);
      return can.react;
    case 'Delete':
      // another's message goes at once, without Undo: by the menu alone
      if (!can.remove || !item.own) return false;
      remove(host, item);
      return true;
    case 'F10':
      if (!shift) return false;
      host.more?.openMenu(item, node);
      return true;
    case 'ContextMenu':
      host.more?.openMenu(item, node);
      return true;
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
