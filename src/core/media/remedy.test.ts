import { describe, expect, it } from '../../../test/harness.ts';
import type { EarshotErrorCode } from '../protocol/index.ts';
import { remedyOf } from './remedy.ts';

const BROWSERS = ['Chrome', 'Edge', 'Firefox', 'Safari', 'Opera', 'Samsung Internet', 'unknown'];
const SYSTEMS = ['Windows', 'macOS', 'Linux', 'ChromeOS', 'Android', 'iOS', 'unknown'];
const CODES: EarshotErrorCode[] = [
  'media:insecure',
  'media:policy',
  'media:iframe',
  'media:denied',
  'media:system-denied',
  'media:in-use',
  'media:not-found',
];
const on = (browser: string, system: string) => ({ browser, system, version: '1.0' });

describe('remedies', () => {
  it('are whole sentences for each refusal in every browser on every system', () => {
    for (const code of CODES) {
      for (const browser of BROWSERS) {
        for (const system of SYSTEMS) {
          const words = remedyOf(code, on(browser, system), { audio: true }) ?? '';
          expect(words, `${code} ${browser} ${system}`).to.match(/^[A-Z].*\.$/);
          expect(words, `${code} ${browser} ${system}`).to.not.match(/undefined|unknown|camera/i);
        }
      }
    }
  });

  it('name the browser’s own way, and the system’s', () => {
    const denied = (browser: string, system: string) => remedyOf('media:denied', on(browser, system), { audio: true });
    expect(denied('Chrome', 'Windows')).to.contain('site settings icon').and.contain('Microphone');
    expect(denied('Chrome', 'Android')).to.contain('Permissions');
    expect(denied('Safari', 'macOS')).to.contain('Settings for This Website');
    expect(denied('Safari', 'iOS')).to.contain('Website Settings');
    expect(denied('Firefox', 'Linux')).to.contain('crossed-out icon');
    expect(remedyOf('media:system-denied', on('Firefox', 'macOS'), { audio: true })).to.contain('switch Firefox on');
    expect(remedyOf('media:system-denied', on('Edge', 'Windows'), { audio: true })).to.contain('desktop apps');
    expect(remedyOf('media:not-found', on('Chrome', 'iOS'), { video: true }))
      .to.contain('camera')
      .and.not.contain('microphone');
  });

  it('tell the owner of the page what to write', () => {
    expect(remedyOf('media:policy', on('Chrome', 'Linux'))).to.contain('microphone=(self), camera=(self)');
    expect(remedyOf('media:iframe', on('Chrome', 'Linux'))).to.contain('allow="microphone; camera"');
  });

  it('are none for what is not about devices', () => {
    expect(remedyOf('call:ended', on('Chrome', 'Linux'))).to.equal(undefined);
  });
});
