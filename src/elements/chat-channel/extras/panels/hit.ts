import { html, type TemplateResult } from 'lit';
import type { Message } from '../../../../core/protocol/index.ts';
import { dayText, timeText } from '../../format.ts';
import type { ChannelHost } from '../../host.ts';
import { lineOf } from '../pins.ts';
import { t } from '../words.ts';

/** One message of a list of them: who, when, what, with the words that were looked for marked. */
export function hit(host: ChannelHost, message: Message, query: string, open: () => void): TemplateResult {
  const { user, created_at } = message;
  return html`<button type="button" class="hit" @click=${open}>
    <small><b class="trunc"><bdi>${user.name || user.user_id}</bdi></b><time datetime=${new Date(created_at).toISOString()}>${dayText(created_at, host.clock.now())}${t('chat.comma')} ${timeText(created_at)}</time></small>
    <span dir="auto">${marked(lineOf(message), query)}</span>
  </button>`;
}

/** A text with the words of a query marked. */
function marked(text: string, query: string): unknown[] {
  const words = query.split(/\s+/).filter(Boolean);
  if (!words.length) return [text];
  const found = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'giu');
  return text.split(found).map((part, i) => (i % 2 ? html`<mark>${part}</mark>` : part));
}
