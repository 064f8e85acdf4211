/** Our server with the conversation of the table in a channel: written once for each size, and every sample gets a copy of its own. */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendMessage } from '../../server/src/chat/messages.ts';
import { COMMANDS } from '../../server/src/db/commands.ts';
import { openDatabase } from '../../server/src/db/open.ts';
import { Sql } from '../../server/src/db/sql.ts';
import type { Tx } from '../../server/src/db/tx.ts';
import { defaultServerSettings } from '../../server/src/settings.ts';
import { createCore, loadConfig, startServer } from '../../server/src/start.ts';
import { FREE_RATES } from '../server/free-rates.ts';
import { extraOf, messageAt, PEOPLE, PICTURE, WARM_UP } from './talk.ts';

const APP = 'bench';
/** Who reads, and who writes while the list is open. */
const [READER, WRITER] = ['alice', 'maya'] as const;
const WHO_REACTED = ['maya', 'jonas'];

/** What the page needs to come in, as the one who reads and as another who writes. */
export interface Keys {
  host: string;
  appId: string;
  reader: { userId: string; token: string };
  writer: { userId: string; token: string };
}

/** A server that one sample has for itself. */
export interface ListHouse {
  keys: Keys;
  close(): Promise<void>;
}

const channelOf = (count: number): string => `talk_${count}`;

/** Data folders by size. */
export class ListHouses {
  readonly #root = mkdtempSync(join(tmpdir(), 'earshot-bench-list-'));
  readonly #written = new Set<number>();
  #copies = 0;

  /** Writes the conversation of that size, and the short one that warms up; does nothing when they are there. */
  async write(count: number): Promise<void> {
    if (this.#written.has(count)) return;
    const folder = this.#folder(count);
    const core = createCore({ dataDir: folder });
    await core.ready();
    await core.apps.create({ appId: APP, name: 'Bench' });
    await core.close();
    writeTalks(folder, [...new Set([WARM_UP, count])]);
    this.#written.add(count);
  }

  /** A folder with what was written, for whoever may change it. */
  async copy(count: number): Promise<string> {
    await this.write(count);
    const data = join(this.#root, `copy-${++this.#copies}`);
    cpSync(this.#folder(count), data, { recursive: true });
    return data;
  }

  /** A server with a copy of what was written, for pages of this origin. */
  async open(count: number, origin: string): Promise<ListHouse> {
    const data = await this.copy(count);
    const config = loadConfig({ LOG_LEVEL: 'error', ORIGINS: origin }, { port: '0', data });
    const server = await startServer({ ...config, settings: { ...config.settings, rates: FREE_RATES } });
    const as = async (userId: string) => ({ userId, token: (await server.core.tokens.mint(APP, userId, Date.now() + 3_600_000)).token });
    const host = `127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
    return {
      keys: { host, appId: APP, reader: await as(READER), writer: await as(WRITER) },
      async close() {
        await server.stop();
        rmSync(data, { recursive: true, force: true });
      },
    };
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  #folder(count: number): string {
    const folder = join(this.#root, String(count));
    mkdirSync(folder, { recursive: true });
    return folder;
  }
}

/** All of it in one transaction, by the server's own commands. */
function writeTalks(folder: string, counts: readonly number[]): void {
  const database = openDatabase(folder);
  database.exec('pragma synchronous = off'); // the server itself waits for the disk
  const tx: Tx = { sql: new Sql(database), now: Date.now(), effects: [], limits: defaultServerSettings };
  tx.sql.run('begin');
  const pictures = new Map<string, string>();
  for (const { user_id, name } of PEOPLE) {
    COMMANDS['user.create'](tx, { app: APP, user: { user_id, name } });
    pictures.set(user_id, writePicture(tx, folder, user_id));
  }
  for (const count of counts) writeTalk(tx, count, pictures);
  tx.sql.run('commit');
  database.close();
}

/** One a person: messages may share a file. */
function writePicture(tx: Tx, folder: string, user_id: string): string {
  const file_id = randomUUID().replaceAll('-', '');
  const content = Buffer.from(PICTURE.url.slice(PICTURE.url.indexOf(',') + 1), 'base64');
  const place = join(folder, 'files', file_id.slice(0, 2));
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, file_id), content);
  const { type, width, height } = PICTURE;
  COMMANDS['file.add'](tx, { file_id, app_id: APP, user_id, name: 'picture.png', type, size: content.length, width, height, created_at: tx.now });
  return file_id;
}

function writeTalk(tx: Tx, count: number, pictures: ReadonlyMap<string, string>): void {
  const channel = channelOf(count);
  const members = PEOPLE.map(({ user_id }) => user_id);
  COMMANDS['channel.create'](tx, { app: APP, by: READER, channel_id: channel, name: 'Workshop orders', members, visibility: 'listed' });
  let offset = 0;
  for (let at = 0; at < count; at++) {
    const { user, text, atMs } = messageAt(at);
    const body = text === undefined ? ({ type: 'file', file_id: pictures.get(user.user_id)! } as const) : ({ type: 'text', content: text } as const);
    const draft = { client_id: `${channel}-${at}`, channel_id: channel, ...body };
    offset = sendMessage(tx, { app: APP, user: user.user_id, at: atMs, byApp: true, draft }).offset;
    if (extraOf(at) === 'reaction')
      for (const who of WHO_REACTED) COMMANDS['message.react'](tx, { app: APP, user: who, channel, message: offset, emoji: '👍', on: true });
    tx.effects.length = 0; // nobody listens yet
  }
  for (const user of members) COMMANDS['channel.mark'](tx, { app: APP, user, channel, offset, kind: 'read' });
}
