/** Microphones, cameras, screens and the person before them, without a machine: plugged, pulled, muted, refused and asked for as told. */

let serial = 0;

export interface FakeDevice {
  kind: MediaDeviceKind;
  deviceId: string;
  label: string;
  groupId: string;
}

/** Why devices do not open: the seven outcomes of asking for them. */
export type Refusal = 'insecure' | 'policy' | 'iframe' | 'denied' | 'system-denied' | 'in-use' | 'not-found';

/** What a fake machine's devices and person do. */
export interface FakeMachine {
  permission: PermissionState;
  /** Thrown by the next and all later `getUserMedia` and `getDisplayMedia`, by name. */
  failure: string | undefined;
  /** What it says. */
  failureMessage: string;
  /** Holds the question open until {@link FakeDevices.decide}. */
  asks: boolean;
  /** Why nobody may even ask. */
  forbidden: 'insecure' | 'policy' | 'iframe' | undefined;
  /** A second open of a kind that is open fails, as on many phones. */
  exclusive: boolean;
  /** What `applyConstraints` does: takes effect, does nothing, or rejects. */
  constraints: 'applied' | 'ignored' | 'refused';
}

interface Count {
  open: number;
  listeners: number;
}

/** One opened device: what its tracks have in common. */
interface Opened {
  readonly label: string;
  readonly settings: MediaTrackSettings;
  readonly tracks: Set<FakeTrack>;
  readonly count: Count;
  readonly machine: FakeMachine | undefined;
}

export class FakeTrack extends EventTarget {
  readonly kind: 'audio' | 'video';
  readonly id = `track${++serial}`;
  enabled = true;
  muted = false;
  readyState: 'live' | 'ended' = 'live';
  readonly #opened: Opened;
  readonly #listeners = new Map<string, Set<unknown>>();

  constructor(kind: 'audio' | 'video', opened: Partial<Opened> = {}) {
    super();
    this.kind = kind;
    this.#opened = { label: '', settings: {}, tracks: new Set(), count: { open: 0, listeners: 0 }, machine: undefined, ...opened };
    this.#opened.tracks.add(this);
    this.#opened.count.open++;
  }

  get label(): string {
    return this.#opened.label;
  }

  get deviceId(): string | undefined {
    return this.#opened.settings.deviceId;
  }

