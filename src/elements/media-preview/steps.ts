import { html, type TemplateResult } from 'lit';
import type { Platform } from '../../core/base/platform.ts';
import { siteSettings } from '../internal/icons.ts';
import { strings } from '../internal/strings.ts';

/** @internal */
export const t = strings({
  'preview.devices': 'Camera and Microphone',
  'preview.devices.audio': 'Microphone',
  'preview.browser': 'your browser',
  'preview.step.site': 'Select {icon} next to the web address.',
  'preview.step.lock': 'Select the lock next to the web address.',
  'preview.step.crossed': 'Select the crossed-out icon next to the web address.',
  'preview.step.android': 'Tap {icon} next to the web address, then Permissions.',
  'preview.step.safari': 'In the menu bar, choose Safari, then Settings for This Website.',
  'preview.step.safari.ios': 'Tap the page menu in the address bar, then Website Settings.',
  'preview.step.app.ios': 'Open the Settings app, then {browser}.',
  'preview.step.page': 'Open your browser’s settings for this page.',
  'preview.step.windows': 'Open Settings, then Privacy & security.',
  'preview.step.mac': 'Open System Settings, then Privacy & Security.',
  'preview.step.ios': 'Open the Settings app, then Privacy & Security.',
  'preview.step.apps': 'Open Settings, then Apps, then {browser}, then Permissions.',
  'preview.step.system': 'Open your system’s privacy settings.',
  'preview.step.switch': 'Switch {devices} on.',
  'preview.step.allow': 'Set {devices} to Allow.',
  'preview.step.unblock': 'Remove the block next to {devices}.',
  'preview.step.desktop': 'Let desktop apps use {devices}.',
  'preview.step.under': 'Under {devices}, switch {browser} on.',
  'preview.step.back': 'Come back and try again.',
  'preview.step.restart': 'Restart {browser}, then try again.',
});

type Key = Parameters<typeof t>[0];
type Way = readonly [open: Key, change: Key, back?: Key];

/** Where a page's permissions are, by browser and system, by browser, else anywhere. */
const SITE: Record<string, Way> = {
  Chrome: ['preview.step.site', 'preview.step.switch'],
  Edge: ['preview.step.lock', 'preview.step.allow'],
  Opera: ['preview.step.lock', 'preview.step.allow'],
  Firefox: ['preview.step.crossed', 'preview.step.unblock'],
  Safari: ['preview.step.safari', 'preview.step.allow'],
  'Safari iOS': ['preview.step.safari.ios', 'preview.step.allow'],
  iOS: ['preview.step.app.ios', 'preview.step.switch'],
  Android: ['preview.step.android', 'preview.step.allow'],
};

/** Where a system lets a browser have devices. */
const SYSTEM: Record<string, Way> = {
  Windows: ['preview.step.windows', 'preview.step.desktop', 'preview.step.restart'],
  macOS: ['preview.step.mac', 'preview.step.under', 'preview.step.restart'],
  iOS: ['preview.step.ios', 'preview.step.under'],
  Android: ['preview.step.apps', 'preview.step.allow'],
  ChromeOS: ['preview.step.windows', 'preview.step.switch'],
};

function wayOf({ browser, system }: Platform, denied: 'denied' | 'system-denied'): Way {
  if (denied === 'system-denied') return SYSTEM[system] ?? ['preview.step.system', 'preview.step.under', 'preview.step.restart'];
  return SITE[`${browser} ${system}`] ?? SITE[system] ?? SITE[browser] ?? ['preview.step.page', 'preview.step.allow'];
}

/** The three steps that lift a block, in the browser and on the system at hand. */
export function stepsOf(platform: Platform, denied: 'denied' | 'system-denied', audioOnly: boolean): TemplateResult[] {
  const holes: Record<string, unknown> = {
    icon: siteSettings,
    devices: html`<b>${t(audioOnly ? 'preview.devices.audio' : 'preview.devices')}</b>`,
    browser: platform.browser === 'unknown' ? t('preview.browser') : platform.browser,
  };
  const [open, change, back = 'preview.step.back'] = wayOf(platform, denied);
  return [open, change, back].map(
    (key) =>
      html`${t(key)
        .split(/\{(\w+)\}/)
        .map((piece, i) => (i % 2 ? holes[piece] : piece))}`,
  );
}
