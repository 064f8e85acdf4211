import { html, type PropertyValues, type TemplateResult } from 'lit';
import { type Clock, systemClock, type Timer } from '../../core/base/clock.ts';
import { mediaOf } from '../../core/client/media-of.ts';
import type { DetachedMedia, DeviceList, Media } from '../../core/media/api.ts';
import { BaseElement } from '../internal/base-element.ts';
import { ClientController } from '../internal/client-controller.ts';
import { darkSurfaces } from '../internal/dark.styles.ts';
import { helpStyles } from '../internal/help.styles.ts';
import { LineController } from '../internal/line.ts';
import { avatarStyles, buttonStyles, controlStyles, lineStyles } from '../internal/parts.styles.ts';
import { property } from '../internal/property.ts';
import { tokens } from '../internal/tokens.styles.ts';
import { capture } from './capture.ts';
import {
  MediaPreviewChangedEvent,
  MediaPreviewDeclinedEvent,
  MediaPreviewErrorEvent,
  type MediaPreviewState,
  MediaPreviewStateEvent,
} from './events.ts';
import { fields, help, type PreviewView, picture } from './frame.ts';
import { LevelWatch } from './level-watch.ts';
import { styles } from './media-preview.styles.ts';
import { SpeakerTest } from './speaker-test.ts';
import { t } from './words.ts';

const idsOf = ({ cameras, microphones }: DeviceList): string => [...cameras, ...microphones].map(({ deviceId }) => deviceId).join(' ');

/**
 * A check of camera and microphone before a call: self view, level, pickers. Devices open only when asked for, and close when
 * the element leaves the document. `media` may be given to the next call.
 * @tag media-preview
 * @slot actions - A Join button.
 * @slot note - A line of text under the fields.
 * @csspart view - The mirrored picture, or what stands in its place.
 * @csspart controls - Microphone and camera switches over the picture.
 * @csspart control - One of them.
 * @csspart line - The voice, drawn.
 * @csspart meter - Level of the microphone.
 * @csspart field - A picker.
 * @csspart select - Its native select.
 * @csspart test - Button that plays a sound.
 * @csspart help - Steps that turn permissions on.
 * @csspart avatar - Stands for the picture while the camera is off.
 * @cssState idle - Not asked for yet.
 * @cssState requesting - The browser is asking.
 * @cssState ready - Devices are open.
 * @cssState denied - Permission was denied.
 * @cssState no-camera - No camera; sound works.
 * @cssState camera-denied - The camera is blocked; sound works.
 * @cssState camera-in-use - Another program has the camera; sound works.
 * @cssState no-mic - No microphone.
 * @cssState in-use - Another program has the microphone.
 * @cssState failed - Devices cannot be used here.
 * @cssState muted - The microphone is muted.
 * @cssState camera-off - The camera is switched off.
 * @fires {MediaPreviewStateEvent} media-preview-state - It shows another state.
 * @fires {MediaPreviewChangedEvent} media-preview-changed - Another device, muted, camera on or off.
 * @fires {MediaPreviewErrorEvent} media-preview-error - Devices did not open.
 * @fires {MediaPreviewDeclinedEvent} media-preview-declined - "Join without" was chosen.
 */
export class MediaPreview extends BaseElement implements PreviewView {
  static override styles = [tokens, darkSurfaces, buttonStyles, controlStyles, avatarStyles, lineStyles, helpStyles, styles];

  /** Opens devices as soon as there is a client, without the "Turn on" button. */
  @property({ type: Boolean }) autostart = false;
  /** Microphone only. */
  @property({ type: Boolean, attribute: 'audio-only' }) audioOnly = false;

