/**
 * PeerJS's own server, as its package starts it. In a thread: it checks its clients by timers that it never stops, so only the end of its thread
 * ends it.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { PeerServer } from 'peer';

if (!isMainThread)
  PeerServer({ host: '127.0.0.1', port: 0, path: '/' }, (started) => parentPort!.postMessage(((started as Server).address() as AddressInfo).port));

/** On a port of its own choosing. */
export async function startPeerServer(): Promise<{ port: number; close: () => Promise<void> }> {
  const worker = new Worker(new URL(import.meta.url));
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { port, close: async () => void (await worker.terminate()) };
}
