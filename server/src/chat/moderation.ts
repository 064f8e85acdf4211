import type { Result } from '../../../src/core/protocol/index.ts';
import type { Database } from '../db/database.ts';
import type { AppAuditRecord } from './audit.ts';
import type { ListReports } from './reports.ts';
import type { WordAction, WordRule } from './words.ts';

/** What is not of one channel, or of none. */
export interface Moderation {
  words(appId: string): Promise<WordRule[]>;
  /** Adds a rule, or changes the one of that pattern. */
  putWord(appId: string, rule: { pattern: string; kind: string; action: WordAction }): Promise<WordRule>;
  /** Throws `request:not-found`. */
  deleteWord(appId: string, ruleId: string): Promise<void>;
  /** Of all channels and of none, newest first. */
  reports(appId: string, find: Omit<ListReports, 'app' | 'user' | 'channel'>): Promise<Result<'report.list'>>;
  audit(appId: string, page: { limit?: number; next?: string }): Promise<{ records: AppAuditRecord[]; next?: string }>;
}

export const createModeration = (db: Database): Moderation => ({
  words: (app) => db.run('word.list', { app }),
  putWord: (app, rule) => db.run('word.put', { ...rule, app }),
  deleteWord: async (app, rule) => void (await db.run('word.delete', { app, rule })),
  reports: (app, find) => db.run('report.list', { ...find, app }),
  audit: (app, page) => db.run('audit.list', { ...page, app }),
});
