/** PeerJS's own server, as its package starts it. */
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { PeerServer } from 'peer';

/** On a port of its own choosing. */
export async function startPeerServer(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = await new Promise<Server>((resolve) =>
    PeerServer({ host: '127.0.0.1', port: 0, path: '/' }, (started) => resolve(started as Server)),
  );
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
