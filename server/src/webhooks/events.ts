import { channelOf, type StreamEntry } from '../../../src/core/protocol/index.ts';

/** What an app's own server can be told of. */
export const EVENT_TYPES = [
  'message.created',
  'message.updated',
  'message.deleted',
  'reaction.changed',
  'channel.created',
  'channel.updated',
  'channel.deleted',
  'member.joined',
  'member.left',
  'moderation.acted',
  'report.created',
  'report.decided',
  'call.started',
  'call.answered',
  'call.missed',
  'call.ended',
  'voicemail.left',
  'user.created',
  'user.updated',
  'user.deleted',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

const OF_CHANNEL: Partial<Record<StreamEntry['kind'], EventType>> = {
  message: 'message.created',
  message_update: 'message.updated',
  message_delete: 'message.deleted',
  reaction: 'reaction.changed',
  join: 'member.joined',
  leave: 'member.left',
  channel_update: 'channel.updated',
  channel_delete: 'channel.deleted',
};
const OF_USER: Partial<Record<StreamEntry['kind'], EventType>> = { user_update: 'user.updated', user_delete: 'user.deleted' };

/** What an entry of a stream is to an app's server; most of a user's own stream is nothing. */
export function eventOfEntry(stream: string, entry: StreamEntry): { type: EventType; user?: string } | undefined {
  const type = (channelOf(stream) === undefined ? OF_USER : OF_CHANNEL)[entry.kind];
  if (!type) return undefined;
  const user = 'message' in entry && 'user' in entry.message ? entry.message.user : 'user' in entry ? entry.user : undefined;
  return { type, ...(user && { user: user.user_id }) };
}
