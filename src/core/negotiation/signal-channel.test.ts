import { describe, expect, it } from '../../../test/harness.ts';
import type { DeliveredSignal, SignalData } from '../protocol/index.ts';
import { SignalChannel } from './signal-channel.ts';

function channel() {
  const sent: DeliveredSignal[] = [];
  const got: SignalData[] = [];
  const news = { restarts: 0, gaps: 0 };
  const made = new SignalChannel({
    callId: 'call-0001',
    transmit: (signal) => sent.push(structuredClone(signal)) > 0,
    deliver: (data) => void got.push(data),
    restarted: () => void news.restarts++,
    gap: () => void news.gaps++,
  });
  return { made, sent, got, news };
}

const signal = (seq: number, data: SignalData = { muted: seq % 2 === 1 }, generation = 1): DeliveredSignal => ({
  call_id: 'call-0001',
  generation,
  seq,
  data,
});

describe('the signals of a leg', () => {
  it('wait for the grant, then go in order, numbered from one', () => {
    const { made, sent } = channel();
    made.send({ muted: true });
    made.send({ hold: true });
    expect(sent).to.deep.equal([]);
    made.open(1);
    made.send({ hold: false });
    expect(sent.map(({ seq, generation }) => [seq, generation])).to.deep.equal([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });

  it('count the description that rode along, and send it again when the server has lost it', () => {
    const { made, sent } = channel();
    made.carried({ description: { type: 'offer', sdp: 'v=0' } });
    made.open(1, 1);
    made.send({ muted: true });
    expect(sent.map(({ seq }) => seq)).to.deep.equal([2]);
    made.close();
    expect(made.resumed(0, 0, [])).to.equal(true);
    expect(sent.map(({ seq }) => seq)).to.deep.equal([2, 1, 2]);
  });

  it('are applied in order and once, however they come', () => {
    const { made, got, news } = channel();
    const order = [1, 3, 2, 2, 1, 5, 4, 3];
    for (const seq of order) made.receive(signal(seq, { candidates: [{ candidate: `c${seq}` }] }));
    expect(got.map(({ candidates }) => candidates?.[0]?.candidate)).to.deep.equal(['c1', 'c2', 'c3', 'c4', 'c5']);
    expect([made.received, news.gaps]).to.deep.equal([5, 2]);
  });

  it('said on a dead line are sent at the resume, those that arrived are not', () => {
    const { made, sent } = channel();
    made.open(1);
    for (let n = 0; n < 3; n++) made.send({ muted: true });
    made.close();
    made.send({ hold: true });
    sent.length = 0;
    expect(made.resumed(2, 1, [signal(1)])).to.equal(true);
    expect(sent.map(({ seq }) => seq)).to.deep.equal([3, 4]);
    expect([made.received, made.peerGeneration]).to.deep.equal([1, 1]);
  });

  it('ask for a fresh start when what is missing is no longer kept', () => {
    const { made } = channel();
    made.open(1);
    for (let n = 0; n < 600; n++) made.send({ muted: true });
    made.close();
    expect(made.resumed(10, 1, [])).to.equal(false);
    expect(made.resumed(590, 1, [])).to.equal(true);
  });

  it('of a reloaded peer begin anew and say so once; its late old ones are dropped', () => {
    const { made, got, news } = channel();
    made.open(1);
    made.receive(signal(1));
    made.peerRestarted(2);
    made.peerRestarted(2);
    made.receive(signal(2, { hold: true }));
    made.receive(signal(1, { hold: false }, 2));
    expect([news.restarts, made.received, got.length]).to.deep.equal([1, 1, 2]);
  });

  it('tell a reload by the generation alone when the news of it was lost', () => {
    const { made, news } = channel();
    made.receive(signal(1));
    made.receive(signal(1, { muted: true }, 3));
    expect([news.restarts, made.peerGeneration]).to.deep.equal([1, 3]);
  });

  it('a reloaded page takes up the peer where it stands and ignores what its predecessor was told', () => {
    const { made, got, sent } = channel();
    made.renew(2, 1);
    made.receive(signal(7, { muted: true, to_generation: 1 }));
    made.receive(signal(8, { muted: true, to_generation: 2 }));
    made.receive(signal(7));
    expect([got.length, made.received]).to.deep.equal([1, 8]);
    made.send({ muted: true });
    expect(sent.at(-1)).to.deep.equal({ call_id: 'call-0001', generation: 2, seq: 1, data: { muted: true, to_generation: 1 } });
  });

  it('marks what was said before a reload as meant for the page before it', () => {
    const { made, sent } = channel();
    made.open(1);
    made.close();
    made.send({ candidates: [] });
    made.resumed(0, 2, []);
    expect(sent.at(-1)?.data.to_generation).to.equal(1);
  });
});
