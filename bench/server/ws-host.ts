/** The least a chat server can do: what one says in a room, the others hear. Told its port, and the folder where it stores messages, if it does. */
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { storeIn } from './store.ts';

const store = storeIn(process.argv[3]);
const rooms = new Map<string, Set<WebSocket>>();
const server: WebSocketServer = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]) }, () =>
  process.send!({ port: (server.address() as AddressInfo).port }),
);
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const { t, room, rooms: joined, text } = JSON.parse(String(data)) as { t: string; room: string; rooms?: string[]; text: string };
    if (t === 'join') for (const name of joined!) rooms.set(name, (rooms.get(name) ?? new Set()).add(socket));
    if (t === 'send') {
      store(room, text);
      const message = JSON.stringify({ t: 'message', text });
      for (const other of rooms.get(room)!) if (other !== socket) other.send(message);
    }
    if (t !== 'join') socket.send('{"t":"answer"}');
  });
  socket.on('close', () => {
    for (const members of rooms.values()) members.delete(socket);
  });
});
let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  for (const client of server.clients) client.terminate();
  server.close();
  if (process.connected) process.disconnect();
};
process.once('SIGTERM', end);
process.once('disconnect', end); // who started it is gone
