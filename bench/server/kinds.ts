/** Who takes part in the server table: how each server starts, and the least that a client of it does over a bare WebSocket. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { freePort } from './free-port.ts';

/** Everybody is in the first; the second has two members. */
export const ROOMS = ['lobby', 'pair'] as const;
export type Room = (typeof ROOMS)[number];

/** One client. */
export interface Line {
  /** There and back, nothing stored. */
  echo(): Promise<void>;
  /** Resolves when the server has taken it: where it stores messages, when that is committed. */
  send(room: Room, text: string): Promise<void>;
  /** Another's message, or one's own where the server sends it back. */
  onMessage: (text: string) => void;
  close(): void;
}

/** A server in a process of its own. */
export interface House {
  pid: number;
  port: number;
  /** Gone, as a restart has it. */
  stop(): Promise<void>;
}

export interface Kind {
  name: string;
  configuration: string;
  missing?(): string | undefined;
  /** `count` users, the first two in both rooms. A second start with the same folder and port finds what the first one stored. */
  start(folder: string, count: number, port: number): Promise<House>;
  open(house: House, at: number): Promise<Line>;
  /** After a restart, from where it was; undefined: nothing is kept for it. */
  resume?(house: House, at: number, line: Line): Promise<Line>;
}

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** A server that was told to end and does not for so long is killed. */
const DEAF_MS = 5_000;

const ended = (child: ChildProcess) => async () => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const deaf = setTimeout(() => child.kill('SIGKILL'), DEAF_MS); // too busy to hear it
  await gone;
  clearTimeout(deaf);
};

/** Ours and the two small ones: a module that listens and tells its port, and what else its clients need. */
async function hosted(script: string, ...args: string[]): Promise<House & { told: { tokens?: string[] } }> {
  const child = fork(script, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const end = () => void child.kill('SIGTERM');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const told = await new Promise<{ port: number; tokens?: string[] }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number }));
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
  });
  return { pid: child.pid!, port: told.port, told, stop: ended(child) };
}

const connected = (socket: WebSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });

type Frame = {
  t: string;
  client_id?: string;
  stream?: string;
  offset?: number;
  epoch?: string;
  streams?: Record<string, { head: number }>;
  entries?: { kind: string; message?: { content?: string } }[];
};

/** A client of ours that keeps its cursors. */
class EarshotLine implements Line {
  onMessage: (text: string) => void = () => {};
  readonly cursors: Record<string, [string, number]> = {};
  readonly #socket: WebSocket;
  readonly #acks = new Map<string, () => void>();
  readonly #pongs: (() => void)[] = [];
  #ready!: () => void;
  /** Streams of which it does not have everything yet; undefined: it is not welcomed. */
  #behind: Set<string> | undefined;
  #epoch = '';

