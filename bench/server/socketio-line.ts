/** A client of socket.io over a bare WebSocket, as little as a room needs (Engine.IO protocol 4, Socket.IO protocol 5). */
import { WebSocket } from 'ws';
import { begins, connected, type Line, ROOMS } from './line.ts';

const [OPEN, PING, PONG, CONNECT, EVENT, ACK] = ['0', '2', '3', '40', '42', '43'];

export async function socketioLine(port: number, at: number): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false });
  const acks = new Map<number, () => void>();
  let last = 0;
  const ask = (...args: unknown[]) =>
    new Promise<void>((resolve) => {
      acks.set(++last, resolve);
      socket.send(`${EVENT}${last}${JSON.stringify(args)}`);
    });
  const line: Line = {
    echo: () => ask('echo'),
    send: (room, text) => ask('send', room, text),
    close: () => socket.terminate(),
  };
  const { promise: welcomed, resolve: welcome } = Promise.withResolvers<void>();
  socket.on('message', (data: Buffer) => {
    line.onBytes?.(data);
    if (begins(data, EVENT)) {
      if (line.onMessage) line.onMessage((JSON.parse(String(data).slice(EVENT.length)) as [string, string])[1]);
    } else if (begins(data, ACK)) {
      const id = Number.parseInt(data.toString('latin1', ACK.length), 10);
      acks.get(id)?.();
      acks.delete(id);
    } else if (begins(data, CONNECT)) welcome();
    else if (begins(data, OPEN)) socket.send(CONNECT);
    else if (begins(data, PING)) socket.send(PONG);
  });
  await connected(socket);
  await welcomed;
  await ask('join', at < 2 ? ROOMS : ROOMS.slice(0, 1));
  return line;
}
