import { adoptStyles, html, nothing, type TemplateResult } from 'lit';
import type { Call } from '../../core/call/api.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { mediaOf } from '../../core/client/media-of.ts';
import type { Media } from '../../core/media/api.ts';
import { Attempts } from '../internal/call-attempt.ts';
import { t as words } from '../internal/call-strings.ts';
import { check, speaker } from '../internal/icons.ts';
import { playTestSound, TEST_SOUND_MS } from '../internal/test-sound.ts';
import { extrasStyles } from './extras.styles.ts';
import { t } from './extras.words.ts';
import type { CapsuleExtra } from './extras-door.ts';
import type { VoiceCallButton } from './voice-call-button.ts';

const KEYS: [key: string, letters: string][] = ['1', '2ABC', '3DEF', '4GHI', '5JKL', '6MNO', '7PQRS', '8TUV', '9WXYZ', '*', '0', '#'].map((key) => [
  key[0]!,
  key.slice(1),
]);
const NAMES: Record<string, 'call.star' | 'call.hash'> = { '*': 'call.star', '#': 'call.hash' };
const MAX_TONES = 64;
const GROUPS = [
  ['microphone', 'microphones', 'call.microphone'],
  ['speaker', 'speakers', 'call.speaker'],
] as const;

/** What opens beneath the capsule: a keypad for tones, and a menu of devices. */
export class CapsuleExtras {
  readonly #host: VoiceCallButton;
  readonly #attempts: Attempts;
  #call: Call | undefined;
  #tones = '';
  #sending: Promise<unknown> = Promise.resolve();
  #media: Media | undefined;
  #client: ClientApi | undefined;
  #unwatch: (() => void) | undefined;
  /** Stops the meter of the microphone in use. */
  #unmeter: (() => void) | undefined;
  /** Stops the test sound. */
  #silence: (() => void) | undefined;

  constructor(host: VoiceCallButton, say: (text: string, urgent?: boolean) => void) {
    this.#host = host;
    this.#attempts = new Attempts({ say, changed: () => host.requestUpdate() });
    adoptStyles(host.renderRoot as ShadowRoot, [...(host.renderRoot as ShadowRoot).adoptedStyleSheets, ...extrasStyles]);
  }

  /** Before it is drawn: whose call it is. */
  follow(call: Call, client: ClientApi | undefined, open: CapsuleExtra): void {
    if (call !== this.#call) {
      this.#unmeter?.();
      this.#unmeter = undefined;
      this.#call = call;
      this.#tones = '';
    }
    if (open === 'devices') this.#unmeter ??= call.onLevel('local', (level) => this.#draw(call.muted ? 0 : level));
    else this.#rest();
    if (open === 'devices' && client && client !== this.#client) this.#watch(client);
  }

  drop(): void {
    this.#rest();
    this.#unwatch?.();
    this.#unwatch = this.#media = this.#client = undefined;
    if (this.#attempts.failure) this.#attempts.dismiss();
  }

  tone(tone: string): void {
    const call = this.#call;
    if (!call) return;
    this.#tones = (this.#tones + tone).slice(-MAX_TONES);
    this.#sending = this.#sending.then(() => this.#attempts.run('tones', () => call.sendDTMF(tone)));
    this.#host.requestUpdate();
  }

  render(open: CapsuleExtra): TemplateResult {
    const { failure } = this.#attempts;
    const why = failure ? html`<p class="why" dir="auto"><b>${failure.title}.</b> ${failure.why}</p>` : nothing;
    return open === 'keypad' ? this.#keypad(why) : this.#devices(why);
  }

  /** Nothing is measured and nothing sounds. */
  #rest(): void {
    this.#unmeter?.();
    this.#silence?.();
    this.#unmeter = this.#silence = undefined;
  }

  #draw(level: number): void {
    this.#host.renderRoot.querySelector<HTMLElement>('.meter')?.style.setProperty('--v', level.toFixed(2));
  }

