/** Who takes part in the call table: each with its server and its page. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultServerSettings } from '../../server/src/settings.ts';
import { loadConfig, startServer } from '../../server/src/start.ts';
import { kamailioConfig, kamailioMissing, startKamailio } from './kamailio.ts';
import { startRelay } from './relay.ts';

/** A server with what its pages need. */
export interface House {
  port: number;
  close(): Promise<void>;
  /** For the page of this user. */
  more?(user: string): Promise<Record<string, string>>;
}

/** One row of the table. */
export interface Entrant {
  name: string;
  /** From `bench/`. */
  script: string;
  /** Given to every page. */
  more?: Record<string, string>;
  /** Of the server, for this library. */
  address(port: number): string;
  open(origin: string): Promise<House>;
  /** Why it cannot take part here. */
  missing?(): string | undefined;
  configuration: string;
}

async function openEarshot(origin: string): Promise<House> {
  const data = await mkdtemp(join(tmpdir(), 'earshot-bench-'));
  const config = loadConfig({ LOG_LEVEL: 'error', ORIGINS: origin }, { port: '0', data });
  // a benchmark calls more often than a person may
  const rates = { ...defaultServerSettings.rates, invite: [100, 1_000] as const };
  const server = await startServer({ ...config, settings: { ...config.settings, rates } as typeof config.settings });
  await server.core.apps.create({ appId: 'bench', name: 'Bench', settings: { auto_create_users: true } });
  return {
    port: (server.app.server.address() as AddressInfo).port,
    more: async (user) => ({ appId: 'bench', token: (await server.core.tokens.mint('bench', user, Date.now() + 3_600_000)).token }),
    async close() {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

export const FLOOR: Entrant = {
  name: 'floor (bare platform over a relay)',
  script: 'pages/raw.ts',
  address: (port) => `ws://127.0.0.1:${port}`,
  open: startRelay,
  configuration:
    'RTCPeerConnection without servers, trickle, one audio track; a ws relay that sends everything on, unread; its ringing is a message of its own',
};

export const EARSHOT: Entrant = {
  name: 'Earshot',
  script: 'pages/earshot.ts',
  address: (port) => `127.0.0.1:${port}`,
  open: openEarshot,
  configuration:
    'the client core from its sources over our server with its defaults (durable commits; invite rate lifted); nothing was done on hover; a held microphone is one a preview offers',
};

/** By a name that the compiler does not follow: without `npm run bench`, what it imports is not installed. */
const PEER_SERVER: string = '../peers/peer-server.ts';

const kamailio = async (): Promise<House> => startKamailio();

export const PEERS: readonly Entrant[] = [
  {
    name: 'PeerJS',
    script: 'peers/peerjs-page.ts',
    address: (port) => `http://127.0.0.1:${port}`,
    open: async () => ((await import(PEER_SERVER)) as { startPeerServer(): Promise<House> }).startPeerServer(),
    configuration: 'peerjs over PeerServer with its defaults; iceServers empty',
  },
  {
    name: 'JsSIP',
    script: 'peers/jssip-page.ts',
    address: (port) => `ws://127.0.0.1:${port}`,
    open: kamailio,
    missing: kamailioMissing,
    configuration: `jssip with its defaults (waits for all candidates), pcConfig.iceServers empty, over kamailio with this configuration:\n${kamailioConfig(0)}`,
  },
  {
    name: 'JsSIP, `ready()` at the first candidate',
    script: 'peers/jssip-page.ts',
    more: { eager: 'yes' },
    address: (port) => `ws://127.0.0.1:${port}`,
    open: kamailio,
    missing: kamailioMissing,
    configuration: 'the same, and it goes on at the first candidate',
  },
];
