import { expect, fixture, html, nextFrame, waitUntil } from '@open-wc/testing';
import { adoptStyles, LitElement } from 'lit';
import { hueOf, initials } from './avatar.ts';
import { BaseElement } from './base-element.ts';
import { darkSurfaces } from './dark.styles.ts';
import { define } from './define.ts';
import { clockText, durationText } from './durations.ts';
import { Line } from './line.ts';
import { lineStyles } from './parts.styles.ts';
import { setStrings, strings } from './strings.ts';
import { tokens } from './tokens.styles.ts';

class Probe extends BaseElement {
  static override styles = [tokens, darkSurfaces];
  say = (text: string, urgent?: boolean) => this.announce(text, urgent);
  protected override render() {
    return html`<b>${t('probe.hello', { name: 'Maya' })}</b><i class="live"></i>`;
  }
}
const t = strings({ 'probe.hello': 'Hello {name}', 'probe.reply.one': '{n} reply', 'probe.reply.other': '{n} replies' });
define('earshot-probe', Probe);
const probe = (markup = html`<earshot-probe></earshot-probe>`) => fixture<Probe>(markup);
const colour = (el: Element, property: string) => getComputedStyle(el).getPropertyValue(property);

describe('the house style', () => {
  it('takes initials from the first and the last word', () => {
    expect(['Maya Okafor', 'bob', 'Jean-Luc van der Berg', '李雷', '', '  '].map(initials)).to.deep.equal(['MO', 'B', 'JB', '李', '', '']);
  });

  it('gives a person one of six hues, always the same', () => {
    expect(hueOf('maya')).to.equal(hueOf('maya'));
    expect(new Set('abcdefghijklmnop'.split('').map(hueOf)).size).to.equal(6);
  });

  it('writes times for the eye and for the ear', () => {
    expect([clockText(161_999), clockText(3_723_000), clockText(-5)]).to.deep.equal(['02:41', '1:02:03', '00:00']);
    expect([durationText(252_000, 'short'), durationText(252_000, 'long'), durationText(0, 'long')]).to.deep.equal([
      '4 min 12 s',
      '4 minutes 12 seconds',
      '0 seconds',
    ]);
    expect(durationText(61_000, 'long')).to.equal('1 minute 1 second');
    expect([1, 2].map((n) => t.count('probe.reply', n))).to.deep.equal(['1 reply', '2 replies']);
  });

  it('lets a page replace words, and every element follows', async () => {
    const el = await probe();
    setStrings('de', { 'probe.hello': 'Hallo {name}' });
    await el.updateComplete;
    const text = el.shadowRoot!.querySelector('b')!.textContent;
    setStrings('en', { 'probe.hello': 'Hello {name}' });
    expect(text).to.equal('Hallo Maya');
  });

  it('is light until its page, its theme or the capsule says dark', async () => {
    const light = await probe();
    const dark = await probe(html`<earshot-probe theme="dark"></earshot-probe>`);
    const lightness = (el: Element) => Number(/oklch\(([\d.]+)/.exec(getComputedStyle(el).color)?.[1] ?? Number.NaN);
    expect(lightness(light)).to.be.below(0.3);
    expect(lightness(dark)).to.be.above(0.9);
    expect(lightness(light.shadowRoot!.querySelector('.live')!)).to.be.above(0.9);
    expect(colour(light.shadowRoot!.querySelector('.live')!, 'background-color')).to.contain('0.25');
  });

  it('speaks through its own regions where the browser has nothing better, and says nothing twice in a second', async () => {
    const descriptor = Object.getOwnPropertyDescriptor(Element.prototype, 'ariaNotify');
    if (descriptor) delete (Element.prototype as { ariaNotify?: unknown }).ariaNotify;
    const el = await probe();
    const [polite, assertive] = ['polite', 'assertive'].map((kind) => el.shadowRoot!.querySelector(`[aria-live=${kind}]`)!);
    el.say('Ringing.');
    el.say('Ringing.');
    el.say('Lost.', true);
    if (descriptor) Object.defineProperty(Element.prototype, 'ariaNotify', descriptor);
    expect([polite!.textContent, assertive!.textContent]).to.deep.equal(['Ringing.', 'Lost.']);
  });

  it('wears plain colours in a browser that knows no others, also once more sheets are put beside its own', async () => {
    const { supports } = CSS;
    const of = supports.bind(CSS) as (property: string, value: string) => boolean;
    CSS.supports = ((property: string, value: string = '') => !value.startsWith('light-dark') && of(property, value)) as typeof supports;
    class Old extends BaseElement {
      static override styles = tokens;
      protected override render() {
        return html`<i class="face"></i>`;
      }
    }
    define('earshot-old', Old);
    const el = await fixture<Old>(html`<earshot-old theme="dark"></earshot-old>`);
    await waitUntil(() => colour(el, '--_soft') === '#24404a');
    CSS.supports = supports;
    expect([colour(el, '--_accent'), colour(el, '--_danger-ink')]).to.deep.equal(['#02627a', '#ff9c92']);
    adoptStyles(el.renderRoot as ShadowRoot, [...Old.elementStyles, lineStyles]);
    expect(colour(el, '--_soft')).to.equal('#24404a');
  });

  it('defines a tag once', () => {
    const warn = console.warn;
    const warned: unknown[] = [];
    console.warn = (...args) => warned.push(...args);
    define('earshot-probe', Probe);
    define('earshot-probe', class extends LitElement {});
    console.warn = warn;
    expect(warned).to.deep.equal(['<earshot-probe> is already defined by another copy']);
  });
});

describe('the line', () => {
  async function draw(shape: string, widthPx = 300): Promise<{ line: Line; heights(): number[]; opacities(): number[] }> {
    const el = await fixture<HTMLElement>(html`<span class="line"></span>`);
    document.adoptedStyleSheets = [lineStyles.styleSheet!];
    el.style.inlineSize = `${widthPx}px`;
    const line = new Line(el);
    line.shape = shape;
    await nextFrame();
    await nextFrame();
    const read = (of: (node: HTMLElement) => string) => [...el.children].map((node) => Number.parseFloat(of(node as HTMLElement)));
    return { line, heights: () => read((node) => node.style.transform.slice(7)), opacities: () => read((node) => node.style.opacity) };
  }
  afterEach(() => {
    document.adoptedStyleSheets = [];
  });

  it('has a mark every five pixels, 96 at most', async () => {
    for (const [width, marks] of [
      [300, 60],
      [900, 96],
    ] as const) {
      const { line, heights } = await draw('mute', width);
      expect(heights().length).to.equal(marks);
      line.stop();
      expect(heights().length).to.equal(0);
    }
  });

  it('is told apart by shape alone', async () => {
    const seen = new Set<string>();
    for (const shape of ['call', 'ring', 'mute', 'hold', 'lost']) {
      const { line, heights, opacities } = await draw(shape);
      const shown = heights().map((height, i) => (opacities()[i]! < 0.1 ? 'gap' : height > 0.13 ? 'tall' : 'dot'));
      seen.add(shown.join());
      line.stop();
    }
    expect(seen.size).to.equal(5);
  });

  it('lets the voice travel outwards, and lies flat in silence', async () => {
    const { line, heights } = await draw('live');
    line.level = 0.9;
    for (let i = 0; i < 40 && !(heights()[0]! > 0.8); i++) await nextFrame();
    expect(heights()[0]).to.be.above(0.8);
    expect(heights().at(-1)).to.be.below(0.13);
    line.stop();
  });
});
