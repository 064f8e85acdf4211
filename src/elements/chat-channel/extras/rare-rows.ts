import { html, type TemplateResult } from 'lit';
import type { ChatMessage, ChatNotice, SendState } from '../../../core/chat/api.ts';
import { alert, banned, check, clock, edit, personAdd, personRemove, snow } from '../../internal/icons.ts';
import { timeText } from '../format.ts';
import type { ChannelHost } from '../host.ts';
import { discard } from './file-content.ts';
import { listText, momentText } from './format.ts';
import { t } from './words.ts';

/** Names of merged notices that are spelled out. */
const NAMED = 2;
const ICON = {
  join: personAdd,
  leave: personRemove,
  freeze: snow,
  unfreeze: check,
  rename: edit,
  manager_create: personAdd,
  manager_delete: personRemove,
  ban: banned,
};

function noticeText(first: ChatNotice, all: readonly ChatNotice[]): string {
  const unique = [...new Map(all.map(({ user }) => [user.user_id, user.name || user.user_id])).values()];
  const named = unique.length > NAMED + 1 ? [...unique.slice(0, NAMED), t.count('chat.others', unique.length - NAMED)] : unique;
  const names = listText(named);
  const by = first.by;
  if (first.what === 'join' || first.what === 'leave') {
    const same = by && by.user_id !== first.user.user_id && all.every((notice) => notice.by?.user_id === by.user_id);
    if (same) return t(`chat.${first.what}.by`, { by: by.name || by.user_id, names });
    return t.count(`chat.${first.what}`, unique.length, { names });
  }
  return t(`chat.${first.what}`, { names });
}

/** A run of notices, told in one breath; gives its row a name. */
export function notice(all: readonly ChatNotice[], row: HTMLElement): TemplateResult {
  const first = all[0]!;
  const text = noticeText(first, all);
  const time = timeText(first.atMs);
  row.ariaLabel = `${text}, ${time}`;
  return html`<div class="sys row" part="row">
    ${ICON[first.what]}<span dir="auto">${text}</span><time datetime=${new Date(first.atMs).toISOString()} title=${momentText(first.atMs)}>${time}</time>
  </div>`;
}

/** Signs in the place of ticks. */
export const sign = (state: SendState): TemplateResult => (state === 'failed' ? alert : clock);

/** Why the server will never take it, in its own words; undefined where another try may help. */
const refusal = ({ error }: ChatMessage): string | undefined =>
  error?.code === 'message:rejected' ? error.message.replace(/^unable to [^;]*; /, '') : undefined;

/** Under a message that was not sent. */
export const trouble = (host: ChannelHost, item: ChatMessage, tab: number): TemplateResult => html`<div class="sub bad">
  ${t('chat.notSent')}
  ${
    refusal(item)
      ? html`<span dir="auto">${refusal(item)}</span>`
      : html`<button type="button" tabindex=${tab} @click=${() => host.view?.retry(item.key)}>${t('chat.retry')}</button>`
  }
  <button type="button" tabindex=${tab} @click=${() => discard(host, item)}>${t('chat.delete')}</button>
</div>`;

/** At the end of a long text that shows its beginning. */
export const showAll = (tab: number, open: () => void): TemplateResult =>
  html` <button type="button" class="all" tabindex=${tab} @click=${open}>${t('chat.more')}</button>`;
