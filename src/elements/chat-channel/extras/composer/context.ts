import { html, type TemplateResult } from 'lit';
import type { ChatMessage } from '../../../../core/chat/api.ts';
import { hueOf } from '../../../internal/avatar.ts';
import { close } from '../../../internal/icons.ts';
import { plainName } from '../format.ts';
import { summary } from '../summary.ts';
import { t } from './words.ts';

/** What the text box is about: an answer to a message, or a message of mine that is being changed. */
export interface Context {
  readonly kind: 'reply' | 'edit';
  readonly item: ChatMessage;
  /** What stood in the box before an edit; it comes back after it. */
  readonly before: string;
}

/** The strip above the text box, with its way out. The box is described by it. */
export function contextBar({ kind, item }: Context, cancel: () => void): TemplateResult {
  const name = item.user.name || item.user.user_id;
  const reply = kind === 'reply';
  return html`<div class="ctx">
    <div class=${reply ? 'qb' : 'qb ed-q'} id="ctx" data-n=${hueOf(item.user.user_id)}>
      <b class="trunc" dir="auto">${reply ? html`<span class="vh">${t('chat.reply.to', { name: '' })}</span>${plainName(name)}` : t('chat.edit.title')}</b>
      <span class="trunc" dir="auto">${item.text ?? summary(item)}</span>
    </div>
    <button type="button" class="ib" aria-label=${t(reply ? 'chat.reply.cancel' : 'chat.edit.cancel')} @click=${cancel}>${close}</button>
  </div>`;
}
