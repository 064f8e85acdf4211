/** Names of streams (DESIGN 3). */
export const userStream = (userId: string): string => `u:${userId}`;
export const channelStream = (channelId: string): string => `c:${channelId}`;
export const channelOf = (stream: string): string | undefined => (stream.startsWith('c:') ? stream.slice(2) : undefined);

/** Version of the protocol; `v` of hello. */
export const PROTOCOL_VERSION = 1;
/** Further behind than this on a stream, resume answers with heads only (DESIGN 7.8). */
export const RESUME_LIMIT = 500;
