import { PhoneClient, type Session, type SessionEvents } from '../../src/compat/phone-client.ts';
import type { ClientOptions } from '../../src/core/client/api.ts';
import { FakeEngine } from '../fake-media.ts';
import { APP, profile, type Town } from './calls-town.ts';

type Type = keyof SessionEvents & string;
const TYPES: readonly Type[] = [
  ...(['callReport', 'streamAdded', 'ended', 'failed', 'clientError', 'reinvite', 'accepted', 'confirmed'] as const),
  ...(['statusChange', 'staticStatusChange', 'updateTimer', 'warningMessage'] as const),
];

/** What a session told, in order, from its first moment. */
export class Heard {
  readonly all: [type: Type, ...args: unknown[]][] = [];
  #waiting: (() => void)[] = [];

  constructor(session: Session) {
    for (const type of TYPES)
      session.on(type, (...args: unknown[]) => {
        this.all.push([type, ...args]);
        for (const look of this.#waiting.splice(0)) look();
      });
  }

  /** What came with the first one of this type, waiting for it. */
  async next<K extends Type>(type: K, match: (...args: SessionEvents[K]) => boolean = () => true): Promise<SessionEvents[K]> {
    for (;;) {
      const found = this.all.find(([one, ...args]) => one === type && match(...(args as SessionEvents[K])));
      if (found) return found.slice(1) as SessionEvents[K];
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    }
  }

  types(...of: Type[]): Type[] {
    return this.all.map(([type]) => type).filter((type) => of.includes(type));
  }
}

/** A person with a phone on a machine of his own. */
export class Caller {
  readonly client: PhoneClient;
  readonly engine: FakeEngine;
  readonly #heard = new Map<Session, Heard>();

  private constructor(client: PhoneClient, engine: FakeEngine) {
    this.client = client;
    this.engine = engine;
    client.phone.on('newRTCSession', ({ session }) => void this.#heard.set(session, new Heard(session)));
  }

  static async of(town: Town, userId: string, options: Partial<ClientOptions> = {}): Promise<Caller> {
    const engine = new FakeEngine(town.network);
    const settings = { backoffBaseMs: 5, backoffMaxMs: 20, qualityIntervalMs: 30, ...options.settings };
    const base = { host: town.host, appId: APP, userId, token: await town.token(userId), mediaEngine: engine, storage: profile() };
    const caller = new Caller(new PhoneClient({ ...base, ...options, settings }), engine);
    await caller.client.connect();
    return caller;
  }

  get phone() {
    return this.client.phone;
  }

  get id(): string {
    return this.client.userId;
  }

  heard(session: Session): Heard {
    return this.#heard.get(session)!;
  }

  /** The session that rings here next, alerting. */
  async ringing(): Promise<Session> {
    const session =
      this.phone.incomingList[0] ?? (await new Promise<Session>((resolve) => this.phone.once('incoming', (call) => resolve(call.session))));
    await this.until(session, ({ isRing }) => isRing);
    return session;
  }

  async until(session: Session, look: (status: Session['status']) => boolean): Promise<void> {
    if (!look(session.status)) await this.heard(session).next('statusChange', look);
  }

  /** Calls, is answered, and both hear each other. */
  async talk(other: Caller): Promise<[Session, Session]> {
    const coming = other.ringing();
    const { callId } = await this.phone.call(other.id);
    const out = this.phone.getSession(callId!)!;
    const inc = await coming;
    await inc.answer();
    await Promise.all([this.heard(out).next('confirmed'), other.heard(inc).next('confirmed')]);
    return [out, inc];
  }
}
