import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '../../test/harness.ts';
import { ConfigError, loadConfig, readFlags } from './config.ts';

describe('the configuration', () => {
  it('stays on loopback at 8080 unless told otherwise, with data under ./data', () => {
    const config = loadConfig({});
    expect(config).to.include({ demo: false, host: '127.0.0.1', port: 8080, dataDir: resolve('data') });
    expect(config.origins).to.deep.equal([]);
    expect(config.linkPreviews).to.equal(false);
    expect(config.settings).to.deep.equal({});
    expect(config.version).to.match(/^\d+\.\d+\.\d+/);
    expect(existsSync(join(config.demoDir, 'index.html'))).to.equal(true);
  });

  it('takes a flag over a variable, and every timing from the environment', () => {
    const { flags } = readFlags(['--port', '0', '--data', '/tmp/x']);
    const config = loadConfig(
      { PORT: '9000', RING_TIMEOUT_MS: '1500', GRACE_MS: '2000', BEAT_MS: '300', HEARTBEAT_MS: '400', TYPING_TTL_MS: '50' },
      flags,
    );
    expect(config).to.include({ port: 0, dataDir: '/tmp/x' });
    expect(config.settings).to.deep.equal({ ringTimeoutMs: 1500, graceMs: 2000, beatMs: 300, heartbeatMs: 400, typingTtlMs: 50 });
  });

  it('keeps a demo in a folder of its own and off the network', () => {
    expect(loadConfig({ DATA_DIR: '/tmp/x' }, { demo: true }).dataDir).to.equal('/tmp/x/demo');
    for (const host of ['127.0.0.1', '127.8.8.8', '::1', 'localhost']) expect(loadConfig({ HOST: host }, { demo: true }).host).to.equal(host);
    for (const host of ['0.0.0.0', '::', '192.168.1.4', 'example.org']) {
      expect(() => loadConfig({ HOST: host }, { demo: true }), host).to.throw(ConfigError, 'loopback');
    }
  });

  it('says in one line what is wrong with it', () => {
    for (const [env, word] of [
      [{ PORT: 'http' }, 'PORT'],
      [{ PORT: '70000' }, 'PORT'],
      [{ RING_TIMEOUT_MS: '-1' }, 'RING_TIMEOUT_MS'],
      [{ ORIGINS: 'https://shop.example/' }, 'ORIGINS'],
      [{ ORIGINS: '*' }, 'ORIGINS'],
      [{ PUBLIC_URL: 'talk.example' }, 'PUBLIC_URL'],
      [{ TURN_URLS: 'turn:t.example' }, 'TURN_SECRET'],
      [{ TURN_SECRET: 'x' }, 'TURN_URLS'],
      [{ TURN_SECRET: 'x', TURN_URLS: 'https://t.example' }, 'TURN_URLS'],
      [{ STUN_URLS: 's.example' }, 'STUN_URLS'],
      [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY'],
      [{ TRUST_PROXY: '10.0.0.0/99' }, 'TRUST_PROXY'],
      [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
      [{ LINK_PREVIEWS: 'yes' }, 'LINK_PREVIEWS'],
    ] as const) {
      expect(() => loadConfig(env), word)
        .to.throw(ConfigError, word)
        .with.property('message')
        .that.not.contains('\n');
    }
    expect(() => readFlags(['--dmo'])).to.throw(ConfigError, '--dmo');
  });
});
