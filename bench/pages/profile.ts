/** Writes down what our end of a call does, and when: for `node bench/call-setup.ts --profile`. */
import type { Client } from '../../src/core/client/client.ts';

/** What happened in a page, in epoch milliseconds. */
export type Mark = [name: string, atMs: number];

declare global {
  interface Window {
    marks: Mark[];
  }
}

/** Into `window.marks`. */
export function watchSteps(client: Client): void {
  window.marks = [];
  const mark = (name: string) => window.marks.push([name, performance.timeOrigin + performance.now()]);
  const { connection, calls } = client;
  const request = connection.request.bind(connection) as (method: string, ...rest: unknown[]) => Promise<unknown>;
  connection.request = ((method: string, ...rest: unknown[]) => {
    mark(method);
    return request(method, ...rest).then((reply) => {
      mark(`${method} replied`);
      return reply;
    });
  }) as typeof connection.request;
  connection.on('signal', ({ data }) => mark(data.description ? `${data.description.type} came` : 'candidates came'));
  calls.on('incoming', () => mark('incoming'));
  const { prototype } = RTCPeerConnection;
  for (const name of ['createOffer', 'createAnswer', 'setLocalDescription', 'setRemoteDescription'] as const) {
    const method = prototype[name] as (...args: unknown[]) => Promise<unknown>;
    (prototype as unknown as Record<string, unknown>)[name] = function (this: RTCPeerConnection, ...args: unknown[]) {
      mark(name);
      if (name === 'setLocalDescription')
        for (const type of ['iceconnectionstatechange', 'connectionstatechange'])
          this.addEventListener(type, () => mark(type === 'connectionstatechange' ? this.connectionState : `ice ${this.iceConnectionState}`));
      return method.apply(this, args).then((done) => {
        mark(`${name} done`);
        return done;
      });
    };
  }
}
