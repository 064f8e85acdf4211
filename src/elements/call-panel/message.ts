import { html, nothing, type TemplateResult } from 'lit';
import type { Timer } from '../../core/base/clock.ts';
import type { Call } from '../../core/call/api.ts';
import type { LeavingMessage, LeavingState } from '../../core/voicemail/api.ts';
import { clockText, durationText } from '../internal/durations.ts';
import { check, message, mic } from '../internal/icons.ts';
import { heading } from './middle.ts';
import type { PanelView } from './view.ts';
import { t } from './words.ts';

/** A message for whom nobody answered: asked for after the call, recorded here. What leaves it loads when it is wanted. */
export class MessageLeft {
  readonly #view: PanelView;
  readonly #say: (text: string, urgent?: boolean) => void;
  #leaving: LeavingMessage | undefined;
  #stop: (() => void) | undefined;
  #told: LeavingState | undefined;
  #tick: Timer;

  constructor(view: PanelView, say: (text: string, urgent?: boolean) => void) {
    this.#view = view;
    this.#say = say;
  }

  /** It is being left; the panel then waits for its end. */
  get open(): boolean {
    return !!this.#leaving;
  }

  /** From a gesture: the microphone opens. */
  begin(call: Call): void {
    const { client, attempts } = this.#view;
    void attempts.run('voicemail', async () => {
      const { voicemailOf } = await import('../../core/client/voicemail-of.ts');
      const leaving = await voicemailOf(client).leave(call.id);
      if (this.#view.call !== call) {
        leaving.cancel(); // the panel has gone on meanwhile
        return;
      }
      this.#leaving = leaving;
      this.#stop = leaving.on('change', () => this.#changed());
      this.#changed();
    });
  }

  /** Lets go; what was not sent is dropped. */
  drop(): void {
    this.#view.host.clock.clearTimeout(this.#tick);
    this.#stop?.();
    this.#leaving?.cancel();
    this.#leaving = this.#stop = this.#told = undefined;
  }

  render(): TemplateResult {
    const it = this.#leaving!;
    const { attempts } = this.#view;
    const button = (label: string, click: () => void, look = '') =>
      html`<button class="btn ${look}" part="control" aria-busy=${attempts.busy('voicemail') ? 'true' : nothing} @click=${click}>${label}</button>`;
    const run = (work: () => Promise<unknown>) => () => void attempts.run('voicemail', work);
    const cancel = button(t('panel.cancel'), () => this.#view.dismiss());
    const again = button(
      t('panel.message-again'),
      run(() => it.again()),
    );
    const send = (words: string) =>
      button(
        words,
        run(() => it.send()),
        'pri act',
      );
    const [icon, title, text, actions]: [unknown, string, unknown, unknown] = (() => {
      switch (it.state) {
        case 'greeting':
        case 'tone':
          return [
            message,
            t('panel.message-greeting'),
            t('panel.message-after'),
            html`${it.state === 'greeting' ? button(t('panel.message-skip'), () => it.skipGreeting()) : nothing}${cancel}`,
          ];
        case 'recording':
          return [
            mic,
            t('panel.message-recording'),
            html`<span class="tnum" role="timer" aria-live="off">${clockText(it.durationMs)}</span>`,
            html`${button(
              t('panel.message-stop'),
              run(() => it.stop()),
              'pri act',
            )}${cancel}`,
          ];
        case 'recorded':
          return [
            message,
            t('panel.message-recorded'),
            it.preview
              ? html`<audio controls src=${it.preview} aria-label=${t('panel.message-recorded')}></audio>`
              : durationText(it.durationMs, 'short'),
            html`${send(t(it.error ? 'panel.retry' : 'panel.message-send'))}${again}${cancel}`,
          ];
        case 'sent':
          return [check, t('panel.message-sent'), durationText(it.durationMs, 'short'), button(t('panel.done'), () => this.#view.dismiss(), 'act')];
        case 'failed':
          return [mic, t('panel.message-failed'), t('panel.message-failed-why'), html`${again}${cancel}`];
        default:
          return [message, t('panel.message-sending'), nothing, nothing];
      }
    })();
    const tone = it.state === 'sent' ? 'ok' : it.state === 'failed' ? 'bad' : it.state === 'recording' ? 'mic' : '';
    return html`<div class="mid">
      <span class="glyph ${tone}">${icon}</span>
      ${heading(this.#view, title, 'name')}
      <p part="status" dir="auto">${text}</p>
      <div class="acts">${actions}</div>
    </div>`;
  }

  #changed(): void {
    const it = this.#leaving;
    if (!it) return;
    const { clock } = this.#view.host;
    clock.clearTimeout(this.#tick);
    if (it.state === 'recording') this.#tick = clock.setTimeout(() => this.#changed(), 1_000);
    if (it.state !== this.#told) {
      this.#told = it.state;
      if (it.state === 'recording') this.#say(t('panel.recording-say'));
      else if (it.state === 'recorded' && !it.error) this.#say(t('panel.message-recorded-say', { time: durationText(it.durationMs, 'long') }));
      else if (it.state === 'sent') this.#say(`${t('panel.message-sent')}.`);
      else if (it.state === 'failed') this.#say(`${t('panel.message-failed')}. ${t('panel.message-failed-why')}`, true);
    }
    this.#view.changed();
  }
}
