import type { ChannelHost } from '../../host.ts';

/** Puts text where the caret is, or in place of a part of what is written; the caret is behind it then. */
export function insert(host: ChannelHost, text: string, from?: number, to?: number): void {
  const { composer } = host;
  const area = composer.textarea;
  if (!area) return;
  area.setRangeText(text, from ?? area.selectionStart, to ?? area.selectionEnd, 'end');
  composer.text = area.value;
  host.view?.announceTyping();
}
