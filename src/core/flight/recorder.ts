import { currentPlatform, type Unsubscribe } from '../base/index.ts';
import type { CallState } from '../call/api.ts';
import type { Chat } from '../chat/api.ts';
import type { Media } from '../media/api.ts';
import type { EarshotError } from '../protocol/index.ts';
import type { FlightArea, FlightEvent, FlightRecorder, FlightRecording } from './api.ts';
import { keepOver, takeUp } from './keep-over.ts';
import type { SessionStore } from './ports.ts';
import { Redactor } from './redactor.ts';
import type { Tape } from './tape.ts';
import { CallWatch, type Tell, tellWelcome, watchChat, watchConnection, watchMedia } from './watch.ts';

/** The ring, behind its redactor. One a client; `flightOf(client)` gives it. */
export class Recorder implements FlightRecorder {
  readonly #tape: Tape;
  readonly #store: SessionStore | undefined;
  readonly #key: string;
  readonly #redactor = new Redactor();
  readonly #calls = new CallWatch((...event) => this.#tell(...event));
  /** How to listen to a service, by the description of its key. */
  readonly #watches: Readonly<Record<string, (service: never) => Unsubscribe[]>> = {
    'earshot/media': (media: Media) => watchMedia(media, this.#tell),
    'earshot/chat': (chat: Chat) => watchChat(chat, this.#tape.parts.client.userId, this.#tell),
  };
  #events: FlightEvent[] = [];
  #dropped: number;
  /** The time of what is taken from the tape: it was over before it is told. */
  #pastMs: number | undefined;

  constructor(tape: Tape, store: SessionStore | undefined) {
    this.#tape = tape;
    this.#store = store;
    const { client } = tape.parts;
    this.#key = `earshot:flight:${client.appId}:${client.userId}`;
    const before = takeUp(store, this.#key, this.#redactor);
    this.#events = before?.events ?? [];
    this.#dropped = (before?.dropped ?? 0) + (tape.rows[0]?.[3] ?? 0);
    const listens = this.#takeOver();
    this.readTape();
    if (!listens) return;
    const { connection } = tape.parts;
    if (connection.welcome) tellWelcome(connection.welcome, this.#tell);
    for (const call of client.calls.calls) this.#calls.changed(call);
  }

  get events(): readonly FlightEvent[] {
    return this.#events;
  }

  record(area: FlightArea, name: string, detail?: FlightEvent['detail']): void {
    this.#tell(area, name, detail);
  }

  /** What it has of one call, named as it is, not by its pseudonym. */
  ofCall(callId: string): readonly FlightEvent[] {
    const { detail } = this.#redactor.event(0, 'call', 'call', { call: callId });
    return this.#events.filter((event) => event.area === 'call' && event.detail?.call === detail?.call);
  }

  export(): FlightRecording {
    const { browser, version, system } = currentPlatform();
    return {
      version: 1,
      exportedAtMs: this.#now,
      clientVersion: this.#tape.version,
      browser: `${browser} ${version}`.trim(),
      system,
      dropped: this.#dropped,
      events: [...this.#events],
    };
  }

  toFile(): File {
    const { events, ...head } = this.export();
    const lines = events.map((event) => `    ${JSON.stringify(event)}`).join(',\n');
    // one event a line: it is read by people, too
    const text = `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "events": [\n${lines}\n  ]\n}\n`;
    const time = new Date(head.exportedAtMs).toISOString().slice(0, 19).replaceAll(':', '-');
    return new File([text], `earshot-${time}.json`, { type: 'application/json' });
  }

  clear(): void {
    this.#events = [];
    this.#dropped = 0;
    this.#redactor.clear();
    this.#store?.removeItem(this.#key);
  }

  /** Puts in words what is on the tape, and listens to the services that are on it. */
  readTape(): void {
    const { rows, undo } = this.#tape;
    for (const [atMs, news, about] of rows.splice(0)) {
      this.#pastMs = atMs;
      if (typeof about === 'symbol') {
        const watch = undo.length ? this.#watches[about.description ?? ''] : undefined;
        undo.push(...(watch?.(news as never) ?? []));
      } else if (typeof about === 'object') this.#calls.changed(about, news as CallState);
      else if (typeof news !== 'string') this.#tell('connection', 'error', { code: (news as EarshotError).code });
      else if (about !== undefined) this.#tell('connection', 'state', { state: news, previous: about });
      else this.#tell('client', this.#events.length ? 'reload' : 'start');
    }
    this.#pastMs = undefined;
  }

  get #now(): number {
    return this.#tape.parts.clock.now();
  }

  get #limit(): number {
    return this.#tape.parts.settings.flightEvents;
  }

  readonly #tell: Tell = (area, name, detail) => {
    const event = this.#redactor.event(this.#pastMs ?? this.#now, area, name, detail);
    const last = this.#events.at(-1);
    if (isMore(last, event)) this.#events[this.#events.length - 1] = more(last, event);
    else this.#events.push(event);
    this.#trim();
  };

  #trim(): void {
    const over = this.#events.length - this.#limit;
    if (over <= 0) return;
    this.#events.splice(0, over);
    this.#dropped += over;
  }

  /** From here on it listens itself; false when the client is gone already. */
  #takeOver(): boolean {
    const { parts, undo } = this.#tape;
    const before = undo.splice(0);
    for (const off of before) off();
    if (!before.length) return false;
    const leave = () => this.#keepOver();
    // the story goes on with the page that comes next, or with the next client of this user on this one
    undo.push(
      leave,
      ...watchConnection(parts, this.#tell),
      parts.client.calls.on('change', (call) => this.#calls.changed(call)),
    );
    if (typeof document === 'undefined') return true;
    globalThis.addEventListener('pagehide', leave);
    undo.push(() => globalThis.removeEventListener('pagehide', leave));
    return true;
  }

  #keepOver(): void {
    if (this.#limit && this.#events.length) keepOver(this.#store, this.#key, { events: this.#events, dropped: this.#dropped }, this.#redactor);
  }
}

/** Entries of one channel that follow one another are one event with a count: a busy channel does not push a call out of the ring. */
function isMore(last: FlightEvent | undefined, event: FlightEvent): last is FlightEvent {
  return (
    event.area === 'chat' &&
    last?.area === 'chat' &&
    last.name === event.name &&
    event.detail?.offset !== undefined &&
    last.detail?.channel === event.detail.channel &&
    last.detail?.kind === event.detail.kind
  );
}

const more = (last: FlightEvent, { atMs, detail }: FlightEvent): FlightEvent => ({
  ...last,
  detail: { ...last.detail, ...detail, count: Number(last.detail?.count ?? 1) + 1, durationMs: atMs - last.atMs },
});

/** `sessionStorage`, where there is a page and it may be used. */
function pageStore(): SessionStore | undefined {
  try {
    return typeof document === 'undefined' ? undefined : globalThis.sessionStorage;
  } catch {
    return undefined; // a sandboxed frame throws at the mere look
  }
}

const recorders = new WeakMap<Tape, Recorder>();

/** The recorder of a tape, up to date with it. Made on first use. */
export function recorderOf(tape: Tape, store = pageStore()): Recorder {
  const known = recorders.get(tape);
  if (known) {
    known.readTape();
    return known;
  }
  const made = new Recorder(tape, store);
  recorders.set(tape, made);
  return made;
}
