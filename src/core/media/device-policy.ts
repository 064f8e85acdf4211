import type { DeviceSettings, Unsubscribe } from '../base/index.ts';
import { asEarshotError, EarshotError, isEarshotError } from '../protocol/index.ts';
import type { DeviceRef, DeviceSwitch } from './api.ts';
import { defaultOf, defaultRef, deviceIdOf, followsDefault, isAtDefault, isGone, lostError, refOf } from './device-facts.ts';
import type { Devices, DevicesParts } from './devices.ts';
import type { Feed } from './feed.ts';
import { reopen, switchDevice } from './feed-change.ts';
import { decline, outrank, usedBefore } from './preference-order.ts';
import { type DeviceKind, listOf, realDevices, SYSTEM_DEFAULT } from './preferences.ts';
import { defaultDeviceSettings, Watchdog } from './watchdog.ts';

type Input = 'microphone' | 'camera';
type Reason = DeviceSwitch['reason'];

const INPUTS: readonly Input[] = ['microphone', 'camera'];
/** What people put on to call; heard of by its name alone. */
const HEADSET = /head-?(set|phone)|hands-?free|ear-?(buds|phone|pods)|air-?pods|buds\b|bluetooth/i;

/**
 * Which device takes over: the most preferred that is plugged in, else the system's default, which is followed. A choice
 * moves what is open; so does a device that goes, comes or stops working. One thing after the other, so that no two changes cross.
 */
export class DevicePolicy {
  readonly #parts: DevicesParts;
  readonly #devices: Devices;
  readonly #settings: DeviceSettings;
  readonly #watchdog: Watchdog<Feed>;
  /** Counts choices: only the last one is still wanted when its turn comes. */
  readonly #choices: Record<Input, number> = { microphone: 0, camera: 0 };
  /** Who waits to be allowed again. */
  readonly #forbidden = new Map<Input, Unsubscribe>();
  #last: Promise<unknown> = Promise.resolve();
  #disposed = false;

