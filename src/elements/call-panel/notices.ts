import { html, nothing, type TemplateResult } from 'lit';
import { forward, record } from '../internal/call-icons.ts';
import { isTalking } from '../internal/call-view.ts';
import { alert, close, info } from '../internal/icons.ts';
import { reportButton } from '../internal/report-button.ts';
import { type PanelView, shortName } from './view.ts';
import { t } from './words.ts';

type Tone = 'bad' | 'warn' | 'rec' | '';

const notice = (tone: Tone, icon: unknown, text: unknown, actions: unknown = nothing): TemplateResult =>
  html`<div class="note ${tone}" part="notice">
    <span class="ic">${icon}</span><span class="tx" dir="auto">${text}</span>${actions === nothing ? nothing : html`<span class="acts">${actions}</span>`}
  </div>`;

const button = (label: string, click: () => void, busy = false, look = ''): TemplateResult =>
  html`<button class="btn ${look}" part="control" aria-busy=${busy ? 'true' : nothing} @click=${click}>${label}</button>`;

const dismiss = (click: () => void): TemplateResult =>
  html`<button class="ib" part="control" aria-label=${t('panel.dismiss')} @click=${click}>${close}</button>`;

function read(view: PanelView): void {
  view.memory.read = view.call.error;
  view.changed();
}

/** What failed, what to do about it, and a report of it. */
function failure(view: PanelView): unknown {
  const { failure: it } = view.attempts;
  if (!it) return nothing;
  return notice(
    'bad',
    alert,
    html`<b>${it.title}.</b> ${it.why}`,
    html`${button(t('panel.retry'), () => it.again(), view.attempts.busy(it.wish))}${reportButton('control')}${dismiss(() => view.attempts.dismiss())}`,
  );
}

/** Recording is never to be overlooked: by either side, from the question to its end. */
function recording(view: PanelView): unknown {
  const { call, wishes, attempts } = view;
  const name = shortName(view.name);
  const consenting = attempts.busy('consent');
  const object = button(t('panel.refuse'), () => wishes.allowRecording(false), consenting);
  const theirs =
    call.remoteRecording === 'asking'
      ? notice(
          'warn',
          record,
          html`<b>${t('panel.consent', { name })}.</b> ${t('panel.consent-why')}`,
          html`${button(t('panel.allow'), () => wishes.allowRecording(true), consenting, 'pri')}${object}`,
        )
      : call.remoteRecording === 'recording'
        ? notice('rec', record, t('panel.recording-there', { name }), object)
        : call.remoteRecording === 'paused'
          ? notice('', record, t('panel.recording-there-paused', { name }), object)
          : nothing;
  const stop = button(t('panel.record-stop'), () => wishes.record(), attempts.busy('record'));
  const ours =
    call.recording === 'asking'
      ? notice(
          '',
          record,
          t('panel.record-asking', { name }),
          button(t('panel.cancel'), () => wishes.cancelRecording(), consenting),
        )
      : call.recording === 'recording'
        ? notice('rec', record, t('panel.recording', { name }), stop)
        : call.recording === 'paused'
          ? notice('', record, t('panel.recording-paused'), stop)
          : call.error?.code === 'recording:consent' && call.error !== view.memory.read
            ? notice(
                'warn',
                record,
                t('panel.record-withdrawn', { name }),
                dismiss(() => read(view)),
              )
            : nothing;
  return [theirs, ours];
}

function transfer(view: PanelView): unknown {
  const { call } = view;
  const { transfer: it } = call.detail;
  const name = shortName(view.name);
  if (it?.state === 'ringing') return notice('', forward, t('panel.transferring', { to: it.to.name, name }));
  const { about } = view.memory;
  if (about && about.state !== 'ended' && isTalking(view.shown))
    return notice('', forward, t('panel.consulting', { name: shortName(view.nameOf(about)) }));
  return nothing;
}

/** The one warning that says most. */
function warning(view: PanelView): unknown {
  const { call } = view;
  if (call.error?.code.startsWith('media:') && call.mediaState !== 'closed') {
    return notice(
      'warn',
      alert,
      html`<b>${t('panel.device-lost')}.</b> ${t('panel.device-lost-why')}`,
      html`<button class="btn" part="control" data-k="devices" @click=${(event: Event) => view.open('devices', event)}>${t('panel.pick')}</button>${reportButton('control')}`,
    );
  }
  const worst = view.shown === 'answered' ? call.warnings.at(-1) : undefined;
  if (!worst) return nothing;
  const mend =
    worst === 'speaking-while-muted'
      ? button(t('panel.unmute'), () => view.wishes.mute())
      : worst === 'silent-microphone'
        ? html`<button class="btn" part="control" data-k="devices" @click=${(event: Event) => view.open('devices', event)}>${t('panel.devices')}</button>`
        : nothing;
  return notice('warn', info, t(`panel.warn-${worst}`, { name: shortName(view.name) }), mend);
}

/** Lines that want to be seen, the most pressing first. */
export function notices(view: PanelView): unknown {
  if (!isTalking(view.shown)) return failure(view);
  const differ =
    view.memory.verdict === 'differ' ? notice('bad', alert, html`<b>${t('panel.verify-bad')}.</b> ${t('panel.verify-bad-why')}`) : nothing;
  return [differ, failure(view), recording(view), transfer(view), warning(view)];
}
