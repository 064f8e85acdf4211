import { asEarshotError, EarshotError, isEarshotError } from '../protocol/index.ts';
import type { MicrophoneOptions, TrackProcessor } from './api.ts';
import { type Ask, defined, deviceIdOf } from './constraints.ts';
import { kindOf, type Source } from './device-pool.ts';
import type { FeedParts } from './feed.ts';
import { mediaError } from './media-error.ts';

/** Another device in place; undefined is the system's default. */
export async function switchDevice(parts: FeedParts, deviceId: string | undefined): Promise<void> {
  stillHeld(parts, 'switch the device');
  notScreen(parts, 'switch the device');
  const { source } = parts;
  const ask: Ask = { ...source.ask, device: deviceId === undefined ? undefined : { exact: deviceId } };
  if (deviceId !== undefined && source.serves(ask)) return;
  if (deviceId === undefined && deviceIdOf(source.ask) === undefined) source.retired = true; // the default may be another one by now
  await open(parts, ask);
}

/** The same device anew. */
export async function reopen(parts: FeedParts): Promise<void> {
  stillHeld(parts, 'open the device anew');
  notScreen(parts, 'open the screen anew');
  parts.source.retired = true;
  await open(parts, parts.source.ask);
}

/** Voice processing of the browser, live where it can and else by opening the microphone anew. */
export async function configure(parts: FeedParts, options: MicrophoneOptions): Promise<void> {
  stillHeld(parts, 'change the microphone');
  const { source } = parts;
  const wanted = defined(options);
  const how = { ...source.ask.how, ...wanted };
  if (source.users.size === 1 && (await apply(parts, how, wanted))) {
    source.ask = { ...source.ask, how };
    return;
  }
  if (parts.feed.from === 'screen') throw new EarshotError('media:unsupported', 'change the sound of a screen');
  const { deviceId } = source.track.getSettings();
  await open(parts, { kind: parts.feed.kind, device: deviceId ? { ideal: deviceId } : source.ask.device, how });
}

/** Another effect, or none. */
export async function setProcessor(parts: FeedParts, processor: TrackProcessor | undefined): Promise<void> {
  const operation = `use ${processor?.name ?? 'no effect'}`;
  stillHeld(parts, operation);
  const before = parts.processor;
  if (processor === before) return;
  if (processor && processor.kind !== parts.feed.kind) throw new EarshotError('media:unsupported', operation, `it is for ${processor.kind}`);
  try {
    const out = await through(parts, processor, parts.source.track);
    stillHeld(parts, operation);
    parts.processor = processor;
    use(parts, parts.source, out);
  } catch (error) {
    processor?.stop();
    throw error;
  }
  before?.stop();
}

/** The same effect on a raw track that is another one. An effect that cannot go on ends the track: a background once hidden stays so. */
export async function goOn(parts: FeedParts): Promise<void> {
  stillHeld(parts, 'go on');
  const { processor } = parts;
  const raw = parts.source.track;
  try {
    if (raw.readyState === 'ended') throw new EarshotError('media:failed', 'go on', 'the device is gone');
    const out = await through(parts, processor, raw);
    if (parts.holders.size > 0) use(parts, parts.source, out);
    else processor?.stop();
  } catch (error) {
    processor?.stop();
    parts.processor = undefined;
    parts.out = raw;
    parts.lost = true;
    parts.source.retired = true; // whoever switches to the same device opens it anew
    for (const holder of [...parts.holders]) holder.feedEnded(parts.feed);
    throw error;
  }
}

function stillHeld({ holders }: FeedParts, operation: string): void {
  if (holders.size === 0) throw new EarshotError('request:aborted', operation, 'it was disposed');
}

function notScreen({ feed }: FeedParts, operation: string): void {
  if (feed.from === 'screen') throw new EarshotError('media:unsupported', operation, 'screens are chosen in the browser');
}

/** Opens beside what is open, so that there is no gap; where the system lends one device at a time, in its place. */
async function open(parts: FeedParts, ask: Ask): Promise<void> {
  const { feed, pool, holders } = parts;
  let next: Source;
  try {
    [next] = (await pool.acquire([ask])) as [Source];
  } catch (error) {
    if (!isEarshotError(error, 'media:in-use') || parts.source.track.readyState === 'ended' || holders.size === 0) throw error;
    return openInPlace(parts, ask);
  }
  next.arrive(feed);
  const { processor } = parts;
  try {
    stillHeld(parts, 'open the device');
    const out = await through(parts, processor, next.track);
    stillHeld(parts, 'open the device');
    use(parts, next, out);
  } catch (error) {
    const disposed = holders.size === 0;
    if (disposed || next !== parts.source) next.leave(feed); // an effect goes on with what it had
    if (disposed) processor?.stop();
    throw error;
  }
}

async function openInPlace(parts: FeedParts, ask: Ask): Promise<void> {
  const { source, holders } = parts;
  try {
    await reopenSource(parts, ask);
  } finally {
    if (!source.retired && holders.size > 0) await goOn(parts);
  }
}

/**
 * Closes the device and opens another one, or the same in another way, in its place, for all its users. When that fails, the device
 * there was is opened again, and ended for everyone if it cannot be.
 */
async function reopenSource({ feed, pool: { engine }, source }: FeedParts, ask: Ask): Promise<void> {
  const before = source.ask;
  for (const user of source.users) user.onClosing();
  source.stop();
  try {
    await source.openAs(engine, ask);
  } catch (error) {
    await source.openAs(engine, before).catch(source.end);
    throw await mediaError(engine, error, [kindOf(ask)]);
  } finally {
    if (!source.retired) for (const user of source.users) if (user !== feed) user.onReopened();
  }
}

async function through({ pool }: FeedParts, processor: TrackProcessor | undefined, raw: MediaStreamTrack): Promise<MediaStreamTrack> {
  if (!processor) return raw;
  try {
    return await processor.start(raw, pool.engine);
  } catch (error) {
    throw asEarshotError(error, 'media:failed', `use ${processor.name}`);
  }
}

function use(parts: FeedParts, source: Source, out: MediaStreamTrack): void {
  const { feed, source: before } = parts;
  parts.source = source;
  parts.out = out;
  parts.lost = false;
  for (const holder of [...parts.holders]) holder.takeOver(feed);
  if (before !== source) before.leave(feed);
  if (source.track.readyState === 'ended') feed.onEnded(source); // it died while it was taken over
}

/** Whether the browser switches it on what is open, and says so. */
async function apply(parts: FeedParts, how: MediaTrackConstraints, wanted: MicrophoneOptions): Promise<boolean> {
  const clones = parts.processor ? [] : [...parts.holders].map((holder) => holder.cloneOf(parts.feed));
  const tracks = [parts.source.track, ...clones];
  try {
    await Promise.all(tracks.map((track) => track.applyConstraints(how)));
  } catch {
    return false;
  }
  const switched = (track: MediaStreamTrack) => {
    const settings: MediaTrackSettings = track.getSettings();
    return Object.entries(wanted).every(([name, value]) => settings[name as keyof MicrophoneOptions] === value);
  };
  return tracks.every(switched);
}
