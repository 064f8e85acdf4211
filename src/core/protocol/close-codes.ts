/** Why the socket was closed, and what the client does next (PROTOCOL "Close codes"). */
export interface CloseRule {
  /** resume: come back with cursors · refresh: fetch a new token, then resume · stop: stay away. */
  then: 'resume' | 'refresh' | 'stop';
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
  [CLOSE.zombie]: { then: 'resume', reason: 'silence' },
  [CLOSE.badFrame]: { then: 'resume', reason: 'a frame did not match its schema' },
  [CLOSE.forbidden]: { then: 'stop', reason: 'not allowed here' },
  [CLOSE.slow]: { then: 'resume', reason: 'reading too slowly' },
  [CLOSE.replaced]: { then: 'stop', reason: 'another session took its place' },
  [CLOSE.rate]: { then: 'resume', reason: 'too many frames' },
  [CLOSE.token]: { then: 'refresh', reason: 'the token is not accepted' },
  [CLOSE.banned]: { then: 'stop', reason: 'banned' },
  [CLOSE.upgrade]: { then: 'stop', reason: 'this client is too old' },
  [CLOSE.restart]: { then: 'resume', reason: 'the server restarts' },
};

/** Any code that is not listed resumes: an unclean end of the line is the normal case. */
export const closeRule = (code: number): CloseRule => RULES[code] ?? { then: 'resume', reason: 'the line was cut' };
