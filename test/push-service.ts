import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A push message as the browser would have it. */
export interface Pushed {
  browser: string;
  headers: IncomingHttpHeaders;
  payload: Record<string, unknown>;
}

/** How the push service answers: a status and its headers, or never. */
export type Answer = { status: number; headers?: Record<string, string> } | 'never';

/** A browser's end of a subscription: it alone can read what is pushed to it. */
export class Browser {
  readonly name: string;
  readonly endpoint: string;
  readonly auth = randomBytes(16);
  readonly #keys = createECDH('prime256v1');

  constructor(name: string, base: string) {
    this.name = name;
    this.endpoint = `${base}/push/${name}`;
    this.#keys.generateKeys();
  }

  get subscription(): { endpoint: string; p256dh: string; auth: string } {
    return { endpoint: this.endpoint, p256dh: this.#keys.getPublicKey('base64url'), auth: this.auth.toString('base64url') };
  }

  /** RFC 8291, the receiving side. */
  decrypt(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const length = body.readUInt8(20);
    const sender = body.subarray(21, 21 + length);
    const sealed = body.subarray(21 + length);
    const derive = (from: Buffer, over: Buffer, info: string | Buffer, bytes: number) => Buffer.from(hkdfSync('sha256', from, over, info, bytes));
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#keys.getPublicKey(), sender]);
    const secret = derive(this.#keys.computeSecret(sender), this.auth, info, 32);
    const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16);
    const decipher = createDecipheriv('aes-128-gcm', key, derive(secret, salt, 'Content-Encoding: nonce\0', 12));
    decipher.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    const end = padded.lastIndexOf(2);
    if (end < 0 || padded.subarray(end + 1).some((byte) => byte !== 0)) throw new Error('the padding is wrong');
    return padded.subarray(0, end).toString();
  }
}

/** A push service of our own that speaks RFC 8030 and 8292, and reads what it delivers in the place of the browsers. */
export class PushService {
  readonly got: Pushed[] = [];
  /** All requests, also those that failed. */
  asked = 0;
  base = '';
  /** What was wrong with a request; empty while nothing was. */
  readonly complaints: string[] = [];
  readonly #browsers = new Map<string, Browser>();
  readonly #answers = new Map<string, Answer[]>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #waiting: (() => void)[] = [];

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.base = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  browser(name: string): Browser {
    const browser = new Browser(name, this.base);
    this.#browsers.set(name, browser);
    return browser;
  }

  /** The next answers for a browser, in order; 201 after them. */
  answer(name: string, ...answers: Answer[]): void {
    this.#answers.set(name, answers);
  }

  to(name: string): Record<string, unknown>[] {
    return this.got.filter(({ browser }) => browser === name).map(({ payload }) => payload);
  }

  /** The first message that matches; waits for it. */
  async next(name: string, match: (payload: Record<string, unknown>) => boolean = () => true, from = 0): Promise<Pushed> {
    let found: Pushed | undefined;
    await this.until(() => {
      found = this.got
        .filter(({ browser }) => browser === name)
        .slice(from)
        .find(({ payload }) => match(payload));
      return found !== undefined;
    });
    return found!;
  }

  async until(is: () => boolean): Promise<void> {
    while (!is()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const name = request.url!.split('/').at(-1)!;
    this.asked++;
    const answer = this.#answers.get(name)?.shift() ?? { status: 201 };
    if (answer !== 'never' && answer.status < 300) {
      this.#check(request.headers);
      const text = this.#browsers.get(name)!.decrypt(Buffer.concat(chunks));
      this.got.push({ browser: name, headers: request.headers, payload: JSON.parse(text) as Record<string, unknown> });
    }
    if (answer !== 'never') response.writeHead(answer.status, { location: `${this.base}/message/1`, ...answer.headers }).end();
    for (const go of this.#waiting.splice(0)) go();
  }

  #check(headers: IncomingHttpHeaders): void {
    const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization ?? '') ?? [];
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
    const signed = verify(
      'sha256',
      Buffer.from(`${head}.${claims}`),
      { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
    const { aud } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string };
    if (!signed || aud !== this.base) this.complaints.push('the VAPID token is wrong');
    if (!/^\d+$/.test(headers.ttl as string)) this.complaints.push('there is no TTL');
    if (headers['content-encoding'] !== 'aes128gcm') this.complaints.push('the encoding is wrong');
    if (!/^[\w-]{1,32}$/.test(headers.topic as string)) this.complaints.push('the topic is wrong');
  }
}
