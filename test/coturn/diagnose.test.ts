import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckId, DiagnosisReport } from '../../src/core/doctor/api.ts';
import { CHROMIUM_ARGS } from '../browser/relay.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Clinic, type ClinicWindow, diagnose, leftovers } from './clinic.ts';
import { type Certificate, Coturn, closedUrls, makeCertificate } from './coturn.ts';

const SECRET = 'north';
const WAYS = ['stun', 'turn-udp', 'turn-tcp', 'turn-tls', 'loopback'] as const;

const check = ({ checks }: DiagnosisReport, id: CheckId) => checks.find((one) => one.id === id)!;
/** The states of STUN, the three ways to the relay, and the loopback call. */
const network = (report: DiagnosisReport) => WAYS.map((id) => check(report, id).state);
const relayed = (report: DiagnosisReport) => check(report, 'loopback').figures.relayed;

/** A second of mono sound at 48 kHz, 16 bit, in which nothing is. */
function silence(): Buffer {
  const samples = 48_000;
  const wav = Buffer.alloc(44 + 2 * samples);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + 2 * samples, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(48_000, 24);
  wav.writeUInt32LE(96_000, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(2 * samples, 40);
  return wav;
}

describe('a diagnosis', () => {
  let certificate: Certificate;
  let clinic: Clinic;
  let folder: string;
  const relays: Coturn[] = [];
  const relay = async (...transports: Parameters<typeof Coturn.start>[1]) => {
    const coturn = await Coturn.start(SECRET, transports, certificate);
    relays.push(coturn);
    return coturn;
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'earshot-coturn-'));
    certificate = await makeCertificate();
    clinic = await Clinic.open(certificate.spki);
  });
  after(async () => {
    await clinic?.close();
    await Promise.all(relays.map((coturn) => coturn.stop()));
    await rm(folder, { recursive: true, force: true });
    if (certificate) await rm(certificate.folder, { recursive: true, force: true });
  });

  describe('of the relay', () => {
    it('gets a real address over UDP, TCP and TLS, measures a call through it, and leaves nothing open', async () => {
      const { urls } = await relay('udp', 'tcp', 'tls');
      const bed = await clinic.admit({ turnUrls: urls });
      const report = await diagnose(bed.frame);
      expect(report.checks.map(({ state }) => state)).to.deep.equal(report.checks.map(() => 'passed'));
      expect(report).to.include({ cause: 'ok:all-good', remedy: '' });
      const { figures } = check(report, 'loopback');
      expect(figures).to.include({ relayed: 1 });
      expect(figures.packets).to.be.above(10);
      expect(figures.bitrateKbps).to.be.above(1);
      expect(figures.mos).to.be.within(1, 4.5);
      expect(figures).to.include.keys('lossPercent', 'jitterMs', 'roundTripMs');
      const left = await leftovers(bed.frame);
      expect(left.opened).to.be.above(7); // seven peers, a socket, a microphone, an ear
      expect(left).to.include({ peers: 0, sockets: 0, contexts: 0, tracks: 0 });
      await bed.close();
    });

    it('reports no token, credential, name, address or label', async () => {
      const { urls } = await relay('udp');
      let token = '';
      const report = await clinic.examine({
        turnUrls: [...urls, 'turn:relay.example'],
        token: async ({ core }) => {
          token = (await core.tokens.mint('clinic', 'ann', Date.now() + 3_600_000)).token;
          return token;
        },
      });
      const text = JSON.stringify(report);
      expect(token).to.have.length.above(20);
      expect(text).to.not.include(token);
      expect(text).to.not.match(/127\.0\.0\.1|localhost|relay\.example|\d+\.\d+\.\d+\.\d+|candidate|turns?:|\bann\b|[\w+/]{20,}=/i);
      expect(text).to.not.match(/fake|default|[0-9a-f]{32}/i); // labels and ids of Chromium's devices
    });

    it('that refuses the credentials names them', async () => {
      const { urls } = await relay('udp', 'tcp', 'tls');
      const report = await clinic.examine({ turnUrls: urls, turnSecret: 'south' });
      expect(report.cause).to.equal('network:turn-refused');
      expect(network(report)).to.deep.equal(['passed', 'failed', 'failed', 'failed', 'passed']);
      for (const id of ['turn-udp', 'turn-tcp', 'turn-tls'] as const) expect(check(report, id).figures.errorCode, id).to.equal(401);
      expect(relayed(report)).to.equal(0);
    });

    it('that is closed calls it out of reach', async () => {
      const report = await clinic.examine({ turnUrls: await closedUrls() });
      expect(report.cause).to.equal('network:turn-unreachable');
      expect(network(report)).to.deep.equal(['warned', 'failed', 'failed', 'failed', 'passed']);
    });

    it('that speaks UDP alone says whom that leaves out', async () => {
      const { urls } = await relay('udp');
      const report = await clinic.examine({ turnUrls: urls });
      expect(report.cause).to.equal('ok:relay-only-udp');
      expect([network(report), relayed(report)]).to.deep.equal([['passed', 'passed', 'failed', 'failed', 'passed'], 1]);
    });

    it('that is reached over TCP alone says that UDP is blocked', async () => {
      const coturn = await relay('tcp', 'tls');
      const report = await clinic.examine({ turnUrls: coturn.urls });
      expect(report.cause).to.equal('network:udp-blocked');
      expect([network(report), relayed(report)]).to.deep.equal([['warned', 'failed', 'passed', 'passed', 'passed'], 1]);
    });

    it('that is reached over TLS alone says so', async () => {
      const coturn = await relay('tls');
      const report = await clinic.examine({ turnUrls: coturn.urls });
      expect(report.cause).to.equal('network:relay-only-tls');
      expect([network(report), relayed(report)]).to.deep.equal([['warned', 'failed', 'failed', 'passed', 'passed'], 1]);
    });

    it('that shows a certificate of another name finds TLS broken and the rest good', async () => {
      const stranger = await makeCertificate();
      const coturn = await Coturn.start(SECRET, ['udp', 'tcp', 'tls'], stranger);
      relays.push(coturn);
      const report = await clinic.examine({ turnUrls: coturn.urls });
      await rm(stranger.folder, { recursive: true, force: true });
      expect(report.cause).to.equal('ok:relay-without-tls');
      expect(network(report)).to.deep.equal(['passed', 'passed', 'passed', 'failed', 'passed']);
    });

    it('that was never set up measures a direct call, and says what is missing', async () => {
      const report = await clinic.examine({});
      expect(report.cause).to.equal('ok:no-relay');
      expect([network(report), relayed(report)]).to.deep.equal([['skipped', 'skipped', 'skipped', 'skipped', 'passed'], 0]);
    });
  });

  describe('of the server', () => {
    const states = (report: DiagnosisReport) => (['socket', 'token'] as const).map((id) => check(report, id).state);

    it('behind a proxy that stops sockets says so, and tries the relay all the same', async () => {
      const { urls } = await relay('udp', 'tcp', 'tls');
      const report = await clinic.examine({ turnUrls: urls, through: 'a proxy without sockets' });
      expect(report.cause).to.equal('server:socket-blocked');
      expect([states(report), network(report)]).to.deep.equal([
        ['failed', 'skipped'],
        ['passed', 'passed', 'passed', 'passed', 'passed'],
      ]);
    });

    it('that is down says so', async () => {
      const report = await clinic.examine({ through: 'a closed port' });
      expect(report.cause).to.equal('server:unreachable');
      expect([states(report), check(report, 'socket').error]).to.deep.equal([['failed', 'skipped'], 'connection:unreachable']);
    });

    it('that does not take pages of this origin says so', async () => {
      const report = await clinic.examine({ page: 'foreign' });
      expect(report.cause).to.equal('server:origin-refused');
      expect(states(report)).to.deep.equal(['failed', 'skipped']);
    });

    it('that the page’s own CSP keeps it from says so', async () => {
      const report = await clinic.examine({ page: 'csp' });
      expect(report.cause).to.equal('page:csp');
      expect(states(report)).to.deep.equal(['failed', 'skipped']);
    });

    it('with a token that was tampered with says that it is refused', async () => {
      const report = await clinic.examine({
        token: async ({ core }) => `${(await core.tokens.mint('clinic', 'ann', Date.now() + 60_000)).token.slice(0, -4)}AAAA`,
      });
      expect(report.cause).to.equal('server:token-refused');
      expect([states(report), check(report, 'token').error]).to.deep.equal([['passed', 'failed'], 'auth:token-invalid']);
    });

    it('with the token of another user says that it is refused', async () => {
      const report = await clinic.examine({ token: async ({ core }) => (await core.tokens.mint('clinic', 'bob', Date.now() + 60_000)).token });
      expect([report.cause, check(report, 'token').finding]).to.deep.equal(['server:token-refused', 'The session token belongs to another user.']);
    });

    it('with a token whose time is up says that it expired', async () => {
      const endMs = Date.now() + 3_000;
      const bed = await clinic.admit({ token: async ({ core }) => (await core.tokens.mint('clinic', 'ann', endMs)).token });
      await bed.frame.waitForFunction((ms) => Date.now() > ms, endMs);
      const report = await diagnose(bed.frame);
      expect(report.cause).to.equal('server:token-expired');
      expect([states(report), check(report, 'token').error]).to.deep.equal([['passed', 'failed'], 'auth:token-expired']);
      await bed.close();
    });
  });

  describe('of the microphone', () => {
    const states = (report: DiagnosisReport) =>
      (['secure-context', 'policy', 'permission', 'devices', 'level'] as const).map((id) => check(report, id).state);

    it('that the person blocked says so, and measures a synthetic call', async () => {
      const { urls } = await relay('udp');
      const report = await clinic.examine({ microphone: 'denied', turnUrls: [urls[0]!] });
      expect(report.cause).to.equal('permission:denied');
      expect(states(report)).to.deep.equal(['passed', 'passed', 'failed', 'skipped', 'skipped']);
      expect([check(report, 'loopback').state, relayed(report)]).to.deep.equal(['passed', 1]);
    });

    it('only looks at it when told so', async () => {
      const report = await clinic.examine({ options: { microphone: false } });
      expect(report.cause).to.equal('ok:no-relay');
      expect(states(report)).to.deep.equal(['passed', 'passed', 'passed', 'passed', 'skipped']);
    });

    it('that is not there says so', async () => {
      const browser = await clinic.launch([...CHROMIUM_ARGS.filter((arg) => !arg.includes('fake-device')), '--disable-audio-input']);
      const report = await clinic.examine({ browser });
      expect(report.cause).to.equal('device:none');
      expect(states(report)).to.deep.equal(['passed', 'passed', 'skipped', 'failed', 'skipped']);
    });

    it('that is open and still says so', async () => {
      const file = join(folder, 'silence.wav');
      await writeFile(file, silence());
      const browser = await clinic.launch([...CHROMIUM_ARGS, `--use-file-for-fake-audio-capture=${file}`]);
      const report = await clinic.examine({ browser });
      expect(report.cause).to.equal('device:silent');
      expect(states(report)).to.deep.equal(['passed', 'passed', 'passed', 'passed', 'failed']);
      expect(check(report, 'level').figures).to.deep.equal({ level: 0, peak: 0 });
    });

    it('in a frame that passes no microphone on says so', async () => {
      const report = await clinic.examine({ page: 'frame' });
      expect(report.cause).to.equal('page:iframe');
      expect(states(report)).to.deep.equal(['passed', 'failed', 'skipped', 'skipped', 'skipped']);
    });

    it('on a page whose policy forbids it says so', async () => {
      const report = await clinic.examine({ page: 'policy' });
      expect(report.cause).to.equal('page:policy');
      expect(states(report)).to.deep.equal(['passed', 'failed', 'skipped', 'skipped', 'skipped']);
    });

    it('on a page without HTTPS says so', async () => {
      const report = await clinic.examine({ page: 'insecure' });
      expect(report.cause).to.equal('page:insecure');
      expect(states(report)).to.deep.equal(['failed', 'skipped', 'skipped', 'skipped', 'skipped']);
    });
  });

  it('that is ended halfway rejects and leaves nothing open', async () => {
    const { urls } = await relay('udp', 'tcp', 'tls');
    const bed = await clinic.admit({ turnUrls: urls });
    for (const id of ['level', 'turn-udp', 'loopback'] as const) {
      const code = await bed.frame.evaluate(async (last) => {
        const ending = new AbortController();
        const onCheck = (one: { id: string; state: string }) => one.id === last && one.state === 'running' && ending.abort();
        return (window as unknown as ClinicWindow).client.diagnose({ signal: ending.signal, onCheck }).then(
          () => 'finished',
          (error: { code: string }) => error.code,
        );
      }, id);
      expect(code, id).to.equal('request:aborted');
      expect(await leftovers(bed.frame), id).to.include({ peers: 0, sockets: 0, contexts: 0, tracks: 0 });
    }
    await bed.close();
  });
});
