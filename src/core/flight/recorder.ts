import { currentPlatform, type Unsubscribe } from '../base/index.ts';
import type { CallState } from '../call/api.ts';
import type { Chat } from '../chat/api.ts';
import type { Media } from '../media/api.ts';
import type { FlightArea, FlightEvent, FlightRecorder, FlightRecording } from './api.ts';
import { keepOver, takeUp } from './keep-over.ts';
import type { SessionStore } from './ports.ts';
import { Redactor } from './redactor.ts';
import type { Tape } from './tape.ts';
import { CallWatch, type Tell, tellWelcome, watchChat, watchConnection, watchMedia } from './watch.ts';

/** The ring, behind its redactor. One a client; `flightOf(client)` gives it. */
export class Recorder implements FlightRecorder {
  readonly #tape: Tape;
  readonly #version: string;
  readonly #store: SessionStore | undefined;
  readonly #key: string;
  readonly #redactor = new Redactor();
  readonly #watched = new Map<string, (service: never) => Unsubscribe[]>();
  #undo: Unsubscribe[] = [];
  #events: FlightEvent[] = [];
  #dropped: number;
  /** The time of what is taken from the tape: it was over before it is told. */
  #pastMs: number | undefined;

  constructor(tape: Tape, version: string, store: SessionStore | undefined) {
    this.#tape = tape;
    this.#version = version;
    this.#store = store;
    const { client } = tape.parts;
    this.#key = `earshot:flight:${client.appId}:${client.userId}`;
    this.#watched
      .set('earshot/media', (media: Media) => watchMedia(media, this.#tell))
      .set('earshot/chat', (chat: Chat) => watchChat(chat, client.userId, this.#tell));
    const before = takeUp(store, this.#key, this.#redactor);
    this.#events = before?.events ?? [];
    this.#dropped = (before?.dropped ?? 0) + tape.dropped;
    this.#takeOver(before ? 'reload' : 'start');
  }

  get events(): readonly FlightEvent[] {
    return this.#events;
  }

  record(area: FlightArea, name: string, detail?: FlightEvent['detail']): void {
    this.#tell(area, name, detail);
  }

  export(): FlightRecording {
    const { browser, version, system } = currentPlatform();
    return {
      version: 1,
      exportedAtMs: this.#now,
      clientVersion: this.#version,
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

  /** Listens to the services that came into being since. */
  watchServices(): void {
    if (this.#tape.disposed) return;
    for (const [key, service] of this.#tape.services) {
      const watch = this.#watched.get(key.description ?? '');
      if (!watch) continue;
      this.#watched.delete(key.description!);
      this.#undo.push(...watch(service as never));
    }
  }

  /** The story goes on with the next client of this user on this page. */
  dispose(): void {
    this.#keepOver();
    for (const undo of this.#undo) undo();
    this.#undo = [];
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

  /** Puts the news of the tape in words, and goes on from there. */
  #takeOver(first: 'start' | 'reload'): void {
    const { parts, rows, disposed } = this.#tape;
    const { connection, client } = parts;
    const calls = new CallWatch(this.#tell);
    let previous: string | undefined;
    for (const [atMs, news, call] of rows.splice(0)) {
      this.#pastMs = atMs;
      if (call) calls.changed(call, news as CallState);
      else if (typeof news !== 'string') this.#tell('connection', 'error', { code: news.code });
      else {
        if (previous === undefined) this.#tell('client', first);
        else this.#tell('connection', 'state', { state: news, previous });
        previous = news;
      }
    }
    this.#pastMs = undefined;
    this.#tape.stop();
    if (disposed) return;
    this.#undo = [...watchConnection(parts, this.#tell), client.calls.on('change', (call) => calls.changed(call))];
    if (connection.welcome) tellWelcome(connection.welcome, this.#tell);
    for (const call of client.calls.calls) calls.changed(call);
    this.watchServices();
    if (typeof document === 'undefined') return;
    const leave = () => this.#keepOver();
    globalThis.addEventListener('pagehide', leave);
    this.#undo.push(() => globalThis.removeEventListener('pagehide', leave));
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

/** Takes over from the tape. */
export const createRecorder = (tape: Tape, version: string, store = pageStore()): Recorder => new Recorder(tape, version, store);
