/** Who takes part in the server table: how each server starts, and the least that a client of it does over a bare WebSocket. */
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { EarshotLine } from './earshot-line.ts';
import { ended, type House, type Kind } from './house.ts';
import { begins, connected, type Line, ROOMS } from './line.ts';
import { socketioLine } from './socketio-line.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

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

let tokens: string[] = [];
export const EARSHOT: Kind = {
  name: 'Earshot',
  configuration:
    'its defaults, every message committed to SQLite on disk before it is acknowledged; rates and sockets an address lifted. It listens with a queue of 4,096, the others with the 511 of Node',
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
  socket.on('message', (data: Buffer) => {
    line.onBytes?.(data);
    if (!line.onMessage && begins(data, '{"t":"message"')) return;
    const { t, text } = JSON.parse(String(data)) as { t: string; text: string };
    if (t === 'message') line.onMessage?.(text);
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

/** How the others store, for one and the same work. */
const STORED = 'each message committed to SQLite (WAL, synchronous=full) before it is passed on';

export const STORING_FLOOR: Kind = {
  ...FLOOR,
  name: 'floor that stores (bare `ws`)',
  configuration: `as the floor, ${STORED}`,
  start: (folder, _count, port) => hosted(`${HERE}ws-host.ts`, String(port), folder),
};

export const SOCKETIO: Kind = {
  name: 'socket.io, nothing stored',
  configuration:
    'socket.io with its defaults over WebSocket alone, its rooms, its acknowledgements; clients speak its protocol (Engine.IO 4, Socket.IO 5) over bare WebSockets',
  start: (_folder, _count, port) => hosted(fileURLToPath(new URL('../peers/socketio-host.ts', import.meta.url)), String(port)),
  open: ({ port }, at) => socketioLine(port, at),
};

export const STORING_SOCKETIO: Kind = {
  ...SOCKETIO,
  name: 'socket.io that stores',
  configuration: `as socket.io, ${STORED}`,
  start: (folder, _count, port) => hosted(fileURLToPath(new URL('../peers/socketio-host.ts', import.meta.url)), String(port), folder),
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
