/** Kamailio as a registrar and proxy for SIP over WebSocket on loopback: what a page with JsSIP needs, and no more. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../server/free-port.ts';

/** Printed when it listens: its sockets are open before its first worker starts. */
const READY = 'ready for pages';

/** In memory, without accounts; the aliases lead back to the socket of a page, which has no address of its own (RFC 7118). */
export const kamailioConfig = (port: number): string => `#!KAMAILIO
debug=-1
log_stderror=yes
fork=yes
children=1
tcp_children=2
disable_tcp=no
listen=tcp:127.0.0.1:${port}
tcp_accept_no_cl=yes
tcp_connection_lifetime=3600
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "nathelper.so"
loadmodule "xhttp.so"
loadmodule "xlog.so"
loadmodule "websocket.so"
modparam("usrloc", "db_mode", 0)
modparam("nathelper|registrar", "received_avp", "$avp(RECEIVED)")
modparam("websocket", "keepalive_mechanism", 0)

request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  force_rport();
  if (is_method("REGISTER")) {
    fix_nated_register();
    if (!save("location")) sl_reply_error();
    exit;
  }
  if (!add_contact_alias()) { sl_send_reply("400", "Bad Request"); exit; }
  if (is_method("CANCEL")) {
    if (t_check_trans()) t_relay();
    exit;
  }
  if (has_totag()) {
    if (loose_route()) {
      if ($du == "" && !handle_ruri_alias()) { sl_send_reply("400", "Bad Request"); exit; }
      t_on_reply("ALIAS");
      if (!t_relay()) sl_reply_error();
    } else if (is_method("ACK")) {
      if (t_check_trans()) t_relay();
    } else sl_send_reply("404", "Not Found");
    exit;
  }
  t_check_trans();
  record_route();
  if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
  t_on_reply("ALIAS");
  if (!t_relay()) sl_reply_error();
}

onreply_route[ALIAS] {
  add_contact_alias();
}

event_route[core:worker-one-init] {
  xlog("L_ALERT", "${READY}\\n");
}

event_route[xhttp:request] {
  if ($hdr(Upgrade) =~ "websocket") ws_handle_handshake();
  else xhttp_reply("404", "Not Found", "", "");
}
`;

/** Why it cannot run here. */
export function kamailioMissing(): string | undefined {
  const { status, error } = spawnSync('kamailio', ['-v']);
  return error || status !== 0 ? 'kamailio is not installed (Debian: kamailio, kamailio-websocket-modules)' : undefined;
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM'); // its workers go with it
    await gone;
  }
  await rm(folder, { recursive: true, force: true });
}

/** Until `close`. Rejects with what it printed when it does not start. */
export async function startKamailio(): Promise<{ port: number; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'earshot-kamailio-'));
  const port = await freePort();
  await writeFile(join(folder, 'kamailio.cfg'), kamailioConfig(port));
  const args = ['-f', join(folder, 'kamailio.cfg'), '-Y', folder, '-P', join(folder, 'pid'), '-DD', '-E', '-m', '64', '-M', '8'];
  const child = spawn('kamailio', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  let printed = '';
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  child.stderr.on('data', (chunk: Buffer) => {
    printed = (printed + chunk).slice(-4_000);
    if (printed.includes(READY)) resolve();
  });
  child.once('error', reject);
  child.once('exit', (code) => reject(new Error(`kamailio ended with ${code}: ${printed}`)));
  try {
    await ready;
  } catch (error) {
    await stop(child, folder);
    throw error;
  }
  return { port, close: () => stop(child, folder) };
}
