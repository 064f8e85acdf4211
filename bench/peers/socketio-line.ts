/** socket.io's own client. */
import { io } from 'socket.io-client';
import { type Line, ROOMS } from '../server/kinds.ts';

export async function socketioLine(port: number, at: number): Promise<Line> {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], reconnection: false, forceNew: true });
  const line: Line = {
    onMessage: () => {},
    echo: () => socket.emitWithAck('echo'),
    send: (room, text) => socket.emitWithAck('send', room, text),
    close: () => void socket.disconnect(),
  };
  socket.on('message', (text: string) => line.onMessage(text));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  await socket.emitWithAck('join', at < 2 ? ROOMS : ROOMS.slice(0, 1));
  return line;
}
