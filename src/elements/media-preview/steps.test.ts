import { expect } from '@open-wc/testing';
import { render } from 'lit';
import { platformOf } from '../../core/base/platform.ts';
import { stepsOf } from './steps.ts';

const CHROME = 'Chrome/142.0.0.0 Safari/537.36';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';

const words = (agent: string, denied: 'denied' | 'system-denied', audioOnly = false): string[] =>
  stepsOf(platformOf(agent), denied, audioOnly).map((step) => {
    const box = document.createElement('div');
    render(step, box);
    return (box.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  });

describe('the steps that lift a block', () => {
  const sites: [name: string, agent: string, first: string, second: string][] = [
    ['Chrome', `${WINDOWS} ${CHROME}`, 'Select next to the web address.', 'Switch Camera and Microphone on.'],
    ['Edge', `${WINDOWS} ${CHROME} Edg/142.0`, 'Select the lock next to the web address.', 'Set Camera and Microphone to Allow.'],
    [
      'Firefox',
      `${WINDOWS} Firefox/150.0`,
      'Select the crossed-out icon next to the web address.',
      'Remove the block next to Camera and Microphone.',
    ],
    [
      'Safari',
      `${MAC} Version/26.0 Safari/605.1`,
      'In the menu bar, choose Safari, then Settings for This Website.',
      'Set Camera and Microphone to Allow.',
    ],
    [
      'Safari on iOS',
      'Mozilla/5.0 (iPhone) Version/26.0 Mobile Safari/605.1',
      'Tap the page menu in the address bar, then Website Settings.',
      'Set Camera and Microphone to Allow.',
    ],
    [
      'Chrome on iOS',
      'Mozilla/5.0 (iPhone) CriOS/142.0 Mobile Safari/605.1',
      'Open the Settings app, then Chrome.',
      'Switch Camera and Microphone on.',
    ],
    [
      'Chrome on Android',
      `Mozilla/5.0 (Linux; Android 16) ${CHROME}`,
      'Tap next to the web address, then Permissions.',
      'Set Camera and Microphone to Allow.',
    ],
    ['an unknown browser', 'Kiosk/1.0', 'Open your browser’s settings for this page.', 'Set Camera and Microphone to Allow.'],
  ];
  for (const [name, agent, first, second] of sites) {
    it(`are those of ${name}`, () => expect(words(agent, 'denied')).to.deep.equal([first, second, 'Come back and try again.']));
  }

  const systems: [name: string, agent: string, steps: string[]][] = [
    [
      'Windows',
      `${WINDOWS} ${CHROME}`,
      ['Open Settings, then Privacy & security.', 'Let desktop apps use Microphone.', 'Restart Chrome, then try again.'],
    ],
    [
      'macOS',
      `${MAC} ${CHROME}`,
      ['Open System Settings, then Privacy & Security.', 'Under Microphone, switch Chrome on.', 'Restart Chrome, then try again.'],
    ],
    [
      'Android',
      'Mozilla/5.0 (Android 16; Mobile) Firefox/150.0',
      ['Open Settings, then Apps, then Firefox, then Permissions.', 'Set Microphone to Allow.', 'Come back and try again.'],
    ],
    [
      'an unknown system',
      'Kiosk/1.0',
      ['Open your system’s privacy settings.', 'Under Microphone, switch your browser on.', 'Restart your browser, then try again.'],
    ],
  ];
  for (const [name, agent, steps] of systems) {
    it(`are those of ${name} when the system denies the microphone`, () => expect(words(agent, 'system-denied', true)).to.deep.equal(steps));
  }
});
