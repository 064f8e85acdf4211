import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { begins, connected, type Line, type Room } from './line.ts';

const EVENTS = '{"t":"events","stream":"';

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
export class EarshotLine implements Line {
  onMessage: Line['onMessage'];
  onBytes: Line['onBytes'];
  readonly #cursors: Record<string, [string, number]> = {};
  /** Entries that nobody has read yet: the newest of each stream. */
  readonly #unread = new Map<string, Buffer>();
  readonly #socket: WebSocket;
  readonly #acks = new Map<string, () => void>();
  readonly #pongs: (() => void)[] = [];
  #ready!: () => void;
  /** Streams of which it does not have everything yet; undefined: it is not welcomed. */
  #behind: Set<string> | undefined;
  #epoch = '';

  constructor(port: number) {
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/v1/socket`, { perMessageDeflate: false });
    this.#socket.on('message', (data: Buffer) => {
      this.onBytes?.(data);
      if (!this.onMessage && begins(data, EVENTS)) {
        this.#unread.set(data.toString('latin1', EVENTS.length, data.indexOf('"', EVENTS.length)), data);
        return;
      }
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
      this.#cursors[frame.stream!] = [this.#epoch, frame.offset! + frame.entries!.length - 1];
      for (const { kind, message } of frame.entries!) if (kind === 'message') this.onMessage?.(message!.content ?? '');
    } else if (frame.t === 'live') {
      this.#cursors[frame.stream!] = [this.#epoch, frame.offset!];
      this.#behind!.delete(frame.stream!);
      if (!this.#behind!.size) this.#ready();
    } else if (frame.t === 'welcome') {
      this.#epoch = frame.epoch!;
      for (const [stream, { head }] of Object.entries(frame.streams!)) this.#cursors[stream] ??= [this.#epoch, head];
      this.#behind = new Set(Object.keys(frame.streams!));
    }
  }

  /** Where it stands in each of its streams. */
  get cursors(): Record<string, [string, number]> {
    for (const data of this.#unread.values()) this.#take(JSON.parse(String(data)) as Frame);
    this.#unread.clear();
    return this.#cursors;
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