  constructor(parts: DevicesParts, devices: Devices) {
    this.#parts = parts;
    this.#devices = devices;
    const { clock } = parts;
    this.#settings = { ...defaultDeviceSettings, ...parts.settings };
    this.#watchdog = new Watchdog<Feed>({
      clock,
      delayMs: this.#settings.deviceRetryMs,
      attempts: this.#settings.deviceAttempts,
      ill: (feed) => this.#held(feed) && feed.ill,
      // a phone takes the camera away while the page is in the background, and gives it back by itself
      waits: (feed) => parts.media.engine.hidden === true && feed.raw.readyState === 'live',
      mend: (feed) => this.#run(() => this.#mend(feed)),
      gaveUp: (feed, error) => this.#gaveUp(feed, error),
    });
  }

  /** Moves what is open to what was chosen; rejects, and tells, when the device does not open. Of several choices the last is obeyed. */
  obey(kind: Input, id: string | undefined): Promise<void> {
    const choice = ++this.#choices[kind];
    return this.#run(async () => {
      if (choice === this.#choices[kind]) await this.#obey(kind, id);
    });
  }

  /** Devices came or went, as the reading says once it is done. */
  settle(reading: Promise<unknown>): void {
    this.#run(() => this.#settle(reading)).catch(() => {});
  }

  /** A device gives nothing since then, or is heard again. */
  sourceChanged(feed: Feed, sinceMs: number): void {
    const { clock } = this.#parts;
    if (feed.ill) this.#watchdog.watch(feed, feed.raw.readyState === 'ended' ? 0 : sinceMs + this.#settings.deviceSilentMs - clock.now());
    else this.#watchdog.release(feed);
  }

  /** The page is seen again. */
  shown(): void {
    this.#watchdog.wake();
    this.#look();
  }

  dispose(): void {
    this.#disposed = true;
    this.#watchdog.dispose();
    for (const off of this.#forbidden.values()) off();
  }

  // ---- what happens

  async #obey(kind: Input, id: string | undefined): Promise<void> {
    const free = this.#parts.capture.feeds(kind).filter((feed) => !feed.fixed && !feed.lost);
    const elsewhere = free.filter((feed) => (id === undefined ? feed.asked !== undefined : deviceIdOf(feed) !== id));
    try {
      await this.#move(elsewhere, id);
    } catch (error) {
      this.#devices.broken[kind].add(id ?? SYSTEM_DEFAULT);
      this.#parts.emit('change');
      const why = asEarshotError(error, 'media:failed', `use the ${kind}`);
      this.#parts.emit('error', why);
      throw why;
    }
  }

  async #settle(reading: Promise<unknown>): Promise<void> {
    await reading.catch(() => {});
    const before = this.#devices.acted;
    const now = this.#parts.media.devices;
    this.#devices.acted = now;
    if (!before) return;
    for (const kind of INPUTS) await this.#follow(kind, listOf(before, kind), listOf(now, kind));
    this.#followSpeaker(before.speakers, now.speakers);
    this.#look(); // whoever was given up has another chance
  }

  async #follow(kind: Input, before: readonly MediaDeviceInfo[], now: readonly MediaDeviceInfo[]): Promise<void> {
    const previous = this.#devices.wanted(kind, before);
    const came = this.#compare(kind, before, now, previous);
    const gone = this.#parts.capture.feeds(kind).filter((feed) => !feed.lost && isGone(feed, now));
    if (gone.length > 0) await this.#replace(kind, gone).catch(() => {}); // the watchdog goes on with those that ended
    const wanted = this.#devices.wanted(kind, now);
    const free = this.#parts.capture.feeds(kind).filter((feed) => !feed.fixed && !feed.ill && !feed.lost);
    const defaultChanged = kind === 'microphone' && defaultOf(before) !== defaultOf(now);
    if (wanted && came.has(wanted.deviceId)) {
      await this.#take(
        kind,
        free.filter((feed) => deviceIdOf(feed) !== wanted.deviceId),
        wanted,
        'plugged',
      );
    } else if (!wanted && defaultChanged) {
      const behind = free.filter((feed) => followsDefault(feed) && !isAtDefault(feed, now));
      await this.#take(kind, behind, undefined, 'default-changed', before);
    }
    if (previous?.deviceId !== this.#devices.chosen(kind)) this.#parts.emit('change');
  }

  #followSpeaker(before: readonly MediaDeviceInfo[], now: readonly MediaDeviceInfo[]): void {
    const previous = this.#devices.wanted('speaker', before);
    const came = this.#compare('speaker', before, now, previous);
    const next = this.#devices.wanted('speaker', now);
    if (previous?.deviceId === next?.deviceId) return;
    const reason = next && came.has(next.deviceId) ? 'plugged' : 'unplugged';
    this.#parts.speak(next?.deviceId);
    this.#parts.emit('change');
    this.#tell('speaker', previous ?? defaultRef(before), next ?? defaultRef(now), reason);
  }

  /** The ids that came. A headset that was used before is wanted again when it is put on. */
  #compare(
    kind: DeviceKind,
    before: readonly MediaDeviceInfo[],
    now: readonly MediaDeviceInfo[],
    previous: DeviceRef | undefined,
  ): ReadonlySet<string> {
    const { preferences } = this.#parts;
    const [old, present] = [before, now].map((list) => new Set(realDevices(list).map(({ deviceId }) => deviceId))) as [Set<string>, Set<string>];
    const came = realDevices(now).filter(({ deviceId }) => old.size > 0 && !old.has(deviceId));
    for (const id of this.#devices.broken[kind]) if (!present.has(id) || !old.has(id)) this.#devices.broken[kind].delete(id);
    const headset = came.find((device) => HEADSET.test(device.label) && usedBefore(preferences, kind, device));
    if (headset && previous?.deviceId !== headset.deviceId) outrank(preferences, kind, headset, this.#devices.wanted(kind, now));
    return new Set(came.map(({ deviceId }) => deviceId));
  }

  /** What ended, or gives nothing: another device when its own is gone, else the same anew. */
  async #mend(feed: Feed): Promise<void> {
    if (!this.#held(feed) || !feed.ill) return;
    const kind = feed.from as Input;
    await this.#parts.media.refreshDevices().catch(() => undefined);
    const now = listOf(this.#parts.media.devices, kind);
    const gone = this.#parts.capture.feeds(kind).filter((other) => !other.lost && isGone(other, now));
    if (gone.includes(feed)) return this.#replace(kind, gone);
    const from = refOf(feed);
    const raw = feed.raw;
    const alike = this.#parts.capture.feeds(kind).filter((other) => other.raw === raw);
    for (const other of alike) if (other.raw === raw) await other.change((_, parts) => reopen(parts));
    if (feed.ill) throw new EarshotError('media:failed', `use the ${kind}`, 'the device gives nothing');
    const to = refOf(feed);
    this.#tell(kind, from, to, to.deviceId === from.deviceId ? 'recovered' : 'unplugged');
  }

  /** The next preferred device, or the one after that; the system's default at last. */
  async #replace(kind: Input, feeds: readonly Feed[]): Promise<void> {
    for (;;) {
      const target = this.#devices.wanted(kind);
      try {
        await this.#take(kind, feeds, target, 'unplugged');
        return;
      } catch (error) {
        if (!target || this.#disposed) throw error;
        this.#devices.broken[kind].add(target.deviceId);
      }
    }
  }

  /** Moves them and tells of it; what does not open by itself is not told of, and is left alone until it is chosen. */
  async #take(
    kind: Input,
    feeds: readonly Feed[],
    target: DeviceRef | undefined,
    reason: 'unplugged' | 'plugged' | 'default-changed',
    before?: readonly MediaDeviceInfo[],
  ): Promise<void> {
    const [first] = feeds;
    if (!first) return;
    const from = before ? defaultRef(before) : refOf(first);
    try {
      await this.#move(feeds, target?.deviceId);
    } catch (error) {
      if (reason === 'unplugged') throw error;
      if (target) this.#devices.broken[kind].add(target.deviceId);
      return;
    }
    for (const feed of feeds) feed.fixed = false;
    this.#tell(kind, from, target ?? refOf(first), reason);
  }

  async #move(feeds: readonly Feed[], deviceId: string | undefined): Promise<void> {
    const raw = new Map(feeds.map((feed) => [feed, feed.raw]));
    // where the system lends one device at a time, one that shares it was moved with another
    for (const feed of feeds) if (this.#held(feed) && feed.raw === raw.get(feed)) await feed.change((_, parts) => switchDevice(parts, deviceId));
  }

  #tell(kind: DeviceKind, from: DeviceRef | undefined, to: DeviceRef | undefined, reason: Reason): void {
    const { preferences, media, emit } = this.#parts;
    const undo = async () => {
      if (reason === 'recovered') return;
      const there = listOf(media.devices, kind).some(({ deviceId }) => deviceId === from?.deviceId);
      if (!there) throw new EarshotError('media:not-found', `go back to the ${kind}`, 'it is gone');
      if (to && reason === 'plugged') decline(preferences, kind, to.deviceId);
      await this.#devices.choose(kind, from?.deviceId);
    };
    emit('device-switched', { kind, from, to, reason, undo });
  }

  #look(): void {
    const { capture, clock } = this.#parts;
    for (const feed of INPUTS.flatMap((kind) => capture.feeds(kind))) this.sourceChanged(feed, clock.now());
  }

  /** It gives nothing any more, and nothing helped. */
  #gaveUp(feed: Feed, error: unknown): void {
    const { capture, media, emit } = this.#parts;
    const holders = capture.local.filter(({ feeds }) => feeds.includes(feed));
    const calls = [...new Set(holders.flatMap((holder) => media.track(holder.cloneOf(feed).id)?.callIds ?? []))];
    for (const callId of calls.length > 0 ? calls : [undefined]) emit('error', lostError(feed, error, callId));
    if (isEarshotError(error, 'media:denied')) this.#awaitPermission(feed.from as Input);
  }

  /** The user took the permission away in mid-call: once he changes his mind, what lost its device gets it back. */
  #awaitPermission(kind: Input): void {
    if (this.#forbidden.has(kind)) return;
    const off = this.#parts.media.engine.onPermissionChange?.(kind, () => {
      off?.();
      this.#forbidden.delete(kind);
      this.#look();
    });
    if (off) this.#forbidden.set(kind, off);
  }

  #held(feed: Feed): boolean {
    return !this.#disposed && this.#parts.capture.feeds(feed.from as Input).includes(feed);
  }

  #run(task: () => Promise<void>): Promise<void> {
    const run = this.#last.then(() => (this.#disposed ? undefined : task()));
    this.#last = run.catch(() => {});
    return run;
  }
}