  readonly #client = new ClientController(
    this,
    (client) => client && mediaOf(client),
    (client, changed) => {
      const media = mediaOf(client);
      const stops = [media.on('devices', () => this.#devicesChanged(changed)), media.on('change', changed)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  );
  readonly #line = new LineController(this);
  readonly #level = new LevelWatch(this);
  readonly #speakerTest = new SpeakerTest(this);
  #state: MediaPreviewState = 'idle';
  #media: DetachedMedia | undefined;
  #muted = false;
  #cameraOff = false;
  #bound: Media | undefined;
  /** Grows with every start and stop, so that a device that opens too late is let go at once. */
  #turn = 0;
  #retryTimer: Timer | undefined;
  #stopPicture: (() => void) | undefined;
  #pictured: MediaStream | undefined;
  #refreshing = false;
  #deviceIds = '';

  /** What is open now, for `calls.make(to, { media })`. The preview closes its own hold when it leaves the document. */
  get media(): DetachedMedia | undefined {
    return this.#media;
  }
  get state(): MediaPreviewState {
    return this.#state;
  }
  get muted(): boolean {
    return this.#muted;
  }
  get cameraOff(): boolean {
    return this.#cameraOff;
  }
  /** @internal */
  get core(): Media | undefined {
    return this.#client.value;
  }
  /** @internal */
  get userName(): string {
    const client = this.#client.client;
    return client?.user?.name || client?.userId || '';
  }
  /** @internal */
  get userId(): string {
    return this.#client.client?.userId ?? '';
  }
  /** @internal */
  get silent(): boolean {
    return this.#level.silent && !this.#muted;
  }
  /** @internal */
  get levelText(): string {
    return t(this.#level.voiced && !this.#muted ? 'preview.voice' : 'preview.quiet');
  }
  /** @internal */
  get testing(): SpeakerTest {
    return this.#speakerTest;
  }
  override get clock(): Clock {
    return this.#client.client?.clock ?? systemClock;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A moved element keeps its devices: closing and opening them again would blink.
    queueMicrotask(() => this.isConnected || this.stop());
  }

  /** Opens the devices; the browser may ask. Safe to call again: it tries anew. */
  async start(): Promise<void> {
    const core = this.core;
    if (!core) return;
    const turn = ++this.#turn;
    // A permission that is granted already answers before anyone could read "allow".
    const asked = this.clock.setTimeout(() => turn === this.#turn && !this.#media && this.#show('requesting'), 0);
    const captured = await capture(core, { audioOnly: this.audioOnly, cameraOff: this.#cameraOff });
    this.clock.clearTimeout(asked);
    if (turn !== this.#turn) {
      captured.media?.dispose();
      return;
    }
    const before = this.#media;
    this.#media = captured.media;
    before?.dispose(); // after the new one is open: a device in both is shared and never blinks
    if (captured.media?.audioTrack) captured.media.audioTrack.enabled = !this.#muted;
    this.#level.watch(core, captured.media?.audioTrack);
    this.#show(captured.state);
    if (captured.error) this.dispatchEvent(new MediaPreviewErrorEvent(captured.error));
    this.#changed();
    this.#refreshing = true;
    await core.refreshDevices().catch(() => undefined); // names are known only now
    this.#refreshing = false;
    this.#deviceIds = idsOf(core.devices);
    this.requestUpdate();
  }

  /** Closes the devices and goes back to the button. */
  stop(): void {
    this.#turn++;
    this.clock.clearTimeout(this.#retryTimer);
    this.#stopPicture?.();
    this.#stopPicture = this.#pictured = undefined;
    this.#level.watch(undefined, undefined);
    this.#speakerTest.stop();
    this.#media?.dispose();
    this.#media = undefined;
    this.#show('idle');
  }

  /** Mutes the microphone, or lets it be heard: in the preview and in the call that takes `media`. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
    if (this.#media?.audioTrack) this.#media.audioTrack.enabled = !muted;
    this.#changed();
  }

  /** Switches the camera off for good (its light goes out), or on again. */
  async setCameraOff(cameraOff: boolean): Promise<void> {
    if (cameraOff === this.#cameraOff) return;
    this.#cameraOff = cameraOff;
    this.requestUpdate();
    if (this.#state !== 'idle') await this.start();
  }

  /** @internal */
  pick(kind: 'camera' | 'microphone' | 'speaker', deviceId: string): void {
    const core = this.core;
    if (!core) return;
    core[`${kind}Id`] = deviceId || undefined;
    if (kind === 'speaker') this.#changed();
    else if (this.#state !== 'idle') void this.start();
  }

  /** @internal */
  decline(): void {
    this.dispatchEvent(new MediaPreviewDeclinedEvent());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const core = this.core;
    if (core !== this.#bound) {
      if (this.#bound) this.stop();
      this.#bound = core;
      if (core && this.autostart) void this.start();
    } else if (core && this.isConnected && this.#state === 'idle' && changed.get('autostart') === false) {
      void this.start();
    } else if (changed.get('audioOnly') !== undefined && this.#state !== 'idle') {
      void this.start();
    }
    this.reflectStates(this.#state, ...(this.#muted ? ['muted'] : []), ...(this.#cameraOff ? ['camera-off'] : []));
  }

  protected override updated(): void {
    const stream = this.#media?.videoTrack && this.#media.stream;
    const video = this.renderRoot.querySelector('video');
    if (stream !== this.#pictured || !video) {
      this.#stopPicture?.();
      this.#stopPicture = undefined;
      this.#pictured = video ? stream : undefined;
      if (video && stream && this.core) this.#stopPicture = this.core.render(stream, video);
    }
  }

  protected override render(): TemplateResult {
    const label = t(this.audioOnly ? 'preview.label.audio' : 'preview.label');
    const denied = this.#state === 'denied';
    return html`<div class=${this.#state === 'idle' ? 'mp one' : 'mp'} role="group" aria-label=${label}>
      ${picture(this)}
      <div class="mp-f">
        ${denied ? help(this) : fields(this)}
        <slot name="note"></slot>
        <slot name="actions"></slot>
      </div>
    </div>`;
  }

  #show(state: MediaPreviewState): void {
    const previous = this.#state;
    if (state === previous) return;
    this.#state = state;
    this.requestUpdate();
    if (this.isConnected) this.dispatchEvent(new MediaPreviewStateEvent(state, previous));
    if (state === 'requesting') this.announce(t('preview.said.asking'));
    if (state === 'denied') this.announce(t('preview.said.denied'), true);
  }

  #changed(): void {
    this.requestUpdate();
    this.dispatchEvent(new MediaPreviewChangedEvent(this.#media, this.#muted, this.#cameraOff));
  }

  /** A device came or went: one that was in use and is gone gives way to the system's choice, one that was missed is taken. */
  #devicesChanged(changed: () => void): void {
    const ids = this.core ? idsOf(this.core.devices) : '';
    if (this.#refreshing || ids === this.#deviceIds) {
      changed();
      return;
    }
    this.#deviceIds = ids;
    const { audioTrack, videoTrack } = this.#media ?? {};
    const gone = audioTrack?.readyState === 'ended' || videoTrack?.readyState === 'ended';
    const missed =
      (this.#state === 'no-camera' && this.core?.devices.cameras.length) || (this.#state === 'no-mic' && this.core?.devices.microphones.length);
    if (gone || missed) void this.start();
    changed();
  }

  /** @internal Level of the voice, 0…1: drawn without a render. */
  drawLevel(level: number): void {
    this.#line.level = level;
    this.renderRoot.querySelector<HTMLElement>('.meter')?.style.setProperty('--v', level.toFixed(2));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'media-preview': MediaPreview;
  }
  interface GlobalEventHandlersEventMap {
    'media-preview-state': MediaPreviewStateEvent;
    'media-preview-changed': MediaPreviewChangedEvent;
    'media-preview-error': MediaPreviewErrorEvent;
    'media-preview-declined': MediaPreviewDeclinedEvent;
  }
}
