import { html, nothing, type TemplateResult } from 'lit';
import { micHelp } from '../internal/after-call.ts';
import { isLive, isTalking, micTrouble } from '../internal/call-view.ts';
import { after } from './after.ts';
import { answerBar, bar } from './bar.ts';
import { middle } from './middle.ts';
import { notices } from './notices.ts';
import { others } from './others.ts';
import { backdrop } from './pictures.ts';
import { sheet } from './sheets.ts';
import { returnBar, top } from './top.ts';
import type { PanelView } from './view.ts';
import { t } from './words.ts';

interface Handlers {
  onKey(event: KeyboardEvent): void;
  onFocus(event: FocusEvent): void;
}

/** The whole panel. One template for all that is live, so that its nodes, and the focus on them, survive the states. */
export function stage(view: PanelView | undefined, { onKey, onFocus }: Handlers): TemplateResult {
  if (!view) return html`<slot name="idle"></slot>`;
  const { shown, call, host, name, pictured } = view;
  if (shown === 'idle') return html`<slot name="idle"></slot>`;
  if (shown === 'denied' || shown === 'no-mic') {
    const trouble = micTrouble(call.state === 'ended' ? call.error : view.held.trouble)!;
    const again = call.state === 'ended' ? () => view.wishes.again() : (event: MouseEvent) => view.held.intents.answer(event);
    return micHelp(trouble, { again, dismiss: () => view.dismiss(), message: undefined, listen: undefined });
  }
  const live = isLive(shown);
  const small = host.small && isTalking(shown);
  if (small && !pictured)
    return html`<div class="panel rest" role="region" tabindex="-1" aria-label=${t('panel.call', { name })} @keydown=${onKey}>${returnBar(view)}</div>`;
  const look = `stage panel${pictured && !call.remoteSharing && !call.sharing ? ' v' : ''}${small ? ' win' : ''}`;
  return html`<div
    class=${look}
    part="stage"
    role="region"
    tabindex="-1"
    aria-label=${t(pictured ? 'panel.video-call' : 'panel.call', { name })}
    popover=${small ? 'manual' : nothing}
    @keydown=${onKey}
    @focusin=${onFocus}
  >
    ${backdrop(view)}${top(view)}
    <div class="lines">${live ? others(view) : nothing}${notices(view)}</div>
    ${live ? middle(view) : after(view)}
    ${small ? nothing : sheet(view)}
    ${shown === 'incoming' ? answerBar(view) : live ? bar(view, small) : nothing}
  </div>`;
}
