import { rm } from 'node:fs/promises';
import puppeteer, { type Browser } from 'puppeteer-core';
import type { CheckId, DiagnosisReport } from '../../src/core/doctor/api.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { Clinic, type ClinicWindow, type Patient } from './clinic.ts';
import { type Certificate, Coturn, closedUrls, makeCertificate } from './coturn.ts';

const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
const WAYS = ['stun', 'turn-udp', 'turn-tcp', 'turn-tls', 'loopback'] as const satisfies readonly CheckId[];

describe('a diagnosis in Firefox', () => {
  let certificate: Certificate;
  let clinic: Clinic;
  let relay: Coturn;
  let browser: Browser;
  before(async () => {
    certificate = await makeCertificate();
    [clinic, relay, browser] = await Promise.all([
      Clinic.open(certificate.spki),
      Coturn.start('north', ['udp', 'tcp', 'tls'], certificate),
      puppeteer.launch({
        browser: 'firefox',
        executablePath: firefox,
        headless: true,
        extraPrefsFirefox: {
          'media.navigator.streams.fake': true,
          'media.navigator.permission.disabled': true,
          'media.peerconnection.ice.loopback': true, // else Firefox gathers nothing from the interface that the relay is on
          'media.peerconnection.ice.obfuscate_host_addresses': false,
        },
      }),
    ]);
  });
  after(async () => {
    await browser?.close();
    await clinic?.close();
    await relay?.stop();
    if (certificate) await rm(certificate.folder, { recursive: true, force: true });
  });

  /** The clinic's server and page, seen by Firefox. */
  async function examine(patient: Patient): Promise<DiagnosisReport> {
    const bed = await clinic.admit(patient);
    const page = await browser.newPage();
    await page.goto(bed.page.url());
    const report = await page.evaluate(
      async () => JSON.parse(JSON.stringify(await (window as unknown as ClinicWindow).client.diagnose({ listenMs: 500 }))) as DiagnosisReport,
    );
    await page.close();
    await bed.close();
    return report;
  }
  const network = ({ checks }: DiagnosisReport) => WAYS.map((id) => checks.find((check) => check.id === id)!.state);

  it('calls itself through the relay; TLS to a certificate that it does not know fails and is named', async () => {
    const report = await examine({ turnUrls: relay.urls });
    expect(report.cause).to.equal('ok:relay-without-tls');
    expect(report.browser).to.match(/^Firefox \d/);
    expect(network(report)).to.deep.equal(['passed', 'passed', 'passed', 'failed', 'passed']);
    expect(report.checks.at(-1)!.figures).to.include({ relayed: 1 }).and.include.keys('mos', 'lossPercent', 'jitterMs');
  });

  it('tells credentials that are refused from a relay that is closed', async () => {
    expect((await examine({ turnUrls: relay.urls, turnSecret: 'south' })).cause).to.equal('network:turn-refused');
    expect((await examine({ turnUrls: await closedUrls() })).cause).to.equal('network:turn-unreachable');
  });
});
