import type { Clock, Lazy } from '../base/index.ts';
import type { BaseUser, ChannelEntry, Receipt, Result } from '../protocol/index.ts';
import type { Later } from './later-door.ts';
import type { ChannelMemory } from './ports.ts';
import type { Typing } from './typing.ts';

type Kind = 'read' | 'delivered';

/** Who is in a channel, who is there now, how far each has come, and who is typing. */
export class People {
  members: readonly BaseUser[] = [];
  online: readonly string[] = [];
  #receipts: Record<Kind, Readonly<Record<string, Receipt>>> = { read: {}, delivered: {} };
  #typing: Typing | undefined;
  readonly #me: string;
  readonly #clock: Clock;
  readonly #later: Lazy<Later>;
  readonly #changed: () => void;

  constructor(me: string, clock: Clock, later: Lazy<Later>, changed: () => void) {
    this.#me = me;
    this.#clock = clock;
    this.#later = later;
    this.#changed = changed;
  }

  get typing(): readonly BaseUser[] {
    return this.#typing?.users ?? [];
  }

  receipts(kind: Kind): Readonly<Record<string, Receipt>> {
    return this.#receipts[kind];
  }

  /** The offset that the furthest other member has come to. */
  furthest(kind: Kind): number {
    let offset = 0;
    for (const [userId, receipt] of Object.entries(this.#receipts[kind])) if (userId !== this.#me) offset = Math.max(offset, receipt.offset);
    return offset;
  }

  snapshot({
    members,
    online,
    read,
    delivered,
  }: Pick<Result<'channel.open'>, 'online'> & Pick<ChannelMemory, 'members' | 'read' | 'delivered'>): void {
    this.members = members;
    this.online = online;
    for (const [userId, receipt] of Object.entries(read)) this.receipt(userId, 'read', receipt);
    for (const [userId, receipt] of Object.entries(delivered)) this.receipt(userId, 'delivered', receipt);
  }

  /** Somebody did something just now, so they are there. Whether that is news. */
  seen(userId: string): boolean {
    if (this.online.includes(userId)) return false;
    this.online = [...this.online, userId];
    return true;
  }

  /** Whether it is news: marks never go back. */
  receipt(userId: string, kind: Kind, receipt: Receipt): boolean {
    const known = this.#receipts[kind][userId];
    if (known && receipt.offset <= known.offset) return false;
    this.#receipts = { ...this.#receipts, [kind]: { ...this.#receipts[kind], [userId]: receipt } };
    if (kind === 'read') this.receipt(userId, 'delivered', receipt); // who has read has it
    return true;
  }

  forgetReceipts(): void {
    this.#receipts = { read: {}, delivered: {} };
  }

  apply(offset: number, entry: ChannelEntry): void {
    if (entry.kind === 'message') {
      const { user, n, thread_id } = entry.message;
      this.#typing?.stopped(user.user_id);
      if (thread_id !== undefined) return; // it says nothing of the channel's own messages
      this.receipt(user.user_id, 'read', { offset, n, at_ms: entry.at_ms }); // who writes has read
    } else if (entry.kind === 'join') {
      this.members = [...this.members.filter(({ user_id }) => user_id !== entry.user.user_id), entry.user];
    } else if (entry.kind === 'leave') {
      this.members = this.members.filter(({ user_id }) => user_id !== entry.user.user_id);
      this.#typing?.stopped(entry.user.user_id);
    }
  }

  heardTyping(user: BaseUser, ttlMs: number): void {
    if (user.user_id === this.#me || !this.#later.now) return;
    this.#typing ??= new this.#later.now.Typing(this.#clock, this.#changed);
    this.#typing.heard(user, ttlMs);
  }

  clear(): void {
    this.#typing?.clear();
  }
}
