import { isTalking } from '../internal/call-view.ts';
import type { PanelView } from './view.ts';

const LETTERS: Record<string, string> = { m: 'mute', h: 'hold', v: 'camera', s: 'share', d: 'devices', k: 'keypad' };
const ROW = '[role=toolbar] .cb[data-k]';

const seen = (nodes: Iterable<HTMLElement>): HTMLElement[] => [...nodes].filter((node) => node.checkVisibility());

/** Along a row or a menu, round its ends. */
function step(nodes: HTMLElement[], from: Element | null, by: number): void {
  const at = nodes.indexOf(from as HTMLElement);
  nodes.at((at + by + nodes.length) % nodes.length)?.focus();
}

/** The keys of the panel, while the focus is in it (LOOK 7). Nothing here hangs up. */
export function onPanelKey(view: PanelView, root: ShadowRoot, event: KeyboardEvent, setStop: (stop: string | undefined) => void): void {
  const target = event.composedPath()[0] as HTMLElement;
  const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (!act(view, root, event, target, typing, setStop)) return;
  event.preventDefault();
  event.stopPropagation();
}

function act(
  view: PanelView,
  root: ShadowRoot,
  event: KeyboardEvent,
  target: HTMLElement,
  typing: boolean,
  setStop: (stop: string | undefined) => void,
): boolean {
  const { key } = event;
  if (key === 'Escape') {
    if (!view.sheet) return false; // the browser leaves full screen by itself
    view.close();
    return true;
  }
  if (typing) return false;
  const menu = target.closest<HTMLElement>('[role=menu]');
  if (menu && /^(Arrow(Up|Down)|Home|End)$/.test(key)) {
    const items = seen(menu.querySelectorAll<HTMLElement>('[role^=menuitem]'));
    if (key === 'Home') items[0]?.focus();
    else if (key === 'End') items.at(-1)?.focus();
    else step(items, target, key === 'ArrowDown' ? 1 : -1);
    return true;
  }
  if (target.closest('[role=toolbar]') && /^Arrow(Left|Right)$/.test(key)) {
    const rtl = getComputedStyle(view.host).direction === 'rtl';
    step(seen(root.querySelectorAll<HTMLElement>(ROW)), target, (key === 'ArrowRight') === rtl ? -1 : 1);
    setStop((root.activeElement as HTMLElement | null)?.dataset.k);
    return true;
  }
  if (target.closest('.self') && key.startsWith('Arrow')) {
    view.setCorner(cornerAfter(view.corner, key, getComputedStyle(view.host).direction === 'rtl'));
    return true;
  }
  if (view.sheet === 'keypad' && /^[0-9*#]$/.test(key)) {
    view.wishes.tone(key);
    return true;
  }
  const wish = LETTERS[key.toLowerCase()];
  if (!wish || event.repeat || !view.call || !isTalking(view.shown)) return false;
  if (wish === 'devices' || wish === 'keypad') view.open(wish, event);
  else if (wish !== 'mute' && view.call.conference) return false;
  else view.wishes[wish as 'mute' | 'hold' | 'camera' | 'share']();
  return true;
}

/** Corners are counted from the lower end corner, away from the end first: 0 end below, 1 start below, 2 start above, 3 end above. */
function cornerAfter(corner: number, key: string, rtl: boolean): number {
  const above = key === 'ArrowUp' || (key !== 'ArrowDown' && corner >= 2);
  const left = corner === 1 || corner === 2 ? !rtl : rtl;
  const toLeft = key === 'ArrowLeft' || (key !== 'ArrowRight' && left);
  const atStart = toLeft !== rtl;
  return above ? (atStart ? 2 : 3) : atStart ? 1 : 0;
}
