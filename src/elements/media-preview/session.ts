import { adoptStyles, type ReactiveController, type TemplateResult } from 'lit';
import type { Clock } from '../../core/base/clock.ts';
import type { ClientApi } from '../../core/client/api.ts';
import { mediaOf } from '../../core/client/media-of.ts';
import type { DetachedMedia, DeviceList, DeviceSwitch, Media } from '../../core/media/api.ts';
import type { EarshotError } from '../../core/protocol/index.ts';
import { LineController } from '../internal/line.ts';
import { capture } from './capture.ts';
import { EchoTest } from './echo-test.ts';
import { Effects } from './effects.ts';
import {
  type Choices,
  MediaPreviewChangedEvent,
  MediaPreviewDeclinedEvent,
  MediaPreviewErrorEvent,
  type MediaPreviewState,
  MediaPreviewStateEvent,
  MediaPreviewTestedEvent,
  type NoiseSuppression,
} from './events.ts';
import { fields } from './fields.ts';
import { frame } from './frame.ts';
import { help } from './help.ts';
import { Hold } from './hold.ts';
import { keepFocus, onPreviewKey } from './keys.ts';
import { LevelWatch } from './level-watch.ts';
import type { MediaPreview } from './media-preview.ts';
import { Notice } from './notice.ts';
import { picture, switchWords, wordsOf } from './picture.ts';
import { sessionStyles } from './session.styles.ts';
import { SpeakerTest } from './speaker-test.ts';
import { type DeviceKind, isBlocked, OTHER_SPEAKER, type PreviewView } from './view.ts';
import { t } from './words.ts';

/** An error this soon after a device was picked is that device's. */
const PICK_MS = 15_000;

/** What the session needs of the element, beyond its public face. */
export interface SessionPorts {
  /** What was chosen, before and after the devices were open. */
  readonly choices: Choices;
  say(text: string, urgent?: boolean): void;
}

/** The preview from the moment it is turned on: devices, pickers, tests and effects. */
export class Session implements ReactiveController, PreviewView {
  state: MediaPreviewState = 'idle';
  error: EarshotError | undefined;
  unopened: DeviceKind | undefined;
  readonly choices: Choices;
  readonly speakerTest: SpeakerTest;
  readonly echoTest: EchoTest;
  readonly effects: Effects;
  readonly #host: MediaPreview;
  readonly #ports: SessionPorts;
  readonly #line: LineController;
  readonly #level: LevelWatch;
  readonly #notice = new Notice(this);
  readonly #visible: IntersectionObserver;
  #client: ClientApi | undefined;
  #core: Media | undefined;
  #unbind: (() => void) | undefined;
  #held: Hold | undefined;
  /** Grows with every start and stop, so that a device that opens too late is let go at once. */
  #turn = 0;
  #opening = false;
  #picked: DeviceKind | undefined;
  #pickedAtMs = 0;
  #stopPicture: (() => void) | undefined;
  #pictured: MediaStream | undefined;
  #refreshing = false;
  #deviceIds = '';
  #hadFocus = false;

