import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { Emitter } from '../../core/base/emitter.ts';
import { PresenceWatch } from '../../core/chat/presence.ts';
import type { Connection, ConnectionEvents } from '../../core/connection/api.ts';
import { FakeClient } from '../internal/testing.ts';
import './define.ts';
import type { PresenceBadgeChangeEvent } from './events.ts';
import type { PresenceBadge } from './presence-badge.ts';

const HOUR = 3_600_000;
const words = (el: PresenceBadge) => el.shadowRoot!.querySelector('.pb')?.textContent?.replaceAll(/\s+/g, ' ').trim();
const shape = (el: PresenceBadge) => el.shadowRoot!.querySelector<HTMLElement>('.pres')?.dataset.p;

class Line extends Emitter<ConnectionEvents> {
  state = 'connected';
  readonly asked: string[][] = [];
  readonly here = new Map<string, { online: boolean; last_seen_at?: number }>();

  async request(_method: string, { user_ids }: { user_ids: string[] }): Promise<unknown> {
    this.asked.push(user_ids);
    return { users: user_ids.flatMap((user_id) => (this.here.has(user_id) ? [{ user_id, ...this.here.get(user_id)! }] : [])) };
  }
}

let client: FakeClient;
let line: Line;
let noon: number;

async function settled(...elements: PresenceBadge[]): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await client.clock.advance(0);
    await import('./badge.ts'); // loaded on demand
    for (const el of elements) await el.updateComplete;
  }
}

describe('<presence-badge>', () => {
  beforeEach(async () => {
    client = new FakeClient();
    await client.clock.advance(new Date(client.clock.now()).setHours(36, 0, 0, 0) - client.clock.now());
    noon = client.clock.now();
    line = new Line();
    const { clock, settings } = client;
    client.provide(Symbol.for('earshot/presence'), new PresenceWatch({ connection: line as unknown as Connection, clock, settings }));
  });

  it('asks for all that are shown together, says who is here, and since when the others are not', async () => {
    line.here.set('maya', { online: true }).set('leo', { online: false, last_seen_at: noon - 2 * HOUR });
    const box = await fixture(html`<div>
      <presence-badge .client=${client} user-id="maya"></presence-badge><presence-badge .client=${client} user-id="leo"></presence-badge
      ><presence-badge .client=${client} user-id="nobody"></presence-badge>
    </div>`);
    const [maya, leo, nobody] = [...box.querySelectorAll('presence-badge')] as [PresenceBadge, PresenceBadge, PresenceBadge];
    await settled(maya, leo, nobody);
    expect(line.asked.at(-1)!.toSorted()).to.deep.equal(['leo', 'maya', 'nobody']);
    expect([shape(maya), words(maya)]).to.deep.equal(['online', 'Online']);
    expect(shape(leo)).to.equal('offline');
    expect(words(leo)).to.match(/^Offline, last seen 10.00/);
    expect([shape(nobody), words(nobody)]).to.deep.equal([undefined, '']);
    expect(nobody.matches(':state(unknown)')).to.equal(true);
    await expect(box).to.be.accessible();
  });

  it('asks again now and then, tells what changes, and stops with the last badge', async () => {
    line.here.set('maya', { online: true });
    const el = await fixture<PresenceBadge>(html`<presence-badge .client=${client} user-id="maya"></presence-badge>`);
    await settled(el);
    line.here.set('maya', { online: false, last_seen_at: noon });
    const changed = oneEvent(el, 'presence-badge-change') as Promise<PresenceBadgeChangeEvent>;
    await client.clock.advance(client.settings.onlineIntervalMs);
    await settled(el);
    expect((await changed).status).to.equal('offline');
    expect(el.matches(':state(offline)')).to.equal(true);
    el.remove();
    const asked = line.asked.length;
    await client.clock.advance(HOUR);
    expect(line.asked.length).to.equal(asked);
    expect(client.clock.pending).to.equal(0);
  });

  it('shows that we are in a call', async () => {
    line.here.set('maya', { online: true });
    const el = await fixture<PresenceBadge>(html`<presence-badge .client=${client} user-id="maya"></presence-badge>`);
    await settled(el);
    const call = await client.calls.make('maya');
    await settled(el);
    expect(words(el), 'not yet').to.equal('Online');
    call.set({ state: 'connected' });
    await settled(el);
    expect([shape(el), words(el)]).to.deep.equal(['call', 'In a call']);
  });

  it('shows what the page says without asking, and since or until when', async () => {
    const el = await fixture<PresenceBadge>(
      html`<presence-badge .client=${client} user-id="maya" status="away" since=${noon - 12 * 60_000}></presence-badge>`,
    );
    await settled(el);
    expect([shape(el), words(el)]).to.deep.equal(['away', 'Away for 12 min']);
    await client.clock.advance(60_000 + 1);
    await settled(el);
    expect(words(el)).to.equal('Away for 13 min');
    el.status = 'busy';
    el.until = noon + 3 * HOUR;
    await settled(el);
    expect(words(el)).to.match(/^Busy until (15.00|03.00 PM)$/);
    expect(line.asked).to.deep.equal([]);
  });

  it('has the words as its name where the shape stands alone', async () => {
    const el = await fixture<PresenceBadge>(html`<presence-badge .client=${client} status="online" bare></presence-badge>`);
    await settled(el);
    const image = el.shadowRoot!.querySelector('[role=img]')!;
    expect([image.ariaLabel, words(el)]).to.deep.equal(['Online', '']);
    await expect(el).to.be.accessible();
  });
});
