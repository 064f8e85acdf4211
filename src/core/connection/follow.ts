import { type ChannelHead, channelStream, type StreamEntry } from '../protocol/index.ts';
import type { Cursors } from './cursors.ts';

/** Keeps the cursors of a session that follows its channels; comes with chat, so that a page of calls alone does without. */
export class ChannelCursors {
  readonly #cursors: Pick<Cursors, 'start' | 'forget'>;

  constructor(cursors: Pick<Cursors, 'start' | 'forget'>) {
    this.#cursors = cursors;
  }

  /** A snapshot of my channels: streams that are new to us start at its positions. */
  follow(heads: readonly ChannelHead[]): void {
    for (const { channel, head } of heads) this.#cursors.start(channelStream(channel.channel_id), head);
  }

  /** News behind the snapshot. A channel that became mine: its stream starts with the entry of the joining, which is still to come. */
  entry(entry: StreamEntry): void {
    if (entry.kind === 'channel_left') this.#cursors.forget(channelStream(entry.channel_id));
    if (entry.kind === 'channel_joined') this.#cursors.start(channelStream(entry.head.channel.channel_id), entry.head.head - 1);
  }
}