  constructor(host: MediaPreview, ports: SessionPorts) {
    this.#host = host;
    this.#ports = ports;
    this.choices = ports.choices;
    this.#line = new LineController(host);
    this.#level = new LevelWatch(this);
    this.speakerTest = new SpeakerTest(this);
    this.echoTest = new EchoTest(this);
    this.effects = new Effects(this);
    this.#visible = new IntersectionObserver((entries) => {
      this.#level.seen = entries.at(-1)!.isIntersecting;
    });
    adoptStyles(host.renderRoot as ShadowRoot, [...(host.constructor as typeof MediaPreview).elementStyles, ...sessionStyles]);
    host.addController(this);
  }

  get media(): DetachedMedia | undefined {
    return this.#held?.media;
  }
  get switched(): DeviceSwitch | undefined {
    return this.#notice.switched;
  }
  get clock(): Clock {
    return this.#host.clock;
  }
  get core(): Media {
    return this.#core!;
  }
  get audioOnly(): boolean {
    return this.#host.audioOnly;
  }
  get assetsUrl(): string {
    return this.#host.assetsUrl;
  }
  get userName(): string {
    return this.#client?.user?.name || this.userId;
  }
  get userId(): string {
    return this.#client?.userId ?? '';
  }
  get silent(): boolean {
    return this.#level.silent && !this.choices.muted;
  }
  get voiced(): boolean {
    return this.#level.voiced && !this.choices.muted;
  }

  /** Opens the devices; the browser may ask. Again: tries anew. */
  async start(client: ClientApi): Promise<void> {
    const core = this.#bind(client);
    const turn = ++this.#turn;
    // a permission that is granted already answers before anyone could read "allow"
    const asked = this.clock.setTimeout(() => turn === this.#turn && !this.media && this.#show('requesting'), 0);
    this.#opening = true;
    const captured = await capture(core, { audioOnly: this.audioOnly, cameraOff: this.choices.cameraOff });
    // before anybody sees it: a room that is to be blurred is never shown
    if (captured.media && turn === this.#turn) await this.effects.apply(captured.media);
    this.clock.clearTimeout(asked);
    if (turn !== this.#turn) {
      captured.media?.dispose();
      return;
    }
    this.#opening = false;
    this.error = captured.error;
    this.#hold(captured.media);
    this.#show(captured.state);
    if (captured.media) client.calls.prepare().catch(() => {}); // who looks at himself is about to call: what fails to load now is asked for then
    if (captured.error) this.#host.dispatchEvent(new MediaPreviewErrorEvent(captured.error));
    this.changed();
    this.#refreshing = true;
    await core.refreshDevices().catch(() => undefined); // names are known only now
    this.#refreshing = false;
    this.#deviceIds = idsOf(core.devices);
    this.requestUpdate();
  }

  /** Closes the devices. */
  stop(): void {
    this.#turn++;
    this.#opening = false;
    this.#stopPicture?.();
    this.#stopPicture = this.#pictured = undefined;
    this.speakerTest.stop();
    this.echoTest.stop();
    this.#notice.drop();
    this.#hold(undefined);
    this.#unbind?.();
    this.#unbind = this.#core = this.#client = undefined;
    this.error = this.unopened = this.#picked = undefined;
    this.#show('idle');
  }

  restart(): void {
    if (this.#client) void this.start(this.#client);
  }

  decline(): void {
    this.#host.dispatchEvent(new MediaPreviewDeclinedEvent());
  }

  setMuted(muted: boolean): void {
    this.choices.muted = muted;
    this.#held?.mute(muted);
    this.changed();
  }

  /** The camera's light goes out; the microphone stays as it is. */
  setCameraOff(cameraOff: boolean): void {
    if (cameraOff === this.choices.cameraOff) return;
    this.choices.cameraOff = cameraOff;
    this.requestUpdate();
    if (!cameraOff || !this.media) {
      this.restart();
      return;
    }
    this.#turn++; // whatever is being opened would come with a camera
    this.error = undefined;
    this.#hold(this.media.share(['audio']));
    this.#show('ready');
    this.changed();
  }

  setBlurred(blurred: boolean): void {
    void this.effects.setBlurred(blurred).then(() => this.changed());
  }

  setNoiseSuppression(noiseSuppression: NoiseSuppression): void {
    void this.effects.setNoiseSuppression(noiseSuppression).then(() => this.changed());
  }

  /** What is open moves to the device; what is not is opened. */
  pick(kind: DeviceKind, deviceId: string): void {
    this.unopened = undefined;
    if (deviceId === OTHER_SPEAKER) {
      this.core.chooseSpeaker().then(
        () => this.changed(),
        () => this.requestUpdate(), // back to the one in use
      );
      return;
    }
    this.#picked = kind;
    this.#pickedAtMs = this.clock.now();
    this.core[`${kind}Id`] = deviceId || undefined;
    const open = kind === 'speaker' || (kind === 'camera' ? this.media?.videoTrack || this.choices.cameraOff : this.media);
    if (open) this.changed();
    else this.restart();
  }

  undoSwitch(): void {
    const { switched } = this;
    this.#notice.drop();
    switched?.undo().then(
      () => this.changed(),
      (error: EarshotError) => this.#host.dispatchEvent(new MediaPreviewErrorEvent(error)),
    );
  }

  keepNotice(kept: boolean): void {
    this.#notice.keep(kept);
  }

  tested(device: 'speaker' | 'microphone', heard: boolean): void {
    this.#host.dispatchEvent(new MediaPreviewTestedEvent(device, heard));
  }

  failed(effect: 'blur' | 'noise', error: EarshotError): void {
    this.#ports.say(t(`preview.${effect}.failed`));
    this.#host.dispatchEvent(new MediaPreviewErrorEvent(error));
  }

  mutedSpeech(): void {
    this.#ports.say(t('preview.said.muted'));
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    this.#host.renderRoot.querySelector('.muted-note')?.animate({ opacity: [0.2, 1] }, 320);
  }

  say(text: string): void {
    this.#ports.say(text);
  }

  requestUpdate(): void {
    this.#host.requestUpdate();
  }

  /** Level of the voice, 0…1: drawn without a render. */
  drawLevel(level: number): void {
    this.#line.level = level;
    this.#host.renderRoot.querySelector<HTMLElement>('.meter')?.style.setProperty('--v', level.toFixed(2));
  }

  /** Tells the page what a call would take now. */
  changed(): void {
    this.requestUpdate();
    if (this.#host.isConnected) this.#host.dispatchEvent(new MediaPreviewChangedEvent(this.media, this.choices));
  }

  render(): TemplateResult {
    const { audioOnly, state, media } = this;
    return frame({
      audioOnly,
      pictured: !!media?.videoTrack,
      stage: picture(this),
      fields: isBlocked(state) ? help(this) : fields(this),
      onKey: onPreviewKey,
    });
  }

  hostConnected(): void {
    this.#visible.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#visible.disconnect();
  }

  hostUpdate(): void {
    this.#hadFocus = !!this.#host.shadowRoot?.activeElement;
  }

  hostUpdated(): void {
    this.#drawPicture();
    if (this.#hadFocus) keepFocus(this.#host, this.#host.renderRoot as ShadowRoot);
  }

  #bind(client: ClientApi): Media {
    if (client === this.#client && this.#core) return this.#core;
    this.#unbind?.();
    this.#client = client;
    const core = mediaOf(client);
    this.#core = core;
    const stops = [
      core.on('devices', () => this.#devicesChanged()),
      core.on('change', () => this.requestUpdate()),
      core.on('device-switched', (change) => this.#onSwitched(change)),
      core.on('track-ended', () => this.#reopenLost()),
      core.on('error', (error) => this.#onError(error)),
      core.on('autoplay-blocked', (blocked) => {
        if (!blocked) return;
        this.speakerTest.hold();
        this.echoTest.hold();
      }),
    ];
    this.#unbind = () => {
      for (const stop of stops) stop();
    };
    return core;
  }

  /** Takes over what was opened and lets go of what was held before: a device in both is shared and never blinks. */
  #hold(media: DetachedMedia | undefined): void {
    const before = this.#held;
    this.#held =
      media &&
      new Hold(this.core, media, this.choices.muted, () => {
        this.#picked = undefined;
        this.changed();
      });
    this.#level.watch(media && this.core, media?.audioTrack);
    before?.release();
  }

  #show(state: MediaPreviewState): void {
    const previous = this.state;
    if (state === previous) return;
    this.state = state;
    this.requestUpdate();
    if (this.#host.isConnected) this.#host.dispatchEvent(new MediaPreviewStateEvent(state, previous));
    const told = wordsOf(this);
    if (state === 'requesting') this.#ports.say(t('preview.said.asking'));
    else if (state === 'denied' && !this.error?.retryable) this.#ports.say(t('preview.said.denied'), true);
    else if (told) this.#ports.say(`${told[0]}. ${told[1]}`, isBlocked(state));
  }

  #onSwitched(change: DeviceSwitch): void {
    if (!this.media) return;
    this.#notice.show(change);
    this.#ports.say(`${switchWords(change)}.`);
  }

  /** What was picked did not open, or what was open is lost for good. */
  #onError(error: EarshotError): void {
    if (this.#opening || error.callId) return;
    if (this.#picked && this.clock.now() - this.#pickedAtMs < PICK_MS) {
      this.unopened = this.#picked;
      this.#picked = undefined;
      this.#host.dispatchEvent(new MediaPreviewErrorEvent(error));
      this.requestUpdate();
    } else if (this.#held?.lost) this.restart();
  }

  #reopenLost(): void {
    if (this.#held?.lostForGood) this.restart();
  }

  /** A device that was missed has come, or the only one has gone. */
  #devicesChanged(): void {
    const ids = idsOf(this.core.devices);
    this.requestUpdate();
    if (this.#refreshing || this.#opening || ids === this.#deviceIds) return;
    this.#deviceIds = ids;
    const { cameras, microphones } = this.core.devices;
    if ((this.state === 'no-camera' && cameras.length) || (this.state === 'no-mic' && microphones.length)) this.restart();
    else this.#reopenLost();
  }

  #drawPicture(): void {
    const stream = this.media?.videoTrack && this.media.stream;
    const video = this.#host.renderRoot.querySelector('video');
    if (stream === this.#pictured && video) return;
    this.#stopPicture?.();
    this.#stopPicture = undefined;
    this.#pictured = video ? stream : undefined;
    if (video && stream) this.#stopPicture = this.core.render(stream, video);
  }
}

const idsOf = ({ cameras, microphones }: DeviceList): string => [...cameras, ...microphones].map(({ deviceId }) => deviceId).join(' ');
