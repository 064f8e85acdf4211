import type { PropertyValues, TemplateResult } from 'lit';
import { type Clock, systemClock } from '../../core/base/clock.ts';
import type { ClientApi } from '../../core/client/api.ts';
import type { DetachedMedia } from '../../core/media/api.ts';
import { BaseElement } from '../internal/base-element.ts';
import { buttonStyles } from '../internal/button.styles.ts';
import { ClientController } from '../internal/client-controller.ts';
import { darkSurfaces } from '../internal/dark.styles.ts';
import { property } from '../internal/property.ts';
import { tokens } from '../internal/tokens.styles.ts';
import type {
  Choices,
  MediaPreviewChangedEvent,
  MediaPreviewDeclinedEvent,
  MediaPreviewErrorEvent,
  MediaPreviewState,
  MediaPreviewStateEvent,
  MediaPreviewTestedEvent,
  NoiseSuppression,
} from './events.ts';
import { frame, idleStage, skeletons } from './frame.ts';
import { styles } from './media-preview.styles.ts';
import type { Session } from './session.ts';

/**
 * A check of camera and microphone before a call: self view, level, pickers, tests and effects. Devices open only when asked for, and
 * close when the element leaves the document. The next call of the same client takes what is open here, muted and camera as they are,
 * so that nothing is asked or opened twice; when it ends, the preview still has it. `media` may also be given to a call by hand.
 * @tag media-preview
 * @slot actions - A Join button.
 * @slot note - A line of text under the fields.
 * @csspart view - The mirrored picture, or what stands in its place.
 * @csspart notice - Which device took over, with Undo.
 * @csspart controls - Microphone and camera switches over the picture.
 * @csspart control - One of them.
 * @csspart line - The voice, drawn.
 * @csspart meter - Level of the microphone.
 * @csspart field - A picker.
 * @csspart select - Its native select.
 * @csspart test - Button that tests the microphone or the speaker.
 * @csspart question - What a test says and asks.
 * @csspart effects - Noise suppression and blur.
 * @csspart effect - Button that switches the blur.
 * @csspart help - Steps that turn permissions on.
 * @csspart avatar - Stands for the picture while the camera is off.
 * @cssState idle - Not asked for yet.
 * @cssState requesting - The browser is asking.
 * @cssState ready - Devices are open.
 * @cssState denied - Permission was denied, or the question closed.
 * @cssState system-denied - The system does not let the browser have devices.
 * @cssState insecure - The page is not a secure context.
 * @cssState policy - The site's permissions policy forbids devices.
 * @cssState iframe - The frame that the page is in lacks `allow`.
 * @cssState no-camera - No camera; sound works.
 * @cssState camera-denied - The camera is blocked; sound works.
 * @cssState camera-in-use - Another program has the camera; sound works.
 * @cssState camera-failed - The camera did not start; sound works.
 * @cssState no-mic - No microphone.
 * @cssState in-use - Another program has the microphone.
 * @cssState failed - Devices cannot be used here.
 * @cssState muted - The microphone is muted.
 * @cssState camera-off - The camera is switched off.
 * @cssState blurred - The background is blurred.
 * @fires {MediaPreviewStateEvent} media-preview-state - It shows another state.
 * @fires {MediaPreviewChangedEvent} media-preview-changed - Another device, muted, camera on or off, an effect.
 * @fires {MediaPreviewTestedEvent} media-preview-tested - A test was answered.
 * @fires {MediaPreviewErrorEvent} media-preview-error - Devices did not open, a chosen one did not, or an effect failed.
 * @fires {MediaPreviewDeclinedEvent} media-preview-declined - "Join without" was chosen.
 */
export class MediaPreview extends BaseElement {
  static override styles = [...tokens, ...buttonStyles, darkSurfaces, styles];

  /** Opens devices as soon as there is a client, without the "Turn on" button. */
  @property({ type: Boolean }) autostart = false;
  /** Microphone only. */
  @property({ type: Boolean, attribute: 'audio-only' }) audioOnly = false;
  /** Where the files of the effects lie when a build moved them (`dist/assets`): a folder. Beside Earshot's own script when empty. */
  @property({ attribute: 'assets-url' }) assetsUrl = '';