  #test(media: Media): void {
    void this.#attempts.run('device', async () => {
      this.#silence?.();
      const stop = playTestSound(media);
      const { clock } = this.#host;
      const timer = clock.setTimeout(stop, TEST_SOUND_MS);
      this.#silence = () => {
        clock.clearTimeout(timer);
        stop();
      };
    });
  }

  #watch(client: ClientApi): void {
    this.#unwatch?.();
    this.#client = client;
    const media = mediaOf(client);
    this.#media = media;
    const changed = () => this.#host.requestUpdate();
    const undo = [media.on('devices', changed), media.on('change', changed)];
    this.#unwatch = () => {
      for (const off of undo) off();
    };
    media.refreshDevices().catch(() => {}); // the menu says that it found none
  }

  #keypad(why: unknown): TemplateResult {
    const key = ([name, letters]: [string, string]) =>
      html`<button class="key" part="control" aria-label=${NAMES[name] ? t(NAMES[name]) : nothing} @click=${() => this.tone(name)}>
        <b>${name}</b>${NAMES[name] ? nothing : html`<small aria-hidden="true">${letters}</small>`}
      </button>`;
    return html`<div class="extra" role="group" aria-label=${words('call.keypad')}>
      <output class="tones tnum" dir="ltr" aria-live="off" aria-label=${t('call.tones')}>${this.#tones}</output>
      ${why}
      <div class="keys" dir="ltr">${KEYS.map(key)}</div>
    </div>`;
  }

  #devices(why: unknown): TemplateResult {
    const media = this.#media;
    return html`${why}
      <div class="extra menu" role="menu" aria-label=${words('call.devices')}>${
        media
          ? html`${GROUPS.map(([kind, list, label]) => this.#group(media, kind, list, label))}
              <button class="mi test" part="control" role="menuitem" tabindex="-1" @click=${() => this.#test(media)}
                ><span class="ck">${speaker}</span>${t('call.test-sound')}</button
              >`
          : nothing
      }</div>`;
  }

  #group(media: Media, kind: 'microphone' | 'speaker', list: 'microphones' | 'speakers', label: 'call.microphone' | 'call.speaker'): TemplateResult {
    const chosen = media[`${kind}Id`] ?? '';
    const devices = media.devices[list].filter(({ deviceId }) => deviceId && deviceId !== 'default' && deviceId !== 'communications');
    const known = devices.some(({ deviceId }) => deviceId === chosen);
    const pick = (deviceId: string) => {
      media[`${kind}Id`] = deviceId || undefined;
      this.#host.requestUpdate();
    };
    const item = (deviceId: string, name: string, on: boolean) =>
      html`<button class="mi" part="control" role="menuitemradio" aria-checked=${on} tabindex="-1" @click=${() => pick(deviceId)}
        ><span class="ck">${on ? check : nothing}</span><span class="trunc" dir="auto">${name}</span>${
          on && kind === 'microphone' ? html`<span class="meter" aria-hidden="true"></span>` : nothing
        }</button
      >`;
    const other = () =>
      this.#attempts.run(
        'device',
        () => media.chooseSpeaker(),
        ({ code }) => code === 'media:denied', // the picker was closed
      );
    return html`<div class="mgs" role="group" aria-label=${t(label)}>
      <div class="mg" aria-hidden="true">${t(label)}</div>
      ${item('', t(media.devices[list].length ? 'call.default-device' : 'call.no-device'), !known)}
      ${devices.map(({ deviceId, label: name }) => item(deviceId, name || deviceId.slice(0, 8), deviceId === chosen))}
      ${
        kind === 'speaker' && media.engine.selectAudioOutput && !devices.length
          ? html`<button class="mi" part="control" role="menuitem" tabindex="-1" @click=${other}><span class="ck"></span>${t('call.other-speaker')}</button>`
          : nothing
      }
    </div>`;
  }
}
