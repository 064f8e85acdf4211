import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../earshot-client/define.ts';
import type { CheckId } from '../../core/doctor/api.ts';
import { EarshotError } from '../../core/protocol/index.ts';
import { setStrings } from '../internal/strings.ts';
import { listenToSpeech } from '../internal/testing.ts';
import type { CallDoctor } from './call-doctor.ts';
import './define.ts';
import type { CallDoctorCheckEvent, CallDoctorVerdictEvent } from './events.ts';
import { CAUSES, DoctorClient } from './testing.ts';

const until = async (wanted: () => unknown) => {
  while (!wanted()) await new Promise(requestAnimationFrame);
};
const drawn = async (el: CallDoctor) => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
  await el.updateComplete;
  await el.updateComplete;
};

async function setUp(attributes: { autostart?: boolean; width?: number } = {}) {
  const client = new DoctorClient();
  const el = await fixture<CallDoctor>(html`
    <call-doctor style="inline-size:${attributes.width ?? 380}px" .client=${client} ?autostart=${attributes.autostart}></call-doctor>
  `);
  const root = el.shadowRoot!;
  const $ = <T extends HTMLElement = HTMLElement>(selector: string) => root.querySelector<T>(selector)!;
  const buttons = () => [...root.querySelectorAll('button')];
  const button = (name: string) => buttons().find((node) => node.textContent!.trim() === name)!;
  const text = (selector: string) => $(selector).textContent!.replaceAll(/\s+/g, ' ').trim();
  const row = (id: CheckId) => root.querySelectorAll<HTMLElement>('.ck')[ROWS.indexOf(id)]!;
  const { doctor } = client;
  /** Presses Check and waits for the diagnosis to have begun. */
  const begin = async () => {
    const { runs } = doctor;
    void el.start();
    await until(() => doctor.runs > runs);
    doctor.set('browser', 'running');
    await drawn(el);
  };
  return { el, client, doctor, root, $, button, buttons, text, row, begin };
}
const ROWS: CheckId[] = [
  ...(['browser', 'secure-context', 'policy', 'permission', 'devices', 'level', 'socket', 'token'] as const),
  ...(['stun', 'turn-udp', 'turn-tcp', 'turn-tls', 'loopback'] as const),
];
const has = (el: Element, state: string) => el.matches(`:state(${state})`);

