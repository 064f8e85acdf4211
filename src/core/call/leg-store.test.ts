import { FakeClock } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { LegStore } from './leg-store.ts';
import { type CallParts, legKey } from './ports.ts';
import { readLeg } from './stored-leg.ts';

function kit(userId = 'alice', values = new Map<string, string>()) {
  const logged: string[] = [];
  let full = false;
  const parts = {
    client: { appId: 'app', userId },
    clock: new FakeClock(),
    log: (_level: string, _area: string, message: string, detail: unknown) => logged.push(`${message} ${String(detail)}`),
    storage: {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => {
        if (full) throw new Error('full');
        values.set(key, value);
      },
      removeItem: (key: string) => void values.delete(key),
    },
  } as unknown as CallParts;
  return { store: new LegStore(parts), read: (callId: string) => readLeg(parts, callId), values, logged, fill: () => (full = true) };
}

const LEG = { leg_id: 'leg', leg_token: 'secret', muted: true };

describe('the legs kept over a reload', () => {
  it('are read as they were saved, per app, user and call, until removed', () => {
    const { store, read, values } = kit();
    store.save('call-0001', LEG);
    expect(read('call-0001')).to.deep.equal({ ...LEG, hold: false, audio: true, screen: false });
    expect([...values.keys()]).to.deep.equal([legKey('app', 'alice', 'call-0001')]);
    expect([kit('bob', values).read('call-0001'), read('call-0002')]).to.deep.equal([undefined, undefined]);
    store.remove('call-0001');
    expect(values.size).to.equal(0);
  });

  it('keep what is not said anew: a camera that was on, a microphone that was taken out', () => {
    const { store, read } = kit();
    store.save('call-0001', { ...LEG, video: true, audio: false, screen: true });
    store.save('call-0001', { ...LEG, leg_id: 'next', muted: false, hold: true });
    expect(read('call-0001')).to.deep.equal({ ...LEG, leg_id: 'next', muted: false, hold: true, video: true, audio: false, screen: true });
  });

  it('are nothing when what lies there is not one', () => {
    const { read, values } = kit();
    for (const text of ['', '{', 'null', '7', '{"leg_id":1}', '{"leg_id":"a"}']) {
      values.set(legKey('app', 'alice', 'call-0001'), text);
      expect(read('call-0001')).to.equal(undefined);
    }
  });

  it('cost the resume, not the call, when the store is full; the token stays out of the log', () => {
    const { store, fill, logged } = kit();
    fill();
    store.save('call-0001', LEG);
    expect([logged.length, logged.join().includes('secret')]).to.deep.equal([1, false]);
  });

  it('may be claimed freely where no other tab shares them', async () => {
    const release = await kit().store.claim('call-0001');
    expect(release).to.be.a('function');
    release?.();
  });
});
