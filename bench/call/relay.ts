/** The least a signalling server can do: what one page says, the others hear. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export async function startRelay(): Promise<{ port: number; close: () => Promise<void> }> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  const all = new Set<WebSocket>();
  sockets.on('connection', (socket) => {
    all.add(socket);
    socket.on('message', (data) => {
      for (const other of all) if (other !== socket) other.send(data.toString());
    });
    socket.on('close', () => all.delete(socket));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of all) socket.terminate();
        sockets.close();
        http.close(() => resolve());
      }),
  };
}
