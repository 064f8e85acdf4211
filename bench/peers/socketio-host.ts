/** socket.io with rooms. Told its port, and the folder where it stores messages, if it does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { storeIn } from '../server/store.ts';

const store = storeIn(process.argv[3]);

const http = createServer();
const io = new Server(http, { transports: ['websocket'] });
io.on('connection', (socket) => {
  socket.on('join', async (rooms: string[], done: () => void) => {
    await socket.join(rooms);
    done();
  });
  socket.on('echo', (done: () => void) => done());
  socket.on('send', (room: string, text: string, done: () => void) => {
    store(room, text);
    socket.to(room).emit('message', text);
    done();
  });
});
http.listen(Number(process.argv[2]), '127.0.0.1', () => process.send!({ port: (http.address() as AddressInfo).port }));
let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  void io.close();
  if (process.connected) process.disconnect();
};
process.once('SIGTERM', end);
process.once('disconnect', end); // who started it is gone