describe('<call-doctor>', () => {
  let speech: ReturnType<typeof listenToSpeech>;
  beforeEach(() => {
    speech = listenToSpeech();
  });
  afterEach(() => speech.stop());

  it('says what it does and opens nothing before it is asked to', async () => {
    const { el, doctor, text } = await setUp();
    expect([el.state, el.diagnosis, doctor.runs]).to.deep.equal(['idle', undefined, 0]);
    expect(text('.title')).to.equal('Check your connection');
    expect(has(el, 'idle') && !has(el, 'disabled')).to.equal(true);
    await expect(el).to.be.accessible();
  });

  it('is disabled without a client, says so, and takes one that comes later', async () => {
    const el = await fixture<CallDoctor>(html`<call-doctor></call-doctor>`);
    const button = el.shadowRoot!.querySelector('button')!;
    expect(has(el, 'disabled')).to.equal(true);
    expect(button.getAttribute('aria-disabled')).to.equal('true');
    expect(el.shadowRoot!.querySelector(`#${button.getAttribute('aria-describedby')}`)!.textContent).to.equal('There’s no server to check here.');
    await expect(el).to.be.accessible();
    button.click();
    expect(await el.start()).to.equal(undefined);
    el.stop();
    expect(el.state).to.equal('idle');
    el.client = new DoctorClient();
    await el.updateComplete;
    expect(has(el, 'disabled')).to.equal(false);
    const next = new DoctorClient('bob');
    el.client = next;
    void el.start(); // in the same turn
    await until(() => next.doctor.runs);
    await drawn(el);
    expect([el.state, next.doctor.signal!.aborted]).to.deep.equal(['running', false]);
  });

  it('finds the client of a provider around it', async () => {
    const client = new DoctorClient();
    const provider = await fixture(html`<earshot-client .client=${client}><call-doctor></call-doctor></earshot-client>`);
    const el = provider.querySelector('call-doctor')!;
    void el.start();
    await until(() => client.doctor.runs);
    expect(el.state).to.equal('running');
  });

  it('loads what it needs while the server is there, for when it is not', async () => {
    const { client, doctor } = await setUp();
    client.setState('connected');
    await until(() => doctor.prepared);
    expect(doctor.runs).to.equal(0);
  });

  it('checks by a key, shows each check by shape and word, and moves the focus with what happens', async () => {
    const { el, doctor, root, $, row, text, button, client } = await setUp();
    el.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => doctor.runs);
    doctor.reach('permission');
    await drawn(el);
    expect(el.state).to.equal('running');
    expect(root.activeElement === $('.title'), 'the focus is on the heading').to.equal(true);
    expect(text('.title')).to.equal('Checking your connection');
    expect(text('[part=text]')).to.equal('Choose Allow if your browser asks for the microphone.');
    expect($('.list').getAttribute('role')).to.equal('list');
    expect([row('browser'), row('permission'), row('level')].map((node) => node.querySelector('.ck-s')!.textContent)).to.deep.equal([
      'Passed',
      'Checking',
      'Waiting',
    ]);
    expect(row('browser').querySelector('.ck-f')!.textContent).to.equal('The browser can make calls.');
    await expect(el).to.be.accessible();
    doctor.reach('socket');
    await drawn(el);
    expect(text('[part=text]')).to.equal('6 of 13 done');
    doctor.set('socket', 'warned', { cause: 'server:slow', finding: 'Slowly.' });
    doctor.set('token', 'failed', { cause: 'server:token-refused', finding: 'Not accepted.' });
    doctor.set('stun', 'skipped', { finding: 'No STUN server is set up.' });
    await drawn(el);
    const states = ['passed', 'running', 'waiting', 'warned', 'failed', 'skipped'];
    doctor.set('loopback', 'running');
    await drawn(el);
    const shapes = states.map((state) => root.querySelector(`.ck[data-s=${state}] path`)!.getAttribute('d'));
    expect(new Set(shapes).size, 'each state has a shape of its own').to.equal(states.length);
    expect(row('socket').textContent).to.contain('Not great');
    expect(row('token').textContent).to.contain('Failed');
    expect(row('stun').textContent).to.contain('Skipped');
    await expect(el).to.be.accessible();
    doctor.finish('server:token-refused');
    await until(() => el.state === 'bad');
    await drawn(el);
    expect(root.activeElement === $('.title'), 'the focus is on the verdict').to.equal(true);
    await sendKeys({ press: 'Tab' });
    expect(root.activeElement === button('Check again')).to.equal(true);
    await sendKeys({ press: 'Enter' });
    await until(() => doctor.runs === 2);
    await drawn(el);
    await sendKeys({ press: 'Tab' });
    expect(root.activeElement === button('Cancel')).to.equal(true);
    await sendKeys({ press: 'Enter' });
    expect(el.state, 'a key that is still down cancels nothing').to.equal('running');
    await client.clock.advance(600);
    await sendKeys({ press: 'Enter' });
    await drawn(el);
    expect([el.state, doctor.signal!.aborted]).to.deep.equal(['idle', true]);
    expect(root.activeElement === button('Check my connection')).to.equal(true);
  });

  it('leaves the focus alone when it is elsewhere', async () => {
    const { el, doctor, begin } = await setUp();
    const outside = await fixture<HTMLButtonElement>(html`<button>Elsewhere</button>`);
    outside.focus();
    await begin();
    doctor.finish('permission:denied');
    await until(() => el.state === 'bad');
    await drawn(el);
    expect(document.activeElement === outside).to.equal(true);
  });

  it('shows the level while it listens, and changes its words at most every two seconds', async () => {
    const { el, client, doctor, $, text, begin } = await setUp();
    await begin();
    doctor.reach('level');
    await drawn(el);
    expect(text('[part=text]')).to.equal('Say something.');
    const meter = $('.meter');
    expect([meter.role, meter.ariaLabel]).to.deep.equal(['meter', 'Microphone level']);
    await expect(el).to.be.accessible();
    const hear = (level: number) => doctor.set('level', 'running', { figures: { level, peak: level } });
    hear(0.8);
    expect(meter.style.getPropertyValue('--v')).to.equal('0.80');
    expect(meter.ariaValueText).to.equal('Picking up your voice');
    hear(0.1);
    expect([meter.style.getPropertyValue('--v'), meter.ariaValueText]).to.deep.equal(['0.10', 'Picking up your voice']);
    await client.clock.advance(2_000);
    hear(0.1);
    expect(meter.ariaValueText).to.equal('Quiet');
    doctor.reach('socket');
    await drawn(el);
    expect($('.meter') === null).to.equal(true);
  });

  it('tells the page of each check that starts or ends, and of the verdict', async () => {
    const { el, doctor, begin } = await setUp();
    const told: string[] = [];
    const states: string[] = [];
    const listen = (event: CallDoctorCheckEvent) => told.push(`${event.check.id} ${event.check.state} ${event.checks.length} ${event.composed}`);
    el.addEventListener('call-doctor-check', listen);
    let verdict: CallDoctorVerdictEvent | undefined;
    el.addEventListener('call-doctor-verdict', (event) => {
      verdict = event;
      states.push(el.state);
    });
    await begin();
    doctor.set('level', 'running', { figures: { level: 0.1 } });
    doctor.set('level', 'running', { figures: { level: 0.2 } });
    expect(told).to.deep.equal(['browser running 13 true', 'level running 13 true']);
    const done = el.start(); // the same check is meant
    doctor.finish('ok:no-relay');
    const diagnosis = await done;
    expect(doctor.runs).to.equal(1);
    expect([diagnosis!.cause, verdict!.diagnosis.cause, verdict!.state, verdict!.bubbles]).to.deep.equal([
      'ok:no-relay',
      'ok:no-relay',
      'good',
      true,
    ]);
    expect([el.diagnosis!.cause, states]).to.deep.equal(['ok:no-relay', ['good']]);
  });

  it('says the start, each failed check once, and the verdict, urgently only when it is bad', async () => {
    const { el, client, doctor, begin } = await setUp();
    await client.clock.advance(60_000); // what another test said is not said twice
    await begin();
    doctor.set('turn-udp', 'failed', { cause: 'network:turn-unreachable' });
    doctor.set('turn-udp', 'failed', { cause: 'network:turn-unreachable' });
    doctor.finish('network:no-media');
    await until(() => el.state === 'bad');
    expect(speech.said).to.deep.equal([
      'Checking your connection.',
      'Relay over UDP: Relay can’t be reached.',
      'Sound doesn’t get through. Your network lets no call pass.',
    ]);
    expect(speech.assertive).to.deep.equal(['Sound doesn’t get through. Your network lets no call pass.']);
    await client.clock.advance(2_000);
    await begin();
    doctor.finish('ok:all-good');
    await until(() => el.state === 'good');
    expect(speech.said.slice(3)).to.deep.equal(['Checking your connection.', 'Ready for calls. Everything a call needs works here.']);
    expect(speech.assertive.length).to.equal(1);
  });

  it('has words, a state and something to do or to show for every cause', async () => {
    const { el, doctor, text, root, begin } = await setUp();
    for (const cause of CAUSES) {
      await begin();
      doctor.finish(cause);
      await until(() => el.diagnosis);
      await drawn(el);
      const title = text('.title');
      expect(title, cause).to.match(/^\p{Lu}[^.{}]+$/u);
      expect(title.split(' ').length, `${cause}: ${title}`).to.be.at.most(4);
      expect(text('[part=text]'), cause).to.match(/^\p{Lu}.+[.:]$/u);
      const steps = root.querySelector('[part=steps]');
      const note = root.querySelector('[part=note]');
      if (!['ok:all-good', 'device:none'].includes(cause)) expect((steps ?? note)?.textContent, cause).to.match(/\w/);
      expect(steps?.textContent ?? '', cause).not.to.match(/\{|undefined/);
      const state = cause.startsWith('ok:') ? 'good' : /slow|quiet|renewed|udp-blocked|only-tls|poor/.test(cause) ? 'warning' : 'bad';
      expect([el.state, has(el, state)], cause).to.deep.equal([state, true]);
    }
  });

  for (const cause of ['ok:all-good', 'network:poor', 'permission:denied', 'page:policy'] as const) {
    it(`is accessible with the verdict ${cause}, its details open, at 280 px and in right-to-left`, async () => {
      const { el, doctor, $, begin } = await setUp({ width: 280 });
      el.dir = 'rtl';
      await begin();
      doctor.finish(cause);
      await until(() => el.diagnosis);
      await drawn(el);
      $<HTMLDetailsElement>('details').open = true;
      await expect(el).to.be.accessible();
      expect($('.doc').scrollWidth).to.be.at.most($('.doc').clientWidth);
    });
  }

  it('gives steps for this browser on this system', async () => {
    const { el, doctor, root, begin } = await setUp();
    const steps = async (browser: string, system: string) => {
      doctor.platform = { browser, system };
      await begin();
      doctor.finish('permission:denied');
      await until(() => el.diagnosis);
      await drawn(el);
      return [...root.querySelectorAll('.steps li')].map((node) => node.textContent!.replaceAll(/\s+/g, ' ').trim());
    };
    expect(await steps('Chrome 142.0', 'Linux')).to.deep.equal(['Select next to the web address.', 'Switch Microphone on.', 'Reload the page.']);
    expect(root.querySelector('.steps li svg') !== null).to.equal(true);
    expect((await steps('Chrome 142.0', 'Android'))[0]).to.contain('then Permissions');
    expect((await steps('Safari 18.1', 'iOS'))[0]).to.contain('Website Settings');
    expect((await steps('Samsung Internet 27.0', 'Android'))[0]).to.contain('then Permissions');
    expect((await steps('unknown', 'unknown'))[0]).to.equal('Open the settings of your browser.');
  });

  it('folds what it measured, with figures in the language of the page', async () => {
    const { el, doctor, root, $, begin, text } = await setUp();
    await begin();
    doctor.finish('ok:all-good');
    await until(() => el.diagnosis);
    await drawn(el);
    expect(text('.sum')).to.equal('Voice quality4.4 of 5Lost0.4%Round trip25 ms');
    expect($<HTMLDetailsElement>('details').open).to.equal(false);
    $('summary').focus();
    await sendKeys({ press: 'Space' });
    expect($<HTMLDetailsElement>('details').open).to.equal(true);
    const rows = [...root.querySelectorAll('details .ck')];
    expect(rows.length).to.equal(13);
    expect(rows[7]!.textContent!.replaceAll(/\s+/g, ' ')).to.contain('Lasts23 hr');
    setStrings('de', { 'doctor.figure.lossPercent': 'Verlust' });
    try {
      await drawn(el);
      expect(text('.sum')).to.contain('Verlust0,4 %');
      expect(text('.sum')).to.contain('4,4 of 5');
      expect(rows[0]!.textContent, 'no English in a table of another language').not.to.contain('The browser can make calls.');
    } finally {
      setStrings('en', { 'doctor.figure.lossPercent': 'Lost' });
    }
  });

  it('copies the diagnosis with the recording, and says so', async () => {
    const { el, client, doctor, button, begin } = await setUp();
    let copied = '';
    const { clipboard } = navigator;
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: {
        async writeText(text: string) {
          copied = text;
        },
      },
    });
    try {
      await begin();
      doctor.finish('server:refused');
      await until(() => el.diagnosis);
      await drawn(el);
      button('Copy report').focus();
      await sendKeys({ press: 'Enter' });
      await until(() => button('Report copied'));
      expect(speech.said.at(-1)).to.equal('Report copied');
      const report = JSON.parse(copied);
      expect([report.version, report.diagnosis.cause, report.diagnosis.checks.length, report.events.length]).to.deep.equal([
        1,
        'server:refused',
        13,
        1,
      ]);
      await client.clock.advance(2_000);
      await drawn(el);
      expect(!!button('Copy report')).to.equal(true);
      Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: () => Promise.reject(new Error('not allowed')) } });
      button('Copy report').click();
      await until(() => el.shadowRoot!.textContent!.includes('Copying isn’t allowed here.'));
      await expect(el).to.be.accessible();
    } finally {
      Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
    }
  });

  it('saves the same as a file, also where there is no recording', async () => {
    const { el, client, doctor, button, begin } = await setUp();
    client.provide(Symbol.for('earshot/flight'), { recorder: () => Promise.reject(new Error('offline')) });
    const saved: { name: string; text: Promise<string> }[] = [];
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function () {
      saved.push({ name: this.download, text: fetch(this.href).then((response) => response.text()) });
    };
    try {
      await begin();
      doctor.finish('server:unreachable');
      await until(() => el.diagnosis);
      await drawn(el);
      button('Save report').focus();
      await sendKeys({ press: 'Enter' });
      await until(() => saved.length);
      expect(saved[0]!.name).to.match(/^earshot-doctor-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.json$/);
      expect(Object.keys(JSON.parse(await saved[0]!.text))).to.deep.equal(['diagnosis']);
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
  });

  it('starts by itself with `autostart`, and again with another client', async () => {
    const { el, doctor } = await setUp({ autostart: true });
    await until(() => doctor.runs);
    const other = new DoctorClient('bob');
    el.client = other;
    await until(() => other.doctor.runs);
    expect(doctor.signal!.aborted).to.equal(true);
    expect([doctor.runs, el.state]).to.deep.equal([1, 'running']);
    other.doctor.finish('ok:all-good');
    await until(() => el.state === 'good');
  });

  it('ends what runs when it leaves the document, and goes on when it is only moved', async () => {
    const { el, client, doctor, begin } = await setUp();
    await begin();
    const box = document.createElement('div');
    el.parentElement!.append(box);
    box.append(el);
    await drawn(el);
    expect([doctor.signal!.aborted, el.state]).to.deep.equal([false, 'running']);
    el.remove();
    await drawn(el);
    expect([doctor.signal!.aborted, el.state, client.listenerCount(), client.clock.pending]).to.deep.equal([true, 'idle', 0, 0]);
    doctor.finish('ok:all-good'); // too late
    await drawn(el);
    expect(el.diagnosis).to.equal(undefined);
  });

  it('is idle again when its client ends, and says when it cannot run at all', async () => {
    const { el, doctor, text, button, begin } = await setUp();
    await begin();
    doctor.dispose();
    await until(() => el.state === 'idle');
    const { warn } = console;
    const warned: unknown[] = [];
    console.warn = (...args) => void warned.push(args[0]);
    try {
      await begin();
      doctor.fail(new EarshotError('client:disposed', 'diagnose'));
      await until(() => el.state === 'error');
      await drawn(el);
    } finally {
      console.warn = warn;
    }
    expect(warned.length).to.equal(1);
    expect(text('.title')).to.equal('Check didn’t start');
    expect(speech.assertive.length).to.equal(1);
    await expect(el).to.be.accessible();
    button('Try again').click();
    await until(() => doctor.runs === 3);
    expect(el.state).to.equal('running');
  });

  it('runs beside a call without touching it', async () => {
    const { el, client, doctor, begin } = await setUp();
    const call = await client.calls.make('bob');
    call.connect();
    await begin();
    doctor.finish('ok:all-good');
    await until(() => el.state === 'good');
    expect([call.asked, call.state, call.claimed]).to.deep.equal([[], 'connected', false]);
  });

  it('warns of a heading level that is none', async () => {
    const { warn } = console;
    const warned: unknown[] = [];
    console.warn = (...args) => void warned.push(args[0]);
    try {
      const el = await fixture<CallDoctor>(html`<call-doctor heading-level="9"></call-doctor>`);
      expect(el.shadowRoot!.querySelector('[role=heading]')!.getAttribute('aria-level')).to.equal('3');
      el.headingLevel = 2;
      await el.updateComplete;
      expect(el.shadowRoot!.querySelector('[role=heading]')!.getAttribute('aria-level')).to.equal('2');
    } finally {
      console.warn = warn;
    }
    expect(warned).to.deep.equal(['<call-doctor> heading-level: "9" is not between 1 and 6']);
  });
});
