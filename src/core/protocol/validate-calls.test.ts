import { describe, expect, it } from '../../../test/harness.ts';
import { extendFrames, validateServerFrame } from './validate.generated.ts';
import { CHAT_CHECKS } from './validate-chat.generated.ts';

const events = (entry: object) => ({ t: 'events', stream: 'u:bob', offset: 1, entries: [entry] });
const ack = (message: unknown) => ({ t: 'ack', client_id: 'a', stream: 'c:lobby', offset: 1, message });

// one process a file: nothing has brought chat here yet
describe('frames on a page without chat', () => {
  it('are checked as far as calls go; what chat alone is told of is as strange as news of a later server, until chat comes', () => {
    expect(validateServerFrame(events({ kind: 'call', at_ms: 1, call: { call_id: 7 } }))).to.equal(undefined);
    expect(validateServerFrame({ t: 'typing', channel_id: 7 })).to.equal('unknown');
    expect(validateServerFrame(events({ kind: 'message', at_ms: 1, message: 'damaged' }))).to.be.an('object');
    expect([validateServerFrame(ack({})), validateServerFrame(ack('damaged'))]).to.deep.equal([ack({}), undefined]);

    extendFrames(CHAT_CHECKS);
    expect(validateServerFrame({ t: 'typing', channel_id: 7 })).to.equal(undefined);
    expect(validateServerFrame(events({ kind: 'message', at_ms: 1, message: 'damaged' }))).to.equal(undefined);
    expect(validateServerFrame(ack({}))).to.equal(undefined);
  });
});
