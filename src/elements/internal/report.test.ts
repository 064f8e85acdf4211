import { ContextProvider } from '@lit/context';
import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { FlightRecorder } from '../../core/flight/api.ts';
import { clientContext } from '../context.ts';
import { BaseElement } from './base-element.ts';
import { buttonStyles } from './button.styles.ts';
import { reportButton } from './report-button.ts';
import { setStrings } from './strings.ts';
import { FakeClient } from './testing.ts';
import { tokens } from './tokens.styles.ts';

class Broken extends BaseElement {
  static override styles = [tokens, buttonStyles];
  protected override render() {
    return html`<div>${reportButton()}</div>`;
  }
}
customElements.define('earshot-broken', Broken);

/** A client whose recorder holds one file. */
function recorded(userId: string): { client: FakeClient; told: string[] } {
  const client = new FakeClient(userId);
  const told: string[] = [];
  const recorder: Partial<FlightRecorder> = {
    record: (area, name) => void told.push(`${area} ${name}`),
    toFile: () => new File([`recording of ${userId}`], 'earshot-2026-11-21T10-00-00.json', { type: 'application/json' }),
  };
  client.provide(Symbol.for('earshot/flight'), { recorder: async () => recorder });
  return { client, told };
}

describe('the report button', () => {
  let saved: { name: string; text: Promise<string> }[];
  let undo: () => void;
  beforeEach(() => {
    saved = [];
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function () {
      saved.push({ name: this.download, text: fetch(this.href).then((response) => response.text()) });
    };
    undo = () => {
      HTMLAnchorElement.prototype.click = click;
    };
  });
  afterEach(() => undo());

  const until = async (wanted: () => boolean) => {
    while (!wanted()) await new Promise(requestAnimationFrame);
  };
  const button = (el: Element) => el.shadowRoot!.querySelector('button')!;

  it('saves the recording of its element’s client by a key', async () => {
    const { client, told } = recorded('alice');
    const el = await fixture<Broken>(html`<earshot-broken .client=${client}></earshot-broken>`);
    await expect(el).to.be.accessible();
    el.focus();
    expect(el.shadowRoot!.activeElement === button(el)).to.equal(true);
    await sendKeys({ press: 'Enter' });
    await until(() => saved.length > 0);
    expect([saved[0]!.name, await saved[0]!.text]).to.deep.equal(['earshot-2026-11-21T10-00-00.json', 'recording of alice']);
    expect(told).to.deep.equal(['element exported']);
  });

  it('finds the client that a provider around it has', async () => {
    const { client } = recorded('bob');
    const provider = await fixture<HTMLDivElement>(html`<div></div>`);
    new ContextProvider(provider, { context: clientContext, initialValue: client });
    provider.append(document.createElement('earshot-broken'));
    await (provider.firstElementChild as Broken).updateComplete;
    button(provider.querySelector('earshot-broken')!).click();
    await until(() => saved.length > 0);
    expect(await saved[0]!.text).to.equal('recording of bob');
  });

  it('warns when there is no client, or its recorder does not load', async () => {
    const warned: string[] = [];
    const { warn } = console;
    console.warn = (...args: unknown[]) => void warned.push(args.join(' '));
    try {
      const el = await fixture<Broken>(html`<earshot-broken></earshot-broken>`);
      button(el).click();
      await until(() => warned.length > 0);
      const client = new FakeClient('alice');
      client.provide(Symbol.for('earshot/flight'), { recorder: async () => Promise.reject(new Error('offline')) });
      el.client = client;
      button(el).click();
      await until(() => warned.length > 1);
    } finally {
      console.warn = warn;
    }
    expect(warned[0]).to.contain('unable to export a report');
    expect(warned[1]).to.contain('offline');
    expect(saved).to.deep.equal([]);
  });

  it('says its words in the language of the page', async () => {
    setStrings('de', { 'report.export': 'Bericht speichern' });
    const el = await fixture<Broken>(html`<earshot-broken></earshot-broken>`);
    expect(button(el).textContent).to.equal('Bericht speichern');
    setStrings('en', { 'report.export': 'Export a report' });
  });
});