  getSettings(): MediaTrackSettings {
    return { ...this.#opened.settings };
  }

  async applyConstraints(constraints: MediaTrackConstraints = {}): Promise<void> {
    const mode = this.#opened.machine?.constraints ?? 'applied';
    if (mode === 'refused') throw new DOMException('as told', 'OverconstrainedError');
    if (mode === 'applied') Object.assign(this.#opened.settings, plain(constraints));
  }

  clone(): FakeTrack {
    const clone = new FakeTrack(this.kind, this.#opened);
    clone.enabled = this.enabled;
    clone.muted = this.muted;
    if (this.readyState === 'ended') clone.stop();
    return clone;
  }

  stop(): void {
    if (this.readyState === 'ended') return;
    this.readyState = 'ended';
    this.#opened.tracks.delete(this);
    this.#opened.count.open--;
  }

  /** This track dies, as if its device was pulled out; {@link FakeDevices.pull} ends all of a device. */
  unplug(): void {
    if (this.readyState === 'ended') return;
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }

  /** The device (or the far side) gives nothing, or gives again: to this track and all of its clones. */
  setSourceMuted(muted: boolean): void {
    for (const track of [...this.#opened.tracks]) {
      if (track.muted === muted) continue;
      track.muted = muted;
      track.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
    }
  }

  override addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: AddEventListenerOptions | boolean): void {
    const of = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, of);
    if (!of.has(listener)) this.#opened.count.listeners++;
    of.add(listener);
    super.addEventListener(type, listener, options);
  }

  override removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: EventListenerOptions | boolean): void {
    if (this.#listeners.get(type)?.delete(listener)) this.#opened.count.listeners--;
    super.removeEventListener(type, listener, options);
  }

  /** Its clones and itself, as far as they live. */
  get siblings(): readonly FakeTrack[] {
    return [...this.#opened.tracks];
  }
}

export class FakeDevices {
  readonly machine: FakeMachine = {
    permission: 'granted',
    failure: undefined,
    failureMessage: 'as told',
    asks: false,
    forbidden: undefined,
    exclusive: false,
    constraints: 'applied',
  };
  /** What is plugged in; the first of a kind is the system's default. */
  list: FakeDevice[] = [device('audioinput', 'mic-1'), device('audioinput', 'mic-2'), device('videoinput', 'cam-1'), device('audiooutput', 'out-1')];
  /** Tracks that live, and listeners on tracks. */
  readonly count: Count = { open: 0, listeners: 0 };
  /** What was opened, oldest first. */
  readonly opened: FakeTrack[] = [];
  readonly #questions: ((granted: boolean) => void)[] = [];
  readonly #listeners = new Set<() => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Every live track of the devices, clones included. */
  get live(): FakeTrack[] {
    return [...new Set(this.opened.flatMap((track) => track.siblings))];
  }

  async getUserMedia({ audio, video }: MediaStreamConstraints): Promise<MediaStream> {
    await this.#mayOpen();
    const asked = [audio && this.#pick('audio', audio), video && this.#pick('video', video)].filter((found) => typeof found === 'object');
    for (const { kind } of asked) {
      if (this.machine.exclusive && this.live.some((track) => track.kind === kind))
        throw new DOMException('Could not start source', 'NotReadableError');
    }
    return streamOf(asked.map(({ kind, label, settings }) => this.#open(kind, label, settings)));
  }

  async getDisplayMedia({ audio }: DisplayMediaStreamOptions): Promise<MediaStream> {
    await this.#mayOpen();
    const kinds = audio ? (['video', 'audio'] as const) : (['video'] as const);
    return streamOf(kinds.map((kind) => this.#open(kind, 'screen:0', { deviceId: 'screen:0' })));
  }

  async enumerate(): Promise<MediaDeviceInfo[]> {
    if (this.machine.failure === 'NotFoundError') return [];
    const known = this.machine.permission === 'granted';
    return this.list.map((found) => ({ ...found, label: known ? found.label : '', toJSON: () => found }));
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** A device comes, at the end of the list or as the system's default. */
  plug(kind: MediaDeviceKind, deviceId: string, { label = deviceId, asDefault = false }: { label?: string; asDefault?: boolean } = {}): void {
    const found = device(kind, deviceId, label);
    this.list = asDefault ? [found, ...this.list] : [...this.list, found];
    this.changed();
  }

  /** A device goes: its tracks end, then the list changes. */
  pull(deviceId: string): void {
    this.#remove(deviceId);
    this.changed();
  }

  /** One goes and another comes, in one change of the list. */
  swap(goes: string, kind: MediaDeviceKind, comes: string): void {
    this.#remove(goes);
    this.plug(kind, comes);
  }

  /** The browser's own button ends the sharing of screens. */
  stopSharing(): void {
    for (const track of this.live) if (track.deviceId === 'screen:0') track.unplug();
  }

  /** From now on devices do not open, for this reason; undefined mends it. */
  refuse(reason: Refusal | undefined): void {
    const { machine } = this;
    machine.forbidden = reason === 'insecure' || reason === 'policy' || reason === 'iframe' ? reason : undefined;
    machine.permission = reason === 'denied' ? 'denied' : 'granted';
    machine.failureMessage = reason === 'system-denied' ? 'Permission denied by system' : 'as told';
    const names: Partial<Record<Refusal, string>> = {
      denied: 'NotAllowedError',
      'system-denied': 'NotAllowedError',
      'in-use': 'NotReadableError',
      'not-found': 'NotFoundError',
    };
    machine.failure = machine.forbidden ? 'NotAllowedError' : reason && names[reason];
  }

  /** The person answers the browser's question. */
  decide(granted: boolean): void {
    this.machine.asks = false;
    this.machine.permission = granted ? 'granted' : 'denied';
    for (const question of this.#questions.splice(0)) question(granted);
  }

  async #mayOpen(): Promise<void> {
    await Promise.resolve();
    const { machine } = this;
    if (machine.asks) {
      const granted = await new Promise<boolean>((resolve) => void this.#questions.push(resolve));
      if (!granted) throw new DOMException('Permission denied', 'NotAllowedError');
    }
    if (machine.failure) throw new DOMException(machine.failureMessage, machine.failure);
    if (machine.permission === 'denied') throw new DOMException('Permission denied', 'NotAllowedError');
  }

  #pick(kind: 'audio' | 'video', constraints: true | MediaTrackConstraints) {
    const wish = (constraints === true ? {} : constraints) as MediaTrackConstraints;
    const found = this.list.filter((one) => one.kind === `${kind}input`);
    if (found.length === 0) throw new DOMException('Requested device not found', 'NotFoundError');
    const { exact, ideal } = (typeof wish.deviceId === 'object' ? wish.deviceId : { ideal: wish.deviceId }) as { exact?: string; ideal?: string };
    const named = found.find(({ deviceId }) => deviceId === (exact ?? ideal));
    if (exact !== undefined && !named) throw new DOMException('no such device', 'OverconstrainedError');
    const { deviceId, label, groupId } = named ?? (found[0] as FakeDevice);
    return { kind, label, settings: { ...plain(wish), deviceId, groupId } };
  }

  #open(kind: 'audio' | 'video', label: string, settings: MediaTrackSettings): FakeTrack {
    const track = new FakeTrack(kind, { label, settings, count: this.count, machine: this.machine });
    this.opened.push(track);
    return track;
  }

  #remove(deviceId: string): void {
    this.list = this.list.filter((found) => found.deviceId !== deviceId);
    for (const track of this.live) if (track.deviceId === deviceId) track.unplug();
  }
}

const device = (kind: MediaDeviceKind, deviceId: string, label = deviceId): FakeDevice => ({ kind, deviceId, label, groupId: '' });

/** Constraints as the settings they lead to. */
const plain = (constraints: MediaTrackConstraints): MediaTrackSettings =>
  Object.fromEntries(
    Object.entries(constraints).map(([name, wish]) => [name, wish !== null && typeof wish === 'object' ? (wish.exact ?? wish.ideal) : wish]),
  );

const streamOf = (tracks: FakeTrack[]): MediaStream =>
  ({
    getTracks: () => [...tracks],
    getAudioTracks: () => tracks.filter((track) => track.kind === 'audio'),
    getVideoTracks: () => tracks.filter((track) => track.kind === 'video'),
  }) as unknown as MediaStream;
