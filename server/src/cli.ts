import { type Config, ConfigError, loadConfig, readFlags } from './config.ts';

const USAGE = `Usage:
  earshot-server [--port N] [--host ADDRESS] [--data DIR]   serve
  earshot-server --demo [--port N] [--data DIR]             serve the demo, on loopback only
  earshot-server app create [--id ID] [--name NAME]         make an app; prints its API key once
  earshot-server app rotate APP_ID                          give an app a new API key
  earshot-server app list                                   list the apps

Environment: PORT HOST DATA_DIR ORIGINS PUBLIC_URL TRUST_PROXY STUN_URLS TURN_URLS TURN_SECRET LOG_LEVEL,
and every timing, such as RING_TIMEOUT_MS. The README lists them.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function appCommand(config: Config, [verb, appId]: string[], options: { id?: string; name?: string }): Promise<void> {
  if (verb !== 'create' && verb !== 'list' && !(verb === 'rotate' && appId)) throw new ConfigError('say: app create, app rotate APP_ID or app list');
  const { openCore } = await import('./start.ts');
  const core = await openCore(config);
  try {
    await core.ready();
    if (verb === 'list') {
      for (const app of await core.apps.list()) say(`${app.app_id}\t${app.name}\t${new Date(app.created_at).toISOString()}`);
    } else if (verb === 'rotate') {
      const { apiKey } = await core.apps.rotate(appId!);
      say(`API key  ${apiKey}\nIt is not shown again.`);
    } else {
      const { app, apiKey } = await core.apps.create({ ...(options.id && { appId: options.id }), ...(options.name && { name: options.name }) });
      say(`App id   ${app.app_id}\nAPI key  ${apiKey}\nThe key is not shown again.`);
    }
  } finally {
    await core.close();
  }
}

async function serve(config: Config): Promise<void> {
  const { createLog, exitOnFailure, startServer, stopOnSignals } = await import('./start.ts'); // only now: a mistake in a flag is told at once
  const log = createLog(config);
  const server = await startServer(config, log);
  stopOnSignals(server);
  exitOnFailure(server, log);
  if (server.firstApp) {
    say(
      `Made a first app. The key is not shown again: keep it on your own server.\n  App id   ${server.firstApp.appId}\n  API key  ${server.firstApp.apiKey}`,
    );
  }
  say(config.demo ? `Earshot's demo is at ${server.address}/ (Ctrl-C stops it)` : `Earshot listens at ${server.address} (Ctrl-C stops it)`);
}

async function main(args: string[]): Promise<void> {
  const { flags, words } = readFlags(args);
  if (flags.help) return say(USAGE);
  const config = loadConfig(process.env, flags);
  if (flags.version) return say(config.version);
  if (words[0] === 'app') return appCommand(config, words.slice(1), flags);
  if (words.length > 0) throw new ConfigError(`"${words[0]}" is no command; --help lists them`);
  return serve(config);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`earshot-server: ${error instanceof Error ? error.message : String(error)}\n`);
  if (!(error instanceof ConfigError) && process.env.LOG_LEVEL === 'debug') process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
}
