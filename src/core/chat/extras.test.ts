import fc from 'fast-check';
import { describe, expect, it } from '../../../test/harness.ts';
import type { Message } from '../protocol/index.ts';
import { extrasOf } from './extras.ts';

const base: Message = {
  type: 'text',
  message_id: 1,
  channel_id: 'lobby',
  n: 1,
  created_at: 1,
  updated_at: 1,
  user: { user_id: 'bob', name: 'Bob', created_at: 1, updated_at: 1 },
  content: 'hi',
};
const whole = {
  edited_at: 5,
  reply_to: { message_id: 1, user_id: 'bob', name: 'Bob', type: 'text', excerpt: 'hi' },
  thread: { count: 2, last_at: 3, user_ids: ['bob'] },
  reactions: [{ emoji: '👍', count: 1, user_ids: ['bob'], mine: true }],
  mentions: ['alice', '*'],
  pinned: { at_ms: 1, user_id: 'bob' },
  forwarded: { user_id: 'bob', name: 'Bob', at_ms: 1 },
  custom_type: 'poll-2',
  data: { question: 'cake?' },
  voice: { duration_ms: 1_500, waveform: [0, 31] },
  previews: [{ url: 'https://example.org/', title: 'An example' }],
  call: { call_id: 'c', caller: 'a', callee: 'b', media: ['audio'], end_reason: 'completed', started_at: 1, ended_at: 2 },
  filter: { type: ['profanity'] },
  hidden: false,
};

describe('what stands in a message beside text and file', () => {
  it('is handed on when it is right, and checked once', () => {
    const message: Message = { ...base, ...whole };
    expect(extrasOf(message)).to.deep.equal(whole);
    expect(extrasOf(message)).to.equal(extrasOf(message));
    expect(extrasOf({ ...base })).to.deep.equal({});
  });

  it('is left out where it is malformed, and the rest stays', () => {
    const bad = (more: object) => Object.keys(extrasOf({ ...base, pinned: whole.pinned, ...more } as Message));
    for (const more of [
      { edited_at: 'now' },
      { reply_to: { ...whole.reply_to, message_id: 0 } },
      { thread: { ...whole.thread, user_ids: 'bob' } },
      { mentions: [1] },
      { custom_type: '<b>' },
      { custom_type: 'constructor()' },
      { data: [] },
      { voice: { duration_ms: 1, waveform: Array.from({ length: 129 }, () => 1) } },
      { voice: { duration_ms: 1, waveform: [Number.NaN] } },
      { previews: [{ url: 'javascript:alert(1)' }] },
      { reactions: [{ emoji: '', count: 1, user_ids: [] }] },
      { call: { ...whole.call, caller: {} } },
    ])
      expect(bad(more), JSON.stringify(more)).to.deep.equal(['pinned']);
  });

  it('keeps the right ones of several reactions and previews', () => {
    const reactions = [{ emoji: 'x'.repeat(65), count: 1, user_ids: [] }, ...whole.reactions];
    const previews = [null, ...whole.previews, ...whole.previews, ...whole.previews, ...whole.previews];
    const extras = extrasOf({ ...base, reactions, previews } as Message);
    expect([extras.reactions?.length, extras.previews?.length]).to.deep.equal([1, 3]);
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(whole)), fc.jsonValue()), (more) => {
        extrasOf({ ...base, ...more } as Message);
      }),
    );
  });
});
