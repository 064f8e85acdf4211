import type { Clock } from '../base/index.ts';
import { type CallRow, type ChannelHead, type Cursor, channelStream, type ServerFrames, userStream, type Welcome } from '../protocol/index.ts';
import { StreamTail } from './stream-tail.ts';

/** What the server has said to this browser, kept so that a tab that comes later can be welcomed as the server would. */
export class Snapshot {
  readonly #clock: Clock;
  readonly #atMs: number;
  readonly #mine: string;
  #welcome: Welcome;
  readonly #calls = new Map<string, { row: CallRow; atMs: number }>();
  readonly #tails = new Map<string, StreamTail>();

  /** `resume` is what the hello said that this welcome answers. */
  constructor(welcome: Welcome, resume: Record<string, Cursor>, clock: Clock) {
    this.#clock = clock;
    this.#atMs = clock.now();
    this.#welcome = welcome;
    this.#mine = userStream(welcome.user.user_id);
    for (const row of welcome.calls) this.#calls.set(row.call_id, { row, atMs: this.#atMs });
    for (const [stream, { recovered, head, reason }] of Object.entries(welcome.streams)) {
      if (reason !== 'gone') this.#tails.set(stream, new StreamTail(recovered ? (resume[stream]?.[1] ?? head) : head, head));
    }
    this.follow(welcome.channels);
  }

  get userId(): string {
    return this.#welcome.user.user_id;
  }

  get now(): number {
    return this.#welcome.now + this.#clock.now() - this.#atMs;
  }

  /** The channels whose entries come from now on. */
  follow(heads: readonly ChannelHead[]): void {
    for (const { channel, head } of heads) {
      const stream = channelStream(channel.channel_id);
      const tail = this.#tails.get(stream);
      if (tail) tail.covers(head);
      else this.#tails.set(stream, new StreamTail(head));
    }
  }

  tokenUntil(expiresAt: number): void {
    this.#welcome = { ...this.#welcome, token_expires_at: expiresAt };
  }

  /** Learns what the entries say. */
  hear(frame: ServerFrames['events']): void {
    let tail = this.#tails.get(frame.stream);
    if (!tail) {
      tail = new StreamTail(frame.offset - 1);
      this.#tails.set(frame.stream, tail);
    }
    const covered = this.#welcome.streams[frame.stream]?.head ?? 0;
    const fresh = tail.push(frame);
    const first = frame.offset + frame.entries.length - fresh.length;
    for (const [i, entry] of fresh.entries()) {
      if (first + i <= covered) continue; // the welcome has said more
      if (entry.kind === 'call') this.#onCall(entry.call);
      else if (entry.kind === 'user_update' && frame.stream === this.#mine && entry.user.user_id === this.#welcome.user.user_id)
        this.#welcome = { ...this.#welcome, user: entry.user };
    }
  }

  /** What the server would say now to a tab with these cursors; `channels` as it has just told them, for a tab that follows them. */
  welcome(resume: Record<string, Cursor>, channels: readonly ChannelHead[] | undefined): { welcome: Welcome; missed: ServerFrames['events'][] } {
    const { epoch } = this.#welcome;
    const now = this.now;
    const streams: Welcome['streams'] = {};
    const missed: ServerFrames['events'][] = [];
    const mine = this.#tails.get(this.#mine);
    streams[this.#mine] = { recovered: false, head: mine?.head ?? 0 };
    for (const [stream, cursor] of Object.entries(resume)) {
      const tail = this.#tails.get(stream);
      streams[stream] = tail ? tail.judge(cursor, epoch) : { recovered: false, head: 0, reason: 'gone' };
      const events = streams[stream].recovered && tail?.after(stream, cursor[1]);
      if (events) missed.push(events);
    }
    for (const events of this.since(channels ?? [])) if (!resume[events.stream]) missed.push(events);
    const calls = [...this.#calls.values()].map(({ row, atMs }) => ({
      ...row,
      ...(row.ring_left_ms > 0 && { ring_left_ms: Math.max(0, row.ring_left_ms - (this.#clock.now() - atMs)) }),
    }));
    return { welcome: { ...this.#welcome, now, streams, channels: [...(channels ?? [])], calls }, missed };
  }

  /** What has come already behind these heads. */
  since(heads: readonly ChannelHead[]): ServerFrames['events'][] {
    return heads.flatMap(({ channel, head }) => {
      const stream = channelStream(channel.channel_id);
      return this.#tails.get(stream)?.after(stream, head) ?? [];
    });
  }

  #onCall(row: CallRow): void {
    const known = this.#calls.get(row.call_id);
    if (known && known.row.version > row.version) return;
    if (row.state === 'ended') this.#calls.delete(row.call_id);
    else this.#calls.set(row.call_id, { row, atMs: this.#clock.now() });
  }
}
