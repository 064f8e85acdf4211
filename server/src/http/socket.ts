import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { WebSocketServer } from 'ws';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import type { ServerCore } from '../api.ts';
import { errorBody, pathOf, toEarshotError } from './errors.ts';
import type { OriginPolicy } from './origins.ts';

/** Path of the one socket. */
export const SOCKET_PATH = '/v1/socket';

export interface SocketDeps {
  core: ServerCore;
  origins: OriginPolicy;
  /** Whether sockets are taken right now: not before all is ready, not while stopping. */
  ready: () => boolean;
  addressOf: (request: IncomingMessage) => string;
  hostOf: (request: IncomingMessage) => string | undefined;
}

/** Upgrades {@link SOCKET_PATH} and nothing else. Origin is checked here, the token in the first frame (PROTOCOL P-1). */
export function registerSocket(app: FastifyInstance, deps: SocketDeps): WebSocketServer {
  const { core, origins } = deps;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: core.settings.frameBytes, perMessageDeflate: false, clientTracking: true });

  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy()); // a cut line is no news
    const path = pathOf(request.url ?? '');
    try {
      origins.checkHost(request.headers.host);
      if (path !== SOCKET_PATH) throw new EarshotError('request:not-found', 'open a socket');
      if (!origins.allows(request.headers.origin, deps.hostOf(request))) throw new EarshotError('auth:origin', 'open a socket');
      if (!deps.ready()) throw new EarshotError('connection:restart', 'open a socket', undefined, { status: 503, retryAfterMs: 1000 });
    } catch (error) {
      refuse(socket, toEarshotError(error), path, core.clock.now());
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => core.acceptSocket(ws, request, deps.addressOf(request)));
  });
  return sockets;
}

function refuse(socket: Duplex, error: EarshotError, path: string, nowMs: number): void {
  const body = JSON.stringify(errorBody(error, path, nowMs));
  const lines = [
    `HTTP/1.1 ${error.status ?? 400} Refused`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