  constructor(port: number) {
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/v1/socket`, { perMessageDeflate: false });
    this.#socket.on('message', (data) => {
      const all = JSON.parse(String(data)) as Frame | Frame[];
      for (const frame of Array.isArray(all) ? all : [all]) this.#take(frame);
    });
  }

  #take(frame: Frame): void {
    if (frame.t === 'pong') this.#pongs.shift()?.();
    else if (frame.t === 'ack') {
      this.#acks.get(frame.client_id!)?.();
      this.#acks.delete(frame.client_id!);
    } else if (frame.t === 'nack') throw new Error(JSON.stringify(frame));
    else if (frame.t === 'events') {
      this.cursors[frame.stream!] = [this.#epoch, frame.offset! + frame.entries!.length - 1];
      for (const { kind, message } of frame.entries!) if (kind === 'message') this.onMessage(message!.content ?? '');
    } else if (frame.t === 'live') {
      this.cursors[frame.stream!] = [this.#epoch, frame.offset!];
      this.#behind!.delete(frame.stream!);
      if (!this.#behind!.size) this.#ready();
    } else if (frame.t === 'welcome') {
      this.#epoch = frame.epoch!;
      for (const [stream, { head }] of Object.entries(frame.streams!)) this.cursors[stream] ??= [this.#epoch, head];
      this.#behind = new Set(Object.keys(frame.streams!));
    }
  }

  /** Let in, and live in all its rooms. */
  async hello(token: string, resume?: Record<string, [string, number]>): Promise<this> {
    await connected(this.#socket);
    const ready = new Promise<void>((resolve) => {
      this.#ready = resolve;
    });
    this.#socket.send(
      JSON.stringify({
        t: 'hello',
        v: 1,
        app_id: 'bench',
        token,
        device: 'bench',
        client_version: 'bench',
        channels: true,
        ...(resume && { resume }),
      }),
    );
    await ready;
    return this;
  }

  echo(): Promise<void> {
    return new Promise((resolve) => {
      this.#pongs.push(resolve);
      this.#socket.send('{"t":"ping","n":1}');
    });
  }

  send(room: Room, text: string): Promise<void> {
    const client_id = randomUUID();
    return new Promise((resolve) => {
      this.#acks.set(client_id, resolve);
      this.#socket.send(JSON.stringify({ t: 'send', client_id, channel_id: room, type: 'text', content: text }));
    });
  }

  close(): void {
    this.#socket.terminate();
  }
}

let tokens: string[] = [];
export const EARSHOT: Kind = {
  name: 'Earshot',
  configuration: 'its defaults, every message committed to SQLite on disk before it is acknowledged; rates and sockets an address lifted',
  async start(folder, count, port) {
    const house = await hosted(`${HERE}earshot-host.ts`, folder, String(count), String(port));
    tokens = house.told.tokens!;
    return house;
  },
  open: ({ port }, at) => new EarshotLine(port).hello(tokens[at]!),
  resume: ({ port }, at, line) => new EarshotLine(port).hello(tokens[at]!, (line as EarshotLine).cursors),
};

/** A client that speaks in rooms and knows nothing more. */
async function plainLine(port: number, at: number): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  const answers: (() => void)[] = [];
  const line: Line = {
    onMessage: () => {},
    echo: () =>
      new Promise((resolve) => {
        answers.push(resolve);
        socket.send('{"t":"echo"}');
      }),
    send: (room, text) =>
      new Promise((resolve) => {
        answers.push(resolve);
        socket.send(JSON.stringify({ t: 'send', room, text }));
      }),
    close: () => socket.terminate(),
  };
  socket.on('message', (data) => {
    const { t, text } = JSON.parse(String(data)) as { t: string; text: string };
    if (t === 'message') line.onMessage(text);
    else answers.shift()?.();
  });
  await connected(socket);
  socket.send(JSON.stringify({ t: 'join', rooms: at < 2 ? ROOMS : ROOMS.slice(0, 1) }));
  await line.echo();
  return line;
}

export const FLOOR: Kind = {
  name: 'floor (bare `ws`, nothing stored)',
  configuration:
    'ws with its defaults: rooms as sets of sockets, a message is made into text once and sent to all others; acknowledged when it was passed on',
  start: (_folder, _count, port) => hosted(`${HERE}ws-host.ts`, String(port)),
  open: ({ port }, at) => plainLine(port, at),
};

/** By a name that the compiler does not follow: without `npm run bench`, what it imports is not installed. */
const SOCKET_IO: string = '../peers/socketio-line.ts';
export const SOCKETIO: Kind = {
  name: 'socket.io, nothing stored',
  configuration: 'socket.io with its defaults over WebSocket alone, its rooms, its acknowledgements, its own client',
  start: (_folder, _count, port) => hosted(fileURLToPath(new URL('../peers/socketio-host.ts', import.meta.url)), String(port)),
  open: async ({ port }, at) => ((await import(SOCKET_IO)) as { socketioLine(port: number, at: number): Promise<Line> }).socketioLine(port, at),
};

const prosodyConfig = (folder: string, port: number): string => `
run_as_root = true
daemonize = false
pidfile = "${folder}/prosody.pid"
data_path = "${folder}"
log = { info = "*console" }
modules_enabled = { "saslauth", "disco", "ping", "posix", "websocket" }
modules_disabled = { "s2s", "offline" }
c2s_ports = {}
c2s_direct_tls_ports = {}
http_ports = { ${port} }
http_interfaces = { "127.0.0.1" }
https_ports = {}
network_settings = { tcp_backlog = 4096 }
certificates = "${folder}"
consider_websocket_secure = true
c2s_require_encryption = false
authentication = "anonymous"
storage = "internal"
VirtualHost "localhost"
Component "rooms.localhost" "muc"
modules_enabled = { "muc_mam" }
muc_room_locking = false
muc_room_default_presence_broadcast = { visitor = false, participant = false, moderator = false }
`;

/** XMPP over WebSocket (RFC 7395), as little as a room needs. */
async function prosodyLine(port: number, at: number): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/xmpp-websocket`, ['xmpp'], { perMessageDeflate: false });
  const waiting: { match: (stanza: string) => boolean; resolve: () => void }[] = [];
  const own = new Map<string, () => void>();
  let last = 0;
  const until = (match: (stanza: string) => boolean) => new Promise<void>((resolve) => void waiting.push({ match, resolve }));
  const line: Line = {
    onMessage: () => {},
    echo() {
      const id = `p${++last}`;
      const back = until((stanza) => stanza.startsWith('<iq') && stanza.includes(id));
      socket.send(`<iq xmlns='jabber:client' type='get' id='${id}' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`);
      return back;
    },
    send(room, text) {
      const id = `m${at}x${++last}`;
      return new Promise((resolve) => {
        own.set(id, resolve);
        socket.send(`<message xmlns='jabber:client' type='groupchat' id='${id}' to='${room}@rooms.localhost'><body>${text}</body></message>`);
      });
    },
    close: () => socket.terminate(),
  };
  socket.on('message', (data) => {
    const stanza = String(data);
    if (stanza.startsWith('<message')) {
      const id = /\bid='([^']*)'/.exec(stanza)?.[1] ?? '';
      own.get(id)?.(); // its own comes back when the room has it
      own.delete(id);
      const text = /<body>([^<]*)<\/body>/.exec(stanza)?.[1];
      if (text !== undefined) line.onMessage(text);
      return;
    }
    const found = waiting.findIndex(({ match }) => match(stanza));
    if (found >= 0) waiting.splice(found, 1)[0]!.resolve();
  });
  await connected(socket);
  const open = async () => {
    const features = until((stanza) => stanza.includes('features'));
    socket.send(`<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>`);
    await features;
  };
  const ask = async (stanza: string, match: (answer: string) => boolean) => {
    const answer = until(match);
    socket.send(stanza);
    await answer;
  };
  await open();
  await ask(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>`, (stanza) => stanza.includes('<success'));
  await open();
  await ask(`<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>`, (stanza) =>
    stanza.includes('<jid>'),
  );
  for (const room of at < 2 ? ROOMS : ROOMS.slice(0, 1))
    await ask(
      `<presence xmlns='jabber:client' to='${room}@rooms.localhost/user${at}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`,
      (stanza) => stanza.includes(`code='110'`),
    );
  return line;
}

