/** The lanes, in the order in which they are drawn. */
export const AREAS = ['client', 'connection', 'call', 'media', 'chat', 'element'];

/** A longer pause is drawn as this long. */
const LONGEST_PAUSE_MS = 5_000;

const isPlain = (value) => ['string', 'number', 'boolean'].includes(typeof value);
const isEvent = (event) =>
  Number.isFinite(event?.atMs) &&
  AREAS.includes(event.area) &&
  typeof event.name === 'string' &&
  (event.detail === undefined || (typeof event.detail === 'object' && event.detail !== null && Object.values(event.detail).every(isPlain)));

/** Reads a report; throws a sentence for people when it is none. */
export function parse(text) {
  let recording;
  try {
    recording = JSON.parse(text);
  } catch {
    throw new Error('That file is not a report: it is no JSON.');
  }
  if (recording?.version !== 1 || !Array.isArray(recording.events) || !recording.events.every(isEvent))
    throw new Error('That file is not a report of Earshot.');
  if (!recording.events.length) throw new Error('That report has no events in it.');
  return recording;
}

/** Where each event stands on a time line without long pauses, in milliseconds from its start. */
export function places(events) {
  let at = 0;
  return events.map((event, i) => {
    const pause = i ? event.atMs - events[i - 1].atMs : 0;
    at += Math.min(Math.max(pause, 0), LONGEST_PAUSE_MS);
    return at;
  });
}

/** Whether it tells of trouble. */
export const isTrouble = ({ name, detail }) =>
  ['error', 'cut', 'reset', 'reconnecting', 'track-ended', 'autoplay-blocked'].includes(name) ||
  detail?.state === 'failed' ||
  detail?.reason === 'failed';

const FLAGS = { muted: 'muted', held: 'on hold', 'remote-held': 'held by the other', 'remote-muted': 'other is muted', reconnecting: 'reconnecting' };
const UNDONE = { unmuted: 'muted', unheld: 'held', 'remote-unheld': 'remote-held', 'remote-unmuted': 'remote-muted', reconnected: 'reconnecting' };

/** What holds after the first `count` events, in words, by lane. */
export function stateAfter(events, count) {
  const calls = new Map();
  const words = {};
  for (const { area, name, detail = {} } of events.slice(0, count)) {
    if (area === 'connection' && name === 'state') words.connection = detail.state;
    if (area === 'media' && name === 'devices') words.media = `${detail.microphones} microphones`;
    // a page that was loaded anew has no call until it takes it back
    if (area === 'client') calls.clear();
    if (area !== 'call' || detail.call === undefined) continue;
    const call = calls.get(detail.call) ?? { state: '', flags: new Set() };
    calls.set(detail.call, call);
    if (name === 'call-state' || name === 'incoming' || name === 'outgoing') call.state = detail.state;
    if (name === 'ended') calls.delete(detail.call);
    if (name in FLAGS) call.flags.add(name);
    if (name in UNDONE) call.flags.delete(UNDONE[name]);
  }
  if (calls.size) words.call = [...calls].map(([id, { state, flags }]) => [id, state, ...[...flags].map((flag) => FLAGS[flag])].join(' ')).join(', ');
  return words;
}

/** `state=connected previous=connecting` */
export const detailText = ({ detail = {} }) =>
  Object.entries(detail)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');

/** 0:07.25 since the first event. */
export function since(events, i) {
  const ms = Math.max(0, events[i].atMs - events[0].atMs);
  const [hours, minutes, seconds] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, (ms % 60_000) / 1_000];
  const pad = (value) => String(value).padStart(2, '0');
  const rest = `${pad(Math.floor(seconds))}.${pad(Math.floor((seconds % 1) * 100))}`;
  return hours ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}
