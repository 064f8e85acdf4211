import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { LitElement } from 'lit';
import '../call-panel/define.ts';
import './define.ts';
import '../voice-call-button/define.ts';
import { FakeClient } from '../internal/testing.ts';

const capsule = (el: LitElement) => el.shadowRoot!.querySelector<HTMLElement>('.elsewhere [part=capsule]');
const words = (el: LitElement) => capsule(el)?.querySelector('[part=status]')?.textContent?.replace(/\s+/g, ' ').trim();
const labelled = (el: LitElement, name: string) => capsule(el)!.querySelector<HTMLElement>(`[aria-label="${name}"]`)!;
const MAYA = { user_id: 'maya', name: 'Maya Okafor' };

async function settled(...elements: LitElement[]): Promise<void> {
  for (let i = 0; i < 4; i++) {
    await Promise.all([import('../internal/elsewhere-view.ts'), import('../voice-call-button/live.ts')]);
    for (const el of elements) await el.updateComplete;
  }
}

describe('a call in another tab', () => {
  let client: FakeClient;
  beforeEach(() => {
    client = new FakeClient('alice', { maya: 'Maya Okafor' });
  });
  const toast = () => fixture<LitElement>(html`<incoming-call .client=${client}></incoming-call>`);
  const button = (to = 'maya') => fixture<LitElement>(html`<voice-call-button to=${to} .client=${client}></voice-call-button>`);
  const panel = () => fixture<LitElement>(html`<call-panel .client=${client}></call-panel>`);

  it('is shown with its time, and can be muted, held, fetched and ended by keys', async () => {
    const el = await toast();
    client.tabCalls.set({ peer: MAYA, connectedAtMs: client.clock.now() });
    await settled(el);
    expect(words(el)).to.equal('In another tab · 00:00');
    expect(el.shadowRoot!.querySelector('.stack')!.matches(':popover-open')).to.equal(true);
    await expect(el).to.be.accessible();
    await client.clock.advance(2_000);
    await settled(el);
    expect(words(el)).to.equal('In another tab · 00:02');
    for (const name of ['Mute', 'Hold', 'Bring the call to this tab', 'Hang up']) {
      labelled(el, name).focus();
      await sendKeys({ press: 'Enter' });
    }
    expect(client.tabCalls.asked).to.deep.equal(['mute there', 'hold there', 'bring there', 'end there']);
    client.tabCalls.set({ peer: MAYA, muted: true, localHold: true, state: 'on_hold', heldAtMs: client.clock.now() });
    await settled(el);
    expect(words(el)).to.equal('In another tab · On hold, 00:00');
    labelled(el, 'Mute').click();
    labelled(el, 'Hold').click();
    expect(client.tabCalls.asked.slice(4)).to.deep.equal(['unmute there', 'unhold there']);
    client.tabCalls.set();
    await settled(el);
    expect([capsule(el), el.shadowRoot!.querySelector('.stack')!.matches(':popover-open')]).to.deep.equal([null, false]);
  });

  it('is shown once: by the button of that person or by the panel, and by nothing over the page', async () => {
    const [over, hers, another] = [await toast(), await button(), await button('omar')];
    client.tabCalls.set({ peer: MAYA });
    await settled(over, hers, another);
    expect([over, hers, another].map((el) => !!capsule(el))).to.deep.equal([false, true, false]);
    expect(hers.matches(':state(elsewhere)')).to.equal(true);
    await expect(hers).to.be.accessible();
    hers.remove();
    await settled(over);
    expect(!!capsule(over)).to.equal(true);
    const calls = await panel();
    await settled(calls, over);
    expect([!!capsule(calls), !!capsule(over)]).to.deep.equal([true, false]);
    await expect(calls).to.be.accessible();
    client.tabCalls.set();
    await settled(calls);
    expect([capsule(calls), !!calls.shadowRoot!.querySelector('slot[name=idle]')]).to.deep.equal([null, true]);
  });

  it('that rang here, and was answered there, is not told to be over', async () => {
    const el = await button();
    const call = client.calls.ring('maya', 'Maya Okafor');
    await import('../voice-call-button/live.ts');
    await settled(el);
    call.finish('answered_elsewhere');
    client.tabCalls.set({ id: call.id, peer: MAYA });
    await settled(el);
    expect([!!capsule(el), el.shadowRoot!.querySelectorAll('[part=capsule]').length]).to.deep.equal([true, 1]);
  });
});