export const PROSODY: Kind = {
  name: 'prosody, messages archived',
  configuration: `anonymous users over its WebSocket, one room with mod_muc_mam and without presence broadcasts:\n${prosodyConfig('DATA', 0)}`,
  // it has no flag that only tells its version
  missing: () =>
    (process.env.PATH ?? '').split(':').some((place) => existsSync(join(place, 'prosody')))
      ? undefined
      : 'prosody is not installed (Debian: prosody)',
  async start(folder, _count, wanted) {
    const port = wanted || (await freePort());
    const config = join(folder, 'prosody.cfg.lua');
    writeFileSync(config, prosodyConfig(folder, port));
    const child = spawn('prosody', ['-F', '--config', config], { stdio: ['ignore', 'pipe', 'inherit'] });
    const end = () => void child.kill('SIGTERM');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    let printed = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout!.on('data', (chunk: Buffer) => {
        printed = (printed + chunk).slice(-10_000);
        if (printed.includes(`Activated service 'http'`)) resolve();
      });
      child.once('exit', (code) => reject(new Error(`prosody ended with ${code}: ${printed}`)));
    });
    return { pid: child.pid!, port, stop: ended(child) };
  },
  open: ({ port }, at) => prosodyLine(port, at),
};

/** A folder for a server's data, and how to be rid of it. */
export function dataFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Memory that a process holds, in bytes; NaN where the system does not tell. */
export function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
  } catch {
    return Number.NaN;
  }
}
