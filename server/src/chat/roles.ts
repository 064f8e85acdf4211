import { EarshotError, type EarshotErrorCode, type Role } from '../../../src/core/protocol/index.ts';
import type { Tx } from '../db/tx.ts';
import { enter, findMember, isManager, type StoredChannel, type StoredMember } from './rows.ts';

/** What managers do to the channel, and what they do to somebody in it. */
export const CHANNEL_ACTS = ['update', 'delete', 'freeze', 'meta', 'add', 'unban', 'bans', 'managers', 'reports', 'audit'] as const;
export const MEMBER_ACTS = ['remove', 'promote', 'demote', 'ban', 'mute'] as const;
export type ChannelAct = (typeof CHANNEL_ACTS)[number];
export type MemberAct = (typeof MEMBER_ACTS)[number];
export type Act = ChannelAct | MemberAct;

/** `app`: the app's own server, which may do everything that makes sense. */
export type Asker = Role | 'app';
export interface Target {
  /** `none`: no member. */
  role: Role | 'none';
  /** It is the asker. */
  self: boolean;
}

/**
 * The one place that says who may do what (A28): the code of the refusal, or undefined. Managers do it all, and nothing to each other
 * but taking the role away; an owner is a manager whom only the app can make a member.
 */
export function refusal(act: Act, asker: Asker, target?: Target): EarshotErrorCode | undefined {
  const app = asker === 'app';
  if (!app && !isManager(asker)) return 'auth:not-manager';
  if (!target) return undefined;
  const { role, self } = target;
  const manager = role !== 'none' && isManager(role);
  if (role === 'none' && act !== 'ban') return 'channel:not-member';
  switch (act) {
    case 'ban':
    case 'mute':
      if (self) return 'channel:ban-self';
      return manager && !app ? 'channel:manager-protected' : undefined;
    case 'remove':
      if (self) return 'auth:forbidden'; // one's own way out is to leave
      return manager && !app ? 'channel:manager-protected' : undefined;
    case 'promote':
      return role === 'guest' ? 'auth:forbidden' : undefined;
    case 'demote':
      if (!manager) return 'auth:not-manager';
      return role === 'owner' && !app ? 'auth:forbidden' : undefined;
    default:
      return undefined;
  }
}

const REASONS: Partial<Record<EarshotErrorCode, Partial<Record<Act, string>>>> = {
  'channel:not-member': {
    remove: 'the user is no member',
    promote: 'the user is no member',
    demote: 'the user is no member',
    mute: 'the user is no member',
  },
  'channel:ban-self': { mute: 'you cannot mute yourself' },
  'auth:not-manager': { demote: 'only managers may do this, to managers' },
};

interface Asking {
  app: string;
  /** Undefined: the app itself. */
  user?: string;
  channel: string;
}

/** Lets those in who may do that to the channel; throws what refuses the others. */
export function allow(tx: Tx, { app, user, channel }: Asking, act: ChannelAct, operation: string): { row: StoredChannel; member?: StoredMember } {
  const { row, member } = enter(tx, app, channel, user, operation);
  const code = refusal(act, member?.role ?? 'app');
  if (code) throw new EarshotError(code, operation);
  return { row, member };
}

/** As {@link allow}, for what is done to `target`; gives his row if he is a member. */
export function allowTo(tx: Tx, { app, user, channel }: Asking, act: MemberAct, target: string, operation: string) {
  const { row, member } = enter(tx, app, channel, user, operation);
  const theirs = findMember(tx, app, channel, target);
  // A29: while nobody manages the channel, and nobody ever was made to, whoever made it names the first
  const first = act === 'promote' && user !== undefined && user === row.created_by && row.ever_managers === 0 && !hasManager(tx, app, channel);
  const asker: Asker = first ? 'owner' : (member?.role ?? 'app');
  const code = refusal(act, asker, { role: theirs?.role ?? 'none', self: user === target });
  if (code) throw new EarshotError(code, operation, REASONS[code]?.[act]);
  return { row, theirs };
}

const hasManager = (tx: Tx, app: string, channel: string): boolean => managerCount(tx, app, channel) > 0;

export const managerCount = (tx: Tx, app: string, channel: string): number =>
  tx.sql.get<{ count: number }>(
    `select count(*) as count from members where app_id = ? and channel_id = ? and joined = 1 and role in ('owner', 'manager')`,
    app,
    channel,
  )!.count;
