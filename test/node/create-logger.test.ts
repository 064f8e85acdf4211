import type { LogEntry } from '../../src/compat/create/create.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Town } from './calls-town.ts';
import { Face, type FaceOptions } from './create-town.ts';

type Logs = NonNullable<NonNullable<FaceOptions['config']>['logs']>;

describe('what create() writes down', () => {
  let town: Town;
  before(async () => {
    town = await Town.start();
  });
  after(() => town.stop());

  /** A face, and the entries it made. */
  const noted = (logs: Logs = {}) => {
    const entries: LogEntry[] = [];
    const actions: LogEntry[] = [];
    const logActions =
      typeof logs.logActions === 'object' ? { handler: (entry: LogEntry) => void actions.push(entry), ...logs.logActions } : logs.logActions;
    const config = {
      logs: {
        handler: (entry: LogEntry) => void entries.push(entry),
        ...logs,
        logLevel: logs.logLevel ?? 'debug',
        ...(logActions !== undefined && { logActions }),
      },
    };
    return { face: new Face(town, { config: config as FaceOptions['config'] }), entries, actions };
  };
  const messages = (entries: LogEntry[]) => entries.map((entry) => entry.messages[0]);

  it('is an entry with its time, level, subject and messages, for the handler of the app [RB-log-02] [RB-log-03] [RB-cfg-02]', () => {
    const { face, entries } = noted();
    const before = Date.now();
    face.api.updateConfig({ nonsense: 1 } as never);
    const [entry] = entries;
    expect(entry).to.deep.include({ method: 'warn', level: 'warn', target: { type: 'config', name: 'config' }, messages: ['nonsense is unknown'] });
    expect(entry?.timestamp).to.be.within(before, Date.now());
    face.api.destroy();
  });

  it('is everything at the level that was set and above, which is debug by default [RB-log-04] [RB-cfg-01]', async () => {
    expect(noted().face.api.logger.levels).to.deep.equal({ SILENT: 'silent', ERROR: 'error', WARN: 'warn', INFO: 'info', DEBUG: 'debug' });
    for (const [logLevel, expected] of [
      ['debug', ['time', 'warn']],
      ['info', ['warn']],
      ['warn', ['warn']],
      ['error', []],
      ['silent', []],
    ] as const) {
      const { face, entries } = noted({ logLevel });
      face.api.setCredentials({ username: 'ann', bearerAccessToken: await town.token('ann') });
      face.api.services.subscribe(['chat']); // measured, at debug
      face.api.updateConfig({ nonsense: 1 } as never);
      expect(entries.map(({ method }) => method)).to.deep.equal(expected);
      face.api.destroy();
    }
    expect(new Face(town, { config: { logs: { logLevel: undefined } } }).api.getConfig().logs.logLevel).to.equal('debug');
  });

  it('carries what was measured where something takes its time', async () => {
    const { face, entries } = noted();
    face.api.setCredentials({ username: 'ben', bearerAccessToken: await town.token('ben') });
    face.api.services.subscribe(['call']);
    await face.until(() => face.api.services.getSubscriptions().subscribed.length > 0);
    while (!entries.some(({ method }) => method === 'timeEnd')) await Promise.resolve();
    const timers = entries.filter(({ timer }) => timer);
    expect(timers.map(({ method, timer }) => [method, timer?.name])).to.deep.equal([
      ['time', 'subscribe to call'],
      ['timeEnd', 'subscribe to call'],
    ]);
    expect(timers[1]?.timer?.durationMs).to.be.at.least(0);
    face.api.destroy();
  });

  it('goes to the method of the console for its level when the app takes nothing [RB-log-01]', () => {
    const said: unknown[][] = [];
    const { warn } = console;
    console.warn = (...parts: unknown[]) => void said.push(parts);
    try {
      const { face } = noted({ handler: undefined, logLevel: 'warn' });
      face.api.updateConfig({ nonsense: 1 } as never);
      face.api.destroy();
    } finally {
      console.warn = warn;
    }
    expect(said).to.have.length(1);
    expect(String(said[0]?.[0])).to.match(/^\d+ - config - warn - nonsense is unknown$/);
  });

  it('has actions only where they are wanted, at debug [RB-cfg-03] [RB-cfg-04] [RB-cfg-08]', () => {
    const act = ({ face }: ReturnType<typeof noted>) => {
      face.api.connection.enableConnectivityChecking(false);
      face.api.destroy();
    };
    const [off, on, info] = [noted(), noted({ logActions: { level: 'info' } }), noted({ logActions: {}, logLevel: 'info' })];
    for (const one of [off, on, info]) act(one);
    expect([off.entries.length, info.actions.length]).to.deep.equal([0, 0]);
    expect(messages(on.actions)).to.include('action connection.enableConnectivityChecking');
    expect(on.entries).to.deep.equal([]); // they have a handler of their own
    expect(new Set(on.actions.map(({ level }) => level))).to.deep.equal(new Set(['info']));
    expect(new Face(town).api.getConfig().logs.logActions).to.equal(false);
  });

  it('shows actions with what surrounds them, or alone, folded or not [RB-cfg-05] [RB-cfg-06] [RB-cfg-07]', () => {
    const methods = (logActions: object) => {
      const { face, actions } = noted({ logActions });
      face.api.call.setCustomParameters('nobody'); // changes nothing
      face.api.connection.enableConnectivityChecking(false);
      face.api.updateConfig({ connectivity: { pingInterval: 5 } });
      face.api.destroy();
      return actions;
    };
    const usual = methods({});
    expect(messages(usual).slice(0, 5)).to.deep.equal([
      'action call.setCustomParameters',
      'prev state',
      'action',
      'next state',
      'action call.setCustomParameters',
    ]);
    expect(usual.slice(0, 5).map(({ method }) => method)).to.deep.equal(['group', 'debug', 'debug', 'debug', 'groupEnd']);
    const alone = methods({ actionOnly: true, collapsed: true });
    expect(alone.slice(0, 3).map(({ method }) => method)).to.deep.equal(['groupCollapsed', 'debug', 'groupEnd']);
    const diffs = methods({ actionOnly: true, diff: true }).filter(({ messages: [first] }) => /diff|CHANGED/.test(String(first)));
    expect(diffs.map((entry) => entry.messages)).to.deep.equal([
      ['no diff'],
      ['no diff'],
      ['CHANGED connection.pingInterval', 30_000, 5],
      ['no diff'],
    ]);
  });

  it('shows what methods were called with unless that is private, and never what signs a person in [RB-cfg-09]', () => {
    const payload = (logActions: object) => {
      const { face, actions } = noted({ logActions });
      face.api.setCredentials({ username: 'cora', password: 'hunter2', authname: 'c' });
      face.api.destroy();
      expect(JSON.stringify(actions)).to.not.include('hunter2');
      return actions.find(({ messages: [first] }) => first === 'action')?.messages[1];
    };
    expect(payload({})).to.deep.equal({ type: 'setCredentials', payload: [{ username: 'cora', password: '…', authname: 'c' }] });
    expect(payload({ exposePayloads: false })).to.deep.equal({ type: 'setCredentials' });
  });
});
