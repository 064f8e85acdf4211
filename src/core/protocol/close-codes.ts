/** What the client does after a close code (PROTOCOL "Close codes"). */
export interface CloseRule {
  /** resume: come back with cursors · refresh: fetch a new token, then resume · stop: stay away. */
  next: 'resume' | 'refresh' | 'stop';
  /** Why it has to stay away. */
  reason?: string;
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
  [CLOSE.forbidden]: { next: 'stop', reason: 'not allowed here' },
  [CLOSE.replaced]: { next: 'stop', reason: 'another session took its place' },
  [CLOSE.token]: { next: 'refresh' },
  [CLOSE.banned]: { next: 'stop', reason: 'banned' },
  [CLOSE.upgrade]: { next: 'stop', reason: 'this client is too old' },
};

/** Any code that is not listed resumes: an unclean end of the line is the normal case. */
export const closeRule = (code: number): CloseRule => RULES[code] ?? { next: 'resume' };
