import { html, nothing, type TemplateResult } from 'lit';
import { strings } from '../internal/strings.ts';
import { idleWords } from './idle-words.ts';

/** @internal */
export const t = strings(idleWords);

/** What stands in the frame. */
export interface FrameParts {
  audioOnly: boolean;
  /** The stage alone, without a column of fields. */
  bare?: boolean;
  /** A picture is on the stage. */
  pictured?: boolean;
  stage: unknown;
  fields?: unknown;
  onKey?: ((event: KeyboardEvent) => void) | undefined;
}

/** The frame of every state: one template, so that its nodes, the slots and the focus in them survive the change of state. */
export const frame = ({ audioOnly, bare = false, pictured = false, stage, fields, onKey }: FrameParts): TemplateResult =>
  html`<div class=${bare ? 'mp one' : 'mp'} role="group" aria-label=${t(audioOnly ? 'preview.label.audio' : 'preview.label')} @keydown=${onKey}>
    <div class=${audioOnly ? 'view stage low' : 'view stage'} part="view" ?data-video=${pictured}>${stage ?? nothing}</div>
    <div class="mp-f">
      ${fields ?? nothing}
      <slot name="note"></slot>
      <slot name="actions"></slot>
    </div>
  </div>`;

/** Before it is turned on. `onIntent`: somebody is about to. */
export const idleStage = (view: { audioOnly: boolean; usable: boolean; busy: boolean; onStart: () => void; onIntent: () => void }): TemplateResult =>
  html`<div class="msg">
    <b>${t(view.audioOnly ? 'preview.idle.title.audio' : 'preview.idle.title')}</b>
    <p dir="auto">${t('preview.private')}</p>
    <button type="button" class="btn pri" aria-disabled=${String(!view.usable)} aria-busy=${view.busy ? 'true' : nothing}
      @click=${view.onStart} @pointerenter=${view.onIntent} @focus=${view.onIntent}>${t('preview.start')}</button>
  </div>`;

/** The fields' places while nothing is known yet: they are as high as what takes them. */
export const skeletons = (audioOnly: boolean): TemplateResult[] =>
  ([...(audioOnly ? [] : ['camera' as const]), 'microphone', ...(hasSinks() ? ['speaker' as const] : [])] as const).map(
    (kind) => html`<div class="dev"><span class="lb" aria-hidden="true">${t(`preview.${kind}`)}</span><span class="sk"></span></div>`,
  );

/** Whether a page may choose the speaker here. */
export const hasSinks = (): boolean => 'setSinkId' in HTMLMediaElement.prototype;
