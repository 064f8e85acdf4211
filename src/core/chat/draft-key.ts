/** Where a user's unsent text for a channel, or for a thread of it, is kept on this device. */
export const draftKey = ({ appId, userId }: { appId: string; userId: string }, channelId: string, threadId?: number): string =>
  `earshot:draft:${appId}:${userId}:${channelId}${threadId === undefined ? '' : `:${threadId}`}`;
