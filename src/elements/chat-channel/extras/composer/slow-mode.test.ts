import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { listenToSpeech } from '../../../internal/testing.ts';
import { NOW } from '../../testing.ts';
import { openComposer } from './testing.ts';

describe('slow mode', () => {
  it('counts down above the box and holds what is written; the ear hears it when Send is tried, and when it is over', async () => {
    const speech = listenToSpeech();
    const { el, client, area, $, sent, settled } = await openComposer((view) => (view.slowUntilMs = NOW + 2_500));
    const left = () => $('.slow')?.textContent?.trim();
    expect(left()).to.equal('You can send again in 3 s');
    expect([$('[part=record]'), $('[part=send]').ariaDisabled]).to.deep.equal([null, 'true']);
    expect([area(), $('[part=send]')].map((one) => one.getAttribute('aria-describedby'))).to.deep.equal(['ctx count slow', 'slow']);
    el.focus();
    await sendKeys({ type: 'Wait' });
    await sendKeys({ press: 'Enter' });
    await settled();
    expect([sent(), area().value]).to.deep.equal([[], 'Wait']);
    expect(speech.said).to.deep.equal(['Slow mode. You can send again in 3 seconds.']);
    await expect(el).to.be.accessible();
    await client.clock.advance(500);
    await settled();
    expect(left()).to.equal('You can send again in 2 s');
    await client.clock.advance(1_000);
    await settled();
    expect(left()).to.equal('You can send again in 1 s');
    expect(speech.said.length).to.equal(1);
    await client.clock.advance(1_000);
    await settled();
    expect(left()).to.equal(undefined);
    expect(speech.said.at(-1)).to.equal('You can send again.');
    await sendKeys({ press: 'Enter' });
    await settled();
    expect(sent()).to.deep.equal(['send Wait']);
    speech.stop();
  });
});
