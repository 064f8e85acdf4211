import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { freePort } from './free-port.ts';
import { ended, type Kind } from './house.ts';
import { connected, type Line, ROOMS } from './line.ts';

const prosodyConfig = (folder: string, port: number): string => `
run_as_root = true
daemonize = false
pidfile = "${folder}/prosody.pid"
data_path = "${folder}"
log = { info = "*console" }
modules_enabled = { "saslauth", "disco", "ping", "posix", "websocket" }
modules_disabled = { "s2s", "offline" }
c2s_ports = {}
c2s_direct_tls_ports = {}
http_ports = { ${port} }
http_interfaces = { "127.0.0.1" }
https_ports = {}
network_settings = { tcp_backlog = 4096 }
certificates = "${folder}"
consider_websocket_secure = true
c2s_require_encryption = false
authentication = "anonymous"
storage = "internal"
VirtualHost "localhost"
Component "rooms.localhost" "muc"
modules_enabled = { "muc_mam" }
muc_room_locking = false
muc_room_default_presence_broadcast = { visitor = false, participant = false, moderator = false }
`;

/** XMPP over WebSocket (RFC 7395), as little as a room needs. */
async function prosodyLine(port: number, at: number): Promise<Line> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/xmpp-websocket`, ['xmpp'], { perMessageDeflate: false });
  const waiting: { match: (stanza: string) => boolean; resolve: () => void }[] = [];
  const own = new Map<string, () => void>();
  let last = 0;
  const until = (match: (stanza: string) => boolean) => new Promise<void>((resolve) => void waiting.push({ match, resolve }));
  const line: Line = {
    echo() {
      const id = `p${++last}`;
      const back = until((stanza) => stanza.startsWith('<iq') && stanza.includes(id));
      socket.send(`<iq xmlns='jabber:client' type='get' id='${id}' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`);
      return back;
    },
    send(room, text) {
      const id = `m${at}x${++last}`;
      return new Promise((resolve) => {
        own.set(id, resolve);
        socket.send(`<message xmlns='jabber:client' type='groupchat' id='${id}' to='${room}@rooms.localhost'><body>${text}</body></message>`);
      });
    },
    close: () => socket.terminate(),
  };
  socket.on('message', (data: Buffer) => {
    line.onBytes?.(data);
    const stanza = String(data);
    if (stanza.startsWith('<message')) {
      const id = /\bid='([^']*)'/.exec(stanza)?.[1] ?? '';
      own.get(id)?.(); // its own comes back when the room has it
      own.delete(id);
      const text = /<body>([^<]*)<\/body>/.exec(stanza)?.[1];
      if (text !== undefined) line.onMessage?.(text);
      return;
    }
    const found = waiting.findIndex(({ match }) => match(stanza));
    if (found >= 0) waiting.splice(found, 1)[0]!.resolve();
  });
  await connected(socket);
  const open = async () => {
    const features = until((stanza) => stanza.includes('features'));
    socket.send(`<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>`);
    await features;
  };
  const ask = async (stanza: string, match: (answer: string) => boolean) => {
    const answer = until(match);
    socket.send(stanza);
    await answer;
  };
  await open();
  await ask(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>`, (stanza) => stanza.includes('<success'));
  await open();
  await ask(`<iq xmlns='jabber:client' type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>`, (stanza) =>
    stanza.includes('<jid>'),
  );
  for (const room of at < 2 ? ROOMS : ROOMS.slice(0, 1))
    await ask(
      `<presence xmlns='jabber:client' to='${room}@rooms.localhost/user${at}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`,
      (stanza) => stanza.includes(`code='110'`),
    );
  return line;
}

export const PROSODY: Kind = {
  name: 'prosody, messages archived',
  configuration: `anonymous users over its WebSocket, one room with mod_muc_mam and without presence broadcasts:\n${prosodyConfig('DATA', 0)}`,
  // it has no flag that only tells its version
  missing: () =>
    (process.env.PATH ?? '').split(':').some((place) => existsSync(join(place, 'prosody')))
      ? undefined
      : 'prosody is not installed (Debian: prosody)',
  async start(folder, _count, wanted) {
    const port = wanted || (await freePort());
    const config = join(folder, 'prosody.cfg.lua');
    writeFileSync(config, prosodyConfig(folder, port));
    const child = spawn('prosody', ['-F', '--config', config], { stdio: ['ignore', 'pipe', 'inherit'] });
    const end = () => void child.kill('SIGTERM');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    let printed = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout!.on('data', (chunk: Buffer) => {
        printed = (printed + chunk).slice(-10_000);
        if (printed.includes(`Activated service 'http'`)) resolve();
      });
      child.once('exit', (code) => reject(new Error(`prosody ended with ${code}: ${printed}`)));
    });
    return { pid: child.pid!, port, stop: ended(child) };
  },
  open: ({ port }, at) => prosodyLine(port, at),
};
