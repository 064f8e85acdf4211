import { describe, expect, it } from '../../../test/harness.ts';
import type { ChannelEntry, ChannelHead, Message } from '../protocol/index.ts';
import { Heads } from './heads.ts';

const user = { user_id: 'ann', name: 'Ann', created_at: 1, updated_at: 1 };
const NONE = { offset: 0, n: 0, at_ms: 0 };

const headOf = (id: string, head: number, member_count: number): ChannelHead => ({
  channel: {
    channel_id: id,
    type: 'group',
    name: id,
    freeze: false,
    visibility: 'private',
    total_message_count: 0,
    total_file_count: 0,
    member_count,
    created_at: 1,
    updated_at: 1,
  },
  role: 'member',
  head,
  n: 0,
  read: NONE,
  delivered: NONE,
});
const join: ChannelEntry = { kind: 'join', at_ms: 1, user };
const said = (message_id: number, n: number): ChannelEntry => {
  const message: Message = { type: 'text', message_id, channel_id: 'room', n, created_at: 1, updated_at: 1, user, content: 'hello' };
  return { kind: 'message', at_ms: 1, message };
};

describe('the heads of channels', () => {
  it('count what came before them, once', () => {
    const heads = new Heads('bob');
    heads.apply('room', 1, join);
    heads.apply('room', 2, join);
    heads.apply('room', 3, said(3, 1));
    heads.put(headOf('room', 1, 1));
    const [room] = heads.list();
    expect(room).to.include({ head: 3, n: 1, unread: 1 });
    expect(room!.channel).to.include({ member_count: 2, total_message_count: 1 });
  });

  it('keep a channel that was joined while the first snapshot was on its way, and no other', () => {
    const heads = new Heads('bob');
    heads.put(headOf('room', 4, 2));
    heads.replace([headOf('hall', 1, 1)]);
    expect(heads.list().map(({ channel }) => channel.channel_id)).to.have.members(['room', 'hall']);
    heads.replace([headOf('hall', 1, 1)]);
    expect(heads.list().map(({ channel }) => channel.channel_id)).to.deep.equal(['hall']);
  });

  it('take the number of the server where this page counted too few, because it does not hold what was deleted', () => {
    const heads = new Heads('bob');
    heads.put({ ...headOf('room', 9, 2), n: 3 });
    expect(heads.marked('room', 'read', { offset: 9, n: 2, at_ms: 1 })).to.equal(true);
    expect(heads.list()[0]!.unread).to.equal(1);
    expect(heads.marked('room', 'read', { offset: 9, n: 3, at_ms: 2 })).to.equal(true);
    expect(heads.list()[0]).to.deep.include({ unread: 0, delivered: { offset: 9, n: 3, at_ms: 2 } });
    expect(heads.marked('room', 'read', { offset: 9, n: 3, at_ms: 3 })).to.equal(false);
  });
});
