import type { AudioOptions, ScreenOptions, VideoOptions } from '../../core/media/api.ts';
import type { CallEvents } from './call-types.ts';
import type { ConversationInfo, MessagesChange } from './conversation/types.ts';
import type { BasicError } from './errors.ts';
import type { ChangeReason } from './services-face.ts';
import type { MailboxInfo } from './voicemail-face.ts';

export type { BasicError } from './errors.ts';

/** One device; those that share a `groupId` are one piece of hardware. Ids and labels may be empty before the permission (RB-ct-32). */
export interface DeviceInfo {
  deviceId: string;
  groupId: string;
  kind: MediaDeviceKind;
  label: string;
}

/** RB-ct-31 */
export interface DevicesObject {
  camera: DeviceInfo[];
  microphone: DeviceInfo[];
  speaker: DeviceInfo[];
}

/** One track as it is now: ask anew after an event (RB-ct-30). */
export interface TrackObject {
  id: string;
  kind: 'audio' | 'video';
  /** Of the device it comes from. */
  label: string;
  isLocal: boolean;
  /** By `muteTracks`. */
  muted: boolean;
  /** Its source gives nothing, for reasons outside of this page. */
  sourceMuted: boolean;
  state: 'live' | 'ended';
  /** For good: it has ended. */
  disabled: boolean;
  /** The id of its media. */
  streamId: string;
  /** Selectors of the containers it is rendered in. */
  containers: string[];
}

/** A collection of tracks (RB-ct-29). */
export interface MediaObject {
  id: string;
  local: boolean;
  /** Made by `createLocalMedia`, and to be disposed of by the app. */
  detached: boolean;
  tracks: TrackObject[];
}

/** Media made outside of a call, for a preview and for any number of calls (RB-media-01). */
export interface DetachedMedia {
  type: 'audio' | 'video' | 'screen';
  media: MediaObject;
}

/** Constraints as the platform has them: a plain value is `ideal` (RB-ct-13). */
export interface LocalMediaConstraints {
  audio?: boolean | AudioOptions;
  video?: boolean | VideoOptions;
  screen?: boolean | ScreenOptions;
}

/** Types of events and what their listeners get. */
export interface CreateEvents extends CallEvents {
  /** Credentials were set: read them with `getUserInfo`. */
  'auth:change': [params: Record<string, never>];
  /** They could not be. */
  'auth:error': [params: { error: BasicError }];
  /** The server refused a request because of who asks; what asked has an error of its own. */
  'request:error': [params: { error: BasicError }];
  /** The socket is connected, or is no more. */
  'ws:change': [params: Record<string, never>];
  /** Read `services.getSubscriptions()`; a reason means that they were lost. */
  'subscription:change': [params: { reason?: ChangeReason }];
  'subscription:error': [params: { error: BasicError }];
  /** A subscription was renewed, or could not be yet. */
  'subscription:resub': [params: { attemptNum: number; isFailure: boolean; error?: BasicError }];
  /** A conversation is known that was not: somebody wrote, or the app asked for it. */
  'conversations:new': [conversations: ConversationInfo[]];
  /** Read `conversation.getAll()`. */
  'conversations:change': [conversations: ConversationInfo[]];
  /** Read `getMessages()` of that conversation. */
  'messages:change': [params: MessagesChange];
  'messages:error': [params: { error: BasicError }];
  /** Read `call.history.get()`. */
  'callHistory:change': [];
  'callHistory:error': [params: { error: BasicError }];
  /** Read `call.history.getCache()`. */
  'callHistoryCache:change': [];
  /** The mailbox was read, or changed. */
  'voicemail:change': [params: MailboxInfo];
  'voicemail:error': [params: { error: BasicError }];
  /** The devices of this user ring, for a call with somebody else. */
  'clickToCall:start': [params: { callId: string }];
  /** No call came of it. */
  'clickToCall:error': [params: { callId: string; error: BasicError }];
  /** Lists or labels changed: read `media.getDevices()`. */
  'devices:change': [];
  /** Devices could not be opened, or failed. */
  'devices:error': [params: { error: BasicError }];
  /** Ids of tracks. */
  'media:muted': [params: { tracks: string[] }];
  'media:unmuted': [params: { tracks: string[] }];
  'media:sourceMuted': [params: { trackId: string }];
  'media:sourceUnmuted': [params: { trackId: string }];
  /** After `renderTracks`: done, or failed and nothing rendered. */
  'media:trackRendered': [params: { trackIds: string[]; selector: string; error?: BasicError }];
  /** A local track died unasked; it stays in the call, if it is in one. */
  'media:trackEnded': [params: { trackId: string; callId: string | undefined }];
}
