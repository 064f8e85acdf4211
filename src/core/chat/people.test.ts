import { FakeClock } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { later } from './later-door.ts';
import { People } from './people.ts';

describe('the marks of a member', () => {
  const people = () => new People('alice', new FakeClock(), later, () => {});
  const at = (offset: number, at_ms: number) => ({ offset, n: offset, at_ms });

  it('say delivered when they say read', () => {
    const one = people();
    one.receipt('bob', 'read', at(3, 100));
    expect(one.receipts('delivered').bob).to.deep.equal(at(3, 100));
  });

  it('keep the time at which a message was delivered when it is read later', () => {
    const one = people();
    one.receipt('bob', 'delivered', at(3, 100));
    one.receipt('bob', 'read', at(3, 200));
    expect(one.receipts('delivered').bob).to.deep.equal(at(3, 100));
    expect(one.receipts('read').bob).to.deep.equal(at(3, 200));
    expect(one.receipt('bob', 'read', at(3, 300))).to.equal(false); // no news
  });
});
