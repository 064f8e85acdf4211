import { describe, expect, it } from '../../../test/harness.ts';
import { type Asker, CHANNEL_ACTS, MEMBER_ACTS, type MemberAct, refusal, type Target } from './roles.ts';

const ASKERS: readonly Asker[] = ['app', 'owner', 'manager', 'member', 'guest'];
const TARGETS: readonly Target['role'][] = ['owner', 'manager', 'member', 'guest', 'none'];

const OK = '';
const SELF = 'channel:ban-self';
const KEPT = 'channel:manager-protected';
const NO = 'auth:forbidden';
const ABSENT = 'channel:not-member';
const NOT = 'auth:not-manager';

/** By act: what a manager hears, for each target in the order of TARGETS, then to himself; and what the app hears. */
const TABLE: Record<MemberAct, { manager: readonly string[]; self: string; app: readonly string[] }> = {
  ban: { manager: [KEPT, KEPT, OK, OK, OK], self: SELF, app: [OK, OK, OK, OK, OK] },
  mute: { manager: [KEPT, KEPT, OK, OK, ABSENT], self: SELF, app: [OK, OK, OK, OK, ABSENT] },
  remove: { manager: [KEPT, KEPT, OK, OK, ABSENT], self: NO, app: [OK, OK, OK, OK, ABSENT] },
  promote: { manager: [OK, OK, OK, NO, ABSENT], self: OK, app: [OK, OK, OK, NO, ABSENT] },
  demote: { manager: [NO, OK, NOT, NOT, ABSENT], self: OK, app: [OK, OK, NOT, NOT, ABSENT] },
};

describe('who may do what', () => {
  for (const act of CHANNEL_ACTS) {
    it(`${act}: managers, owners and the app`, () => {
      expect(ASKERS.map((asker) => refusal(act, asker))).to.deep.equal([undefined, undefined, undefined, NOT, NOT]);
    });
  }

  for (const act of MEMBER_ACTS) {
    it(`${act}: by the role of both`, () => {
      const { manager, self, app } = TABLE[act];
      const heard = (asker: Asker) => TARGETS.map((role) => refusal(act, asker, { role, self: false }) ?? OK);
      expect(heard('manager')).to.deep.equal(manager);
      expect(heard('owner')).to.deep.equal(manager);
      expect(heard('app')).to.deep.equal(app);
      expect(heard('member')).to.deep.equal(TARGETS.map(() => NOT));
      expect(heard('guest')).to.deep.equal(TARGETS.map(() => NOT));
      expect(refusal(act, 'manager', { role: 'manager', self: true }) ?? OK).to.equal(self);
      expect(refusal(act, 'member', { role: 'member', self: true }) ?? OK).to.equal(NOT);
    });
  }
});
