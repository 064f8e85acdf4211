import type { Unsubscribe } from '../base/index.ts';
import type { Call, CallState } from '../call/api.ts';
import type { Chat } from '../chat/api.ts';
import type { DetachedMedia, Media } from '../media/api.ts';
import { channelOf, type Welcome } from '../protocol/index.ts';
import type { FlightArea } from './api.ts';
import type { FlightParts } from './ports.ts';

/** Puts one event into the ring; what is undefined is left out. */
export type Tell = (area: FlightArea, name: string, detail?: Readonly<Record<string, string | number | boolean | undefined>>) => void;

/** What a resume came to. */
export function tellWelcome({ streams, calls }: Welcome, tell: Tell): void {
  const followed = Object.values(streams);
  tell('connection', 'welcome', { streams: followed.length, recovered: followed.filter(({ recovered }) => recovered).length, calls: calls.length });
}

/** The socket: every move, what came of each resume, and the news of other legs. */
export function watchConnection({ connection, client, clock }: FlightParts, tell: Tell): Unsubscribe[] {
  let upSince = clock.now();
  return [
    connection.on('state', (state, previous) => {
      if (state === 'connected') upSince = clock.now();
      if (previous === 'connected') tell('connection', 'cut', { upMs: clock.now() - upSince });
      tell('connection', 'state', { state, previous });
    }),
    connection.on('welcome', (welcome) => tellWelcome(welcome, tell)),
    connection.on('reset', (stream, offset) => {
      const channel = channelOf(stream);
      tell('connection', 'reset', { offset, ...(channel === undefined ? { user: client.userId } : { channel }) });
    }),
    connection.on('leg', ({ call_id, event, generation }) => tell('call', 'leg', { call: call_id, event, generation })),
    connection.on('error', ({ code }) => tell('connection', 'error', { code })),
  ];
}

/** What of a call can be on and off, and how both are called. */
const FLAGS = {
  requestingMedia: ['requesting-media', 'media-answered'],
  reconnecting: ['reconnecting', 'reconnected'],
  muted: ['muted', 'unmuted'],
  localHold: ['held', 'unheld'],
  remoteHold: ['remote-held', 'remote-unheld'],
  remoteMuted: ['remote-muted', 'remote-unmuted'],
} as const;

type Seen = Pick<Call, 'id' | 'state' | 'mediaState' | 'quality' | 'error' | keyof typeof FLAGS>;

const look = (call: Call): Seen => ({
  id: call.id,
  state: call.state,
  mediaState: call.mediaState,
  quality: call.quality === undefined ? undefined : Math.round(call.quality),
  error: call.error,
  requestingMedia: call.requestingMedia,
  reconnecting: call.reconnecting,
  muted: call.muted,
  localHold: call.localHold,
  remoteHold: call.remoteHold,
  remoteMuted: call.remoteMuted,
});

/** Calls tell only that something changed: what it was is found by comparing. */
export class CallWatch {
  readonly #tell: Tell;
  readonly #seen = new Map<Call, Seen>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  /** `state`: the one it was in, where that is told later. */
  changed(call: Call, state: CallState = call.state): void {
    const now = { ...look(call), state };
    const id = { call: now.id };
    let before = this.#seen.get(call);
    if (!before) {
      if (state === 'ended') return; // its end was told
      this.#tell('call', call.direction, { ...id, peer: call.peer.user_id, state });
      before = { ...now, mediaState: 'new', quality: undefined, error: undefined };
      for (const flag of Object.keys(FLAGS) as (keyof typeof FLAGS)[]) before = { ...before, [flag]: false };
    }
    this.#seen.set(call, now);
    if (before.id !== now.id) this.#tell('call', 'renamed', { ...id, previous: before.id });
    if (before.state !== state) this.#tell('call', 'call-state', { ...id, state, previous: before.state });
    if (before.mediaState !== now.mediaState) this.#tell('call', 'media-state', { ...id, state: now.mediaState, previous: before.mediaState });
    for (const [flag, [on, off]] of Object.entries(FLAGS) as [keyof typeof FLAGS, readonly [string, string]][])
      if (before[flag] !== now[flag]) this.#tell('call', now[flag] ? on : off, id);
    if (before.quality !== now.quality) this.#tell('call', 'quality', { ...id, bars: now.quality });
    if (now.error && before.error !== now.error) this.#tell('call', 'error', { ...id, code: now.error.code });
    if (state !== 'ended') return;
    this.#tell('call', 'ended', { ...id, reason: call.endReason, durationMs: call.durationMs });
    this.#seen.delete(call);
  }
}

/** Devices, captures and their tracks. Labels and device ids are never looked at. */
export function watchMedia(media: Media, tell: Tell): Unsubscribe[] {
  const open = new Map<DetachedMedia, Unsubscribe>();
  const local = () => {
    for (const one of media.local) {
      if (open.has(one)) continue;
      const { id, type } = one;
      open.set(
        one,
        one.onReplaced(({ kind }) => tell('media', 'replaced', { media: id, kind })),
      );
      tell('media', 'opened', { media: id, kind: type });
    }
    for (const [one, undo] of open) {
      if (media.local.includes(one)) continue;
      undo();
      open.delete(one);
      tell('media', 'released', { media: one.id });
    }
  };
  local();
  return [
    media.on('local', local),
    media.on('devices', ({ microphones, cameras, speakers }) =>
      tell('media', 'devices', { microphones: microphones.length, cameras: cameras.length, speakers: speakers.length }),
    ),
    media.on('device-switched', ({ kind, reason }) => tell('media', 'device-switched', { kind, reason })),
    media.on('muted', ({ length }) => tell('media', 'muted', { count: length })),
    media.on('unmuted', ({ length }) => tell('media', 'unmuted', { count: length })),
    media.on('source-muted', (track) => tell('media', 'source-muted', { track })),
    media.on('source-unmuted', (track) => tell('media', 'source-unmuted', { track })),
    media.on('track-ended', (track, call) => tell('media', 'track-ended', { track, call })),
    media.on('autoplay-blocked', (blocked) => tell('media', 'autoplay-blocked', { blocked })),
    media.on('error', ({ code }) => tell('media', 'error', { code })),
    () => {
      for (const undo of open.values()) undo();
    },
  ];
}

/** Where channels stand. Of messages: that there is one. */
export function watchChat(chat: Chat, userId: string, tell: Tell): Unsubscribe[] {
  return [
    chat.on('entry', (channel, offset, entry) => {
      const own = entry.kind === 'message' && entry.message.user.user_id === userId;
      if (own) tell('chat', 'ack', { channel, offset });
      else tell('chat', 'entry', { channel, kind: entry.kind, offset });
    }),
    chat.on('error', ({ code }) => tell('chat', 'error', { code })),
  ];
}
