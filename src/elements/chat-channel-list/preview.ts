import { html, type TemplateResult } from 'lit';
import type { Message } from '../../core/protocol/index.ts';
import { locale } from '../internal/locale.ts';
import { t } from './words.ts';

const DAY_MS = 86_400_000;
const midnight = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);

/** When the words for days are others. */
export const nextMidnight = (nowMs: number): number => new Date(nowMs).setHours(24, 0, 0, 0);

/** "10:48" today, "Tue" within a week, else "2 Jun", with the year if it is another one. */
export function whenText(atMs: number, nowMs: number): string {
  const days = Math.round((midnight(nowMs) - midnight(atMs)) / DAY_MS);
  const other = new Date(atMs).getFullYear() !== new Date(nowMs).getFullYear();
  const how: Intl.DateTimeFormatOptions =
    days <= 0
      ? { hour: '2-digit', minute: '2-digit' }
      : days < 7
        ? { weekday: 'short' }
        : { day: 'numeric', month: 'short', ...(other && { year: 'numeric' }) };
  return new Intl.DateTimeFormat(locale(), how).format(atMs);
}

/** Minutes and seconds of a voice message: "0:42". */
const lengthText = (ms: number): string => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;

/** What a message holds, on one line. What comes unchecked with a message is checked here. */
function contentText({ type, content, file, voice }: Message): string {
  const lengthMs: unknown = voice?.duration_ms;
  if (typeof lengthMs === 'number') return t('channels.voice', { time: lengthText(lengthMs) });
  if (type === 'file' && file) return file.type.startsWith('image/') ? t('channels.photo') : file.name;
  return (content ?? '').replaceAll(/\s+/g, ' ').trim();
}

/** With who wrote it, where that is not plain from the channel. */
export function messageText(message: Message, me: string, members: number): string {
  const text = contentText(message);
  if (!text || message.type === 'call') return text;
  if (message.user.user_id === me) return t('channels.by', { name: t('channels.you'), text });
  return members > 2 ? t('channels.by', { name: message.user.name || message.user.user_id, text }) : text;
}

/** The text with what was searched for marked, beginning shortly before the first place. */
export function marked(text: string, query: string): (string | TemplateResult)[] {
  const lower = text.toLocaleLowerCase();
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (lower.length !== text.length) return [text]; // places would not agree
  const places = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
  const start = Math.max(0, Math.min(...places, text.length) - 24);
  const parts: (string | TemplateResult)[] = [start > 0 && places.length ? '…' : ''];
  let at = places.length ? start : 0;
  for (;;) {
    let next = -1;
    let length = 0;
    for (const word of words) {
      const found = lower.indexOf(word, at);
      if (found >= 0 && (next < 0 || found < next || (found === next && word.length > length))) [next, length] = [found, word.length];
    }
    if (next < 0) break;
    parts.push(text.slice(at, next), html`<mark>${text.slice(next, next + length)}</mark>`);
    at = next + length;
  }
  return [...parts, text.slice(at)];
}