  readonly #source = new ClientController(
    this,
    (client) => client,
    () => () => {},
  );
  readonly #choices: Choices = { muted: false, cameraOff: false, blurred: false, noiseSuppression: 'standard' };
  #clock = systemClock;
  #bound: ClientApi | undefined;
  /** Everything past the button: loaded when the button, or the page, is about to use it. */
  #session: Session | undefined;
  #loading: Promise<Session> | undefined;
  /** Grows with every start and stop. */
  #turn = 0;
  #starting = false;

  /** What is open now, for `calls.make(to, { media })`. The preview closes its own hold when it leaves the document. */
  get media(): DetachedMedia | undefined {
    return this.#session?.media;
  }
  get state(): MediaPreviewState {
    return this.#session?.state ?? 'idle';
  }
  get muted(): boolean {
    return this.#choices.muted;
  }
  get cameraOff(): boolean {
    return this.#choices.cameraOff;
  }
  get blurred(): boolean {
    return this.#choices.blurred;
  }
  get noiseSuppression(): NoiseSuppression {
    return this.#choices.noiseSuppression;
  }
  /** Where this element's time comes from: its client's clock. */
  override get clock(): Clock {
    this.#clock = this.#source?.client?.clock ?? this.#clock; // kept: timers are cleared after the client has gone
    return this.#clock;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A moved element keeps its devices: closing and opening them again would blink.
    queueMicrotask(() => this.isConnected || this.stop());
  }

  /** Opens the devices; the browser may ask. Safe to call again: it tries anew. Resolves once it shows what came of it. */
  async start(): Promise<void> {
    const { client } = this.#source;
    if (!client) return;
    const turn = ++this.#turn;
    this.#starting = true;
    this.requestUpdate();
    try {
      const session = await this.#load();
      if (turn === this.#turn) await session.start(client);
    } catch (error) {
      this.warn(`cannot load what opens the devices: ${error}`);
    }
    if (turn !== this.#turn) return;
    this.#starting = false;
    this.requestUpdate();
  }

  /** Closes the devices and goes back to the button. */
  stop(): void {
    this.#turn++;
    this.#starting = false;
    this.#session?.stop();
    this.requestUpdate();
  }

  /** Mutes the microphone, or lets it be heard: in the preview and in the call that takes `media`. */
  setMuted(muted: boolean): void {
    this.#choices.muted = muted;
    if (this.media) this.#session!.setMuted(muted);
    this.requestUpdate();
  }

  /** Switches the camera off for good (its light goes out), or on again. */
  setCameraOff(cameraOff: boolean): void {
    if (this.state !== 'idle') this.#session!.setCameraOff(cameraOff);
    else this.#choices.cameraOff = cameraOff;
    this.requestUpdate();
  }

  /** Blurs all but the person, or shows the picture as it is. */
  setBlurred(blurred: boolean): void {
    if (this.media) this.#session!.setBlurred(blurred);
    else this.#choices.blurred = blurred;
    this.requestUpdate();
  }

  /** Who takes the noise out of the voice. */
  setNoiseSuppression(noiseSuppression: NoiseSuppression): void {
    if (!['off', 'standard', 'strong'].includes(noiseSuppression)) this.warn(`noiseSuppression: "${noiseSuppression}" is not a kind of it`);
    else if (this.media) this.#session!.setNoiseSuppression(noiseSuppression);
    else this.#choices.noiseSuppression = noiseSuppression;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { client } = this.#source;
    if (client !== this.#bound) {
      if (this.#bound) this.stop();
      this.#bound = client;
      if (client && this.autostart) void this.start();
    } else if (client && this.state === 'idle' && changed.get('autostart') === false) {
      void this.start();
    } else if (changed.get('audioOnly') !== undefined && this.state !== 'idle') {
      void this.start();
    }
  }

  protected override render(): TemplateResult {
    if (this.#session && this.state !== 'idle') return this.#session.render();
    const { audioOnly } = this;
    // what comes by itself takes its place from the start
    if (this.#starting && this.autostart) return frame({ audioOnly, stage: undefined, fields: skeletons(audioOnly) });
    const intend = () => this.#load().catch(() => {}); // starting will say what is wrong
    const stage = idleStage({ audioOnly, usable: !!this.#source.client, busy: this.#starting, onStart: () => void this.start(), onIntent: intend });
    return frame({ audioOnly, bare: true, stage });
  }

  protected override updated(): void {
    const { muted, cameraOff, blurred } = this.#choices;
    const flags = [muted && 'muted', cameraOff && 'camera-off', blurred && 'blurred'].filter((flag) => typeof flag === 'string');
    this.reflectStates(this.state, ...flags);
  }

  #load(): Promise<Session> {
    this.#loading ??= import('./session.ts').then(
      ({ Session }) => {
        this.#session = new Session(this, { choices: this.#choices, say: (text, urgent) => this.announce(text, urgent) });
        return this.#session;
      },
      (error) => {
        this.#loading = undefined; // the next intent tries again
        throw error;
      },
    );
    return this.#loading;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'media-preview': MediaPreview;
  }
  interface GlobalEventHandlersEventMap {
    'media-preview-state': MediaPreviewStateEvent;
    'media-preview-changed': MediaPreviewChangedEvent;
    'media-preview-tested': MediaPreviewTestedEvent;
    'media-preview-error': MediaPreviewErrorEvent;
    'media-preview-declined': MediaPreviewDeclinedEvent;
  }
}
