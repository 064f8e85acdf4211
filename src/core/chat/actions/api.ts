import type { Channel, Message, Params, Result } from '../../protocol/index.ts';

type Ban = Result<'channel.ban'>['ban'];
type Report = Result<'report.create'>['report'];
type Scheduled = Result<'message.schedule'>['scheduled'];

/** What can go with a message beside its text or file. */
export interface SendOptions {
  /** Quotes that message of the channel. */
  replyTo?: number;
  /** User ids of members; `*` is everyone. */
  mentions?: readonly string[];
  /** A copy of a message that I may read; its text or file stands in for what is sent. */
  forward?: { channelId: string; messageId: number };
  /** What the page draws itself; the text stands in for it elsewhere. */
  customType?: string;
  /** For it: at most 4,096 bytes of JSON. */
  data?: Readonly<Record<string, unknown>>;
  /** The file is a voice message: how long it lasts, and its peaks (0…31). */
  voice?: { durationMs: number; waveform: readonly number[] };
  meta?: Readonly<Record<string, string>>;
}

/**
 * All that can be done in a channel beside reading and writing, in a chunk that loads with the first use (`view.actions()`). Every call is one request:
 * it rejects with what the server says, and what it changes comes back by the channel's stream, to all members alike. `messageId` is the server's.
 */
export interface ChannelActions {
  // ---- messages
  edit(messageId: number, content: string, mentions?: readonly string[]): Promise<Message>;
  /** Shows my message as deleted, with Undo, and tells the server after `settings.deleteUndoMs` (6 s), or when the page goes. */
  remove(messageId: number): void;
  /** Before it was told: the message is back. Whether it was in time. */
  undoRemove(messageId: number): boolean;
  /** At once, without an undo. */
  removeNow(messageId: number): Promise<void>;
  /** Optimistic: shown at once, taken back when the server refuses. */
  react(messageId: number, emoji: string, on: boolean): Promise<void>;
  reactors(messageId: number, emoji: string, next?: string): Promise<Result<'message.reactors'>>;
  pin(messageId: number, on: boolean): Promise<void>;
  pins(): Promise<readonly Message[]>;
  /** Earlier texts, oldest first; mine, or any for a manager. */
  versions(messageId: number): Promise<Result<'message.versions'>['versions']>;
  updateMeta(messageId: number, change: { set?: Record<string, string>; remove?: string[] }): Promise<Message>;
  /** Breaks off the upload of a file that I am sending, by the key of its row; what I wrote after it goes before it. Across a reload, too. */
  pause(key: string): void;
  /** Goes on with it where it stopped. */
  resume(key: string): void;
  /** Sends a copy to another channel, through the outbox. */
  forward(messageId: number, toChannelId: string): Promise<Message>;
  search(query: string, find?: { userId?: string; limit?: number; next?: string }): Promise<Result<'message.search'>>;
  schedule(content: string, sendAtMs: number, options?: SendOptions): Promise<Scheduled>;
  scheduled(): Promise<readonly Scheduled[]>;
  unschedule(scheduleId: string): Promise<void>;
  // ---- for me
  notify(mode: 'all' | 'mentions' | 'none', seconds?: number): Promise<void>;
  join(): Promise<void>;
  leave(): Promise<void>;
  report(report: Omit<Params<'report.create'>, 'channel_id'>): Promise<Report>;
  block(userId: string): Promise<void>;
  unblock(userId: string): Promise<void>;
  // ---- for managers
  update(change: Omit<Params<'channel.update'>, 'channel_id'>): Promise<Channel>;
  updateChannelMeta(change: { set?: Record<string, string>; remove?: string[] }): Promise<Channel>;
  deleteChannel(): Promise<void>;
  freeze(on: boolean): Promise<Channel>;
  add(userIds: readonly string[]): Promise<void>;
  removeMember(userId: string): Promise<void>;
  setManager(userId: string, manager: boolean): Promise<void>;
  ban(userId: string, how: { seconds: number; reason?: string } | { permanent: true; reason?: string }): Promise<Ban>;
  unban(userId: string): Promise<void>;
  bans(): Promise<readonly Ban[]>;
  /** Zero seconds lift it. */
  mute(userId: string, seconds: number, reason?: string): Promise<void>;
  reports(find?: Omit<Params<'report.list'>, 'channel_id'>): Promise<Result<'report.list'>>;
  decide(reportId: string, decision: Params<'report.decide'>['decision'], seconds?: number): Promise<Report>;
  audit(next?: string): Promise<Result<'channel.audit'>>;
}
