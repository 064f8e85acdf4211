import type { EndReason, MediaKind, Party } from '../protocol/index.ts';
import type { PastCall } from './api.ts';

const END_REASONS: Readonly<Record<EndReason, true>> = {
  completed: true,
  rejected: true,
  busy: true,
  unanswered: true,
  cancelled: true,
  answered_elsewhere: true,
  ignored: true,
  forwarded: true,
  transferred: true,
  joined: true,
  failed: true,
  unreachable: true,
};
const MEDIA: readonly unknown[] = ['audio', 'video', 'screen'] satisfies MediaKind[];
/** Longer than any name or address that the server takes. */
const LONGEST = 2_048;

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST;
const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function partyOf(value: unknown): Party | undefined {
  if (!isObject(value)) return undefined;
  const { user_id, name, profile_url } = value;
  if (!isText(user_id) || !user_id || !isText(name) || !(profile_url === undefined || isText(profile_url))) return undefined;
  return { user_id, name, ...(profile_url !== undefined && { profile_url }) };
}

/** A record made of known members alone; undefined when one of them is missing or wrong. */
export function pastCall(value: unknown): PastCall | undefined {
  if (!isObject(value)) return undefined;
  const { id, direction, media, startedAtMs, answeredAtMs, endedAtMs, endReason, missed, seen } = value;
  const peer = partyOf(value['peer']);
  if (!peer || !isText(id) || !id || (direction !== 'outgoing' && direction !== 'incoming')) return undefined;
  if (!isTime(startedAtMs) || !isTime(endedAtMs) || !(answeredAtMs === undefined || isTime(answeredAtMs))) return undefined;
  if (!isText(endReason) || !Object.hasOwn(END_REASONS, endReason) || typeof missed !== 'boolean' || typeof seen !== 'boolean') return undefined;
  if (!Array.isArray(media) || media.length > MEDIA.length || !media.every((kind) => MEDIA.includes(kind))) return undefined;
  return {
    id,
    direction,
    peer,
    media: [...media] as MediaKind[],
    startedAtMs,
    answeredAtMs,
    endedAtMs,
    durationMs: answeredAtMs === undefined ? 0 : Math.max(0, endedAtMs - answeredAtMs),
    endReason: endReason as EndReason,
    missed,
    seen,
  };
}

/** The server's record in our words. `offsetMs`: how far its clock is before ours. */
export function fromServer(value: unknown, offsetMs: number): PastCall | undefined {
  if (!isObject(value)) return undefined;
  const { record_id, direction, peer, media, started_at, answered_at, ended_at, end_reason, missed, seen } = value;
  const ours = (time: unknown) => (isTime(time) ? Math.max(0, Math.round(time - offsetMs)) : time);
  const times = { startedAtMs: ours(started_at), answeredAtMs: ours(answered_at), endedAtMs: ours(ended_at) };
  return pastCall({ id: record_id, direction, peer, media, ...times, endReason: end_reason, missed, seen });
}

/** Latest first, as the server has them. */
export const byAge = (a: PastCall, b: PastCall): number => b.startedAtMs - a.startedAtMs || (a.id < b.id ? 1 : -1);
