import { describe, expect, it } from '../../../test/harness.ts';
import { browserDetails, currentPlatform, platformOf } from './platform.ts';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0';

describe('the platform', () => {
  it('is read from the user agent, whatever else that claims to be', () => {
    const agents: Record<string, string> = {
      'Chrome 142.0 Windows': `${WINDOWS} ${CHROME} Safari/537.36`,
      'Chrome 142.0 Linux': `Mozilla/5.0 (X11; Linux x86_64) ${CHROME.replace('Chrome', 'HeadlessChrome')} Safari/537.36`,
      'Chrome 142.0 ChromeOS': `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROME} Safari/537.36`,
      'Chrome 142.0 Android': `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36`,
      'Chrome 141.0 iOS':
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1',
      'Edge 142.0 Windows': `${WINDOWS} ${CHROME} Safari/537.36 Edg/142.0.0.0`,
      'Opera 122.0 macOS': `${MAC} ${CHROME} Safari/537.36 OPR/122.0.0.0`,
      'Samsung Internet 28.0 Android': `Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
      'Firefox 145.0 Linux': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
      'Firefox 145.0 Android': 'Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0',
      'Safari 26.0 macOS': `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15`,
      'Safari 26.0 iOS':
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
      'unknown  unknown': 'curl/8.5.0',
    };
    for (const [expected, agent] of Object.entries(agents)) {
      const { browser, version, system } = platformOf(agent);
      expect(`${browser} ${version} ${system}`).to.equal(expected);
    }
  });

  it('tells an iPad that asks for desktop pages from a Mac', () => {
    const agent = `${MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15`;
    expect([platformOf(agent, 5).system, platformOf(agent, 0).system]).to.deep.equal(['iOS', 'macOS']);
  });

  it('is told as browser and version where calls are possible, and not elsewhere', () => {
    const platform = { browser: 'Firefox', version: '145.0', system: 'Linux' };
    expect(browserDetails(true, platform)).to.deep.equal({ browser: 'Firefox', version: '145.0' });
    expect(browserDetails(false, platform)).to.equal(undefined);
    expect(currentPlatform()).to.have.keys('browser', 'version', 'system');
  });
});
