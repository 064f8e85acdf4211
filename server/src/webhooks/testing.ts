import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Ban, BaseUser, CallRow, Channel, Message, Report } from '../../../src/core/protocol/index.ts';

/** What the events of the tests carry; which of it is there depends on the type. */
interface EventData {
  action: string;
  ban: Ban;
  by: string;
  call: CallRow;
  content: string;
  /** With its channel, where the app is asked before it is stored. */
  message: Message & { channel: Channel };
  missed: boolean;
  report: Report;
  user: BaseUser;
  user_id: string;
}

export interface Received {
  event_id: string;
  type: string;
  channel_id?: string;
  sequence: number;
  data: EventData;
}

/** What the endpoint answers: a status, with a body or without; undefined cuts the line. */
export type Answer = { status: number; body?: string } | undefined;

/** An app's server: a real one, on loopback, that keeps what it was told. */
export class Endpoint {
  readonly received: Received[] = [];
  readonly requests: { headers: IncomingMessage['headers']; body: string }[] = [];
  /** How many are under way, and how many were at most. */
  open = 0;
  most = 0;
  answer: (event: Received) => Answer | Promise<Answer> = () => ({ status: 204 });
  readonly url: string;
  readonly #server: Server;
  #waiting: (() => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  }

  static async start(port = 0): Promise<Endpoint> {
    let endpoint: Endpoint | undefined;
    const server = createServer((request, response) => {
      const one = endpoint!;
      one.open++;
      one.most = Math.max(one.most, one.open);
      let over = false;
      const end = (): void => {
        if (!over) one.open--;
        over = true;
      };
      response.on('close', end); // whoever asked may have given up
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const body = Buffer.concat(chunks).toString();
        const event = JSON.parse(body) as Received;
        one.requests.push({ headers: request.headers, body });
        one.received.push(event);
        one.#wake();
        const answer = await one.answer(event);
        end();
        if (answer) response.writeHead(answer.status).end(answer.body);
        else request.socket.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    endpoint = new Endpoint(server);
    return endpoint;
  }

  /** Waits for so many of them. */
  async until(match: (received: readonly Received[]) => boolean): Promise<void> {
    while (!match(this.received)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Waits for the first that matches. */
  async event(match: (event: Received) => boolean): Promise<Received> {
    await this.until((all) => all.some(match));
    return this.received.find(match)!;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }
}

/** What a receiver does: whether one of the signatures is of this secret. */
export function isSigned({ headers, body }: Endpoint['requests'][number], secret: string): boolean {
  const parts = String(headers['earshot-signature']).split(',');
  const t = parts.find((part) => part.startsWith('t='))!.slice(2);
  const wanted = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
  return parts.includes(`v1=${wanted}`);
}
