/** Why the socket was closed, and what the client does next (PROTOCOL "Close codes"). */
export interface CloseRule {
  /** resume: come back with cursors · refresh: fetch a new token, then resume · stop: stay away. */
  next: 'resume' | 'refresh' | 'stop';
  reason: string;
}

export const CLOSE = {
  zombie: 4000,
  badFrame: 4001,
  forbidden: 4003,
  slow: 4008,
  replaced: 4009,
  rate: 4029,
  token: 4401,
  banned: 4403,
  upgrade: 4426,
  restart: 1012,
} as const;

const RULES: Record<number, CloseRule> = {
  [CLOSE.zombie]: { next: 'resume', reason: 'silence' },
  [CLOSE.badFrame]: { next: 'resume', reason: 'a frame did not match its schema' },
  [CLOSE.forbidden]: { next: 'stop', reason: 'not allowed here' },
  [CLOSE.slow]: { next: 'resume', reason: 'reading too slowly' },
  [CLOSE.replaced]: { next: 'stop', reason: 'another session took its place' },
  [CLOSE.rate]: { next: 'resume', reason: 'too many frames' },
  [CLOSE.token]: { next: 'refresh', reason: 'the token is not accepted' },
  [CLOSE.banned]: { next: 'stop', reason: 'banned' },
  [CLOSE.upgrade]: { next: 'stop', reason: 'this client is too old' },
  [CLOSE.restart]: { next: 'resume', reason: 'the server restarts' },
};

/** Any code that is not listed resumes: an unclean end of the line is the normal case. */
export const closeRule = (code: number): CloseRule => RULES[code] ?? { next: 'resume', reason: 'the line was cut' };
