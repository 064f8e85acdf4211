import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Everything here stays on the loopback interface: Chromium gathers relay and server-reflexive candidates from it like from any other. */
const ADDRESS = '127.0.0.1';

export type Transport = 'udp' | 'tcp' | 'tls';

/** A certificate that nobody knows, and the hash of its key: what `--ignore-certificate-errors-spki-list` takes, for `turns:` too. */
export interface Certificate {
  folder: string;
  spki: string;
}

export async function makeCertificate(): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-turn-cert-'));
  const shell = `
    openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=relay.test -addext subjectAltName=IP:${ADDRESS}
    openssl x509 -in cert.pem -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64 > spki`;
  const { status, stderr } = spawnSync('sh', ['-ec', `${shell}\ncat spki`], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`no certificate: ${stderr}`);
  const spki = spawnSync('cat', ['spki'], { cwd: folder, encoding: 'utf8' }).stdout.trim();
  return { folder, spki };
}

/** A port that is free in TCP and UDP now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, ADDRESS, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const urlOf = (transport: Transport, port: number): string =>
  `${transport === 'tls' ? 'turns' : 'turn'}:${ADDRESS}:${port}?transport=${transport === 'udp' ? 'udp' : 'tcp'}`;

/** The addresses of a relay that is not there. */
export const closedUrls = async (): Promise<string[]> => [
  urlOf('udp', await freePort()),
  urlOf('tcp', await freePort()),
  urlOf('tls', await freePort()),
];

/** One coturn of its own: configured by a file in a folder of its own, ended by its own process id. */
export class Coturn {
  readonly port: number;
  readonly tlsPort: number;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(process: ChildProcess, folder: string, port: number, tlsPort: number) {
    this.#process = process;
    this.#folder = folder;
    this.port = port;
    this.tlsPort = tlsPort;
  }

  /** Resolves once it answers on each of these transports. */
  static async start(secret: string, transports: readonly Transport[], certificate: Certificate): Promise<Coturn> {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-turn-'));
    const [port, tlsPort] = [await freePort(), await freePort()];
    const lines = [
      `listening-ip=${ADDRESS}`,
      `relay-ip=${ADDRESS}`,
      `listening-port=${port}`,
      `tls-listening-port=${tlsPort}`,
      'use-auth-secret',
      `static-auth-secret=${secret}`,
      'realm=relay.test',
      `cert=${certificate.folder}/cert.pem`,
      `pkey=${certificate.folder}/key.pem`,
      `userdb=${folder}/turndb`,
      `pidfile=${folder}/pid`,
      `log-file=${folder}/log`,
      'simple-log',
      'no-cli',
      'no-dtls',
      'no-rfc5780',
      'allow-loopback-peers', // both ends of the doctor's call are on this machine
      ...(transports.includes('udp') ? [] : ['no-udp']),
      ...(transports.includes('tcp') ? [] : ['no-tcp']),
      ...(transports.includes('tls') ? [] : ['no-tls']),
    ];
    await writeFile(join(folder, 'turn.conf'), `${lines.join('\n')}\n`);
    const process = spawn('turnserver', ['-c', join(folder, 'turn.conf')], { stdio: 'ignore' });
    const coturn = new Coturn(process, folder, port, tlsPort);
    const ended = new Promise<never>((_, reject) => {
      process.once('error', reject);
      process.once('exit', (code) => reject(new Error(`turnserver ended with ${code}`)));
    });
    ended.catch(() => {});
    const answering = transports.map((transport) => (transport === 'udp' ? answersUdp(port) : accepts(transport === 'tcp' ? port : tlsPort)));
    await Promise.race([Promise.all(answering), ended]);
    return coturn;
  }

  url(transport: Transport): string {
    return urlOf(transport, transport === 'tls' ? this.tlsPort : this.port);
  }

  /** All three, whatever it listens to. */
  get urls(): string[] {
    return [this.url('udp'), this.url('tcp'), this.url('tls')];
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve));
    if (this.#process.exitCode === null && this.#process.kill('SIGKILL')) await gone; // a polite end takes it seconds
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** How long a server may take to listen. */
const START_MS = 20_000;

/** Knocks until somebody opens. */
async function accepts(port: number): Promise<void> {
  for (const endMs = Date.now() + START_MS; Date.now() < endMs; ) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, ADDRESS);
      const tell = (up: boolean) => {
        socket.destroy();
        setTimeout(resolve, up ? 0 : 20, up);
      };
      socket.once('connect', () => tell(true));
      socket.once('error', () => tell(false));
    });
    if (open) return;
  }
  throw new Error('turnserver does not listen');
}

/** Sends a STUN binding request (RFC 8489) until one is answered. */
async function answersUdp(port: number): Promise<void> {
  const socket = createSocket('udp4');
  const request = Buffer.alloc(20);
  request.writeUInt16BE(1, 0);
  request.writeUInt32BE(0x2112a442, 4);
  try {
    await new Promise<void>((resolve, reject) => {
      const send = () => socket.send(request, port, ADDRESS);
      const again = setInterval(send, 50);
      const late = setTimeout(() => reject(new Error('turnserver does not answer over UDP')), START_MS);
      socket.on('error', () => {}); // refused, until it listens
      socket.on('message', () => {
        clearInterval(again);
        clearTimeout(late);
        resolve();
      });
      send();
    });
  } finally {
    socket.close();
  }
}
