/**
 * Pictures of every element in every state, drawn with a fake client: `npm run screens [name…]` writes test/artifacts/*.png.
 * For eyes, beside the design: nothing is compared.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type BrowserContextOptions, chromium } from 'playwright-core';
import { chromiumArgs, findChromium } from './find-chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = `${root}test/artifacts`;

interface Shot {
  name: string;
  /** Which gallery of scripts/screens.page.ts. */
  gallery: string;
  width: number;
  theme?: 'light' | 'dark';
  rtl?: boolean;
  context?: BrowserContextOptions;
  style?: Record<string, string>;
  /** Only what is in view, for parts in the top layer. */
  viewport?: number;
}

const narrow = { deviceScaleFactor: 2 };
const SHOTS: Shot[] = [
  { name: 'call-light-1280', gallery: 'call', width: 1280 },
  { name: 'call-dark-1280', gallery: 'call', width: 1280, theme: 'dark' },
  { name: 'call-rtl-dark-1280', gallery: 'call', width: 1280, theme: 'dark', rtl: true },
  { name: 'call-light-280', gallery: 'call', width: 280, context: narrow },
  { name: 'call-touch-320', gallery: 'call', width: 320, context: { ...narrow, hasTouch: true, isMobile: true } },
  { name: 'call-rtl-320', gallery: 'call', width: 320, rtl: true, context: narrow },
  { name: 'call-forced-dark', gallery: 'call', width: 1280, context: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'call-forced-light', gallery: 'call', width: 1280, context: { forcedColors: 'active' } },
  { name: 'call-yellow-square', gallery: 'call', width: 1280, style: { '--earshot-accent': 'oklch(.85 .17 90)', '--earshot-radius': '0px' } },
  { name: 'call-calm', gallery: 'call', width: 1280, context: { reducedMotion: 'reduce' } },
  { name: 'over-1280', gallery: 'over', width: 1280, viewport: 420 },
  { name: 'over-320', gallery: 'over', width: 320, viewport: 420, context: narrow },
  { name: 'toast-light', gallery: 'toast', width: 1280, viewport: 420 },
  { name: 'toast-phone', gallery: 'toast', width: 320, viewport: 560, context: { ...narrow, hasTouch: true, isMobile: true } },
  { name: 'toast-rtl-dark', gallery: 'toast', width: 640, viewport: 420, theme: 'dark', rtl: true },
  { name: 'panel-light-1280', gallery: 'panel', width: 1280 },
  { name: 'panel-dark-rtl-1280', gallery: 'panel', width: 1280, theme: 'dark', rtl: true },
  { name: 'panel-touch-320', gallery: 'panel', width: 320, context: { ...narrow, hasTouch: true, isMobile: true } },
  { name: 'panel-forced-dark', gallery: 'panel', width: 1280, context: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'panel-yellow-square', gallery: 'panel', width: 1280, style: { '--earshot-accent': 'oklch(.85 .17 90)', '--earshot-radius': '0px' } },
  { name: 'companions-light-1280', gallery: 'companions', width: 1280 },
  { name: 'companions-dark-rtl-1280', gallery: 'companions', width: 1280, theme: 'dark', rtl: true },
  { name: 'companions-touch-320', gallery: 'companions', width: 320, context: { ...narrow, hasTouch: true, isMobile: true } },
  { name: 'companions-forced-dark', gallery: 'companions', width: 1280, context: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'ringing-light', gallery: 'ringing', width: 900, viewport: 640 },
  { name: 'ringing-phone-rtl', gallery: 'ringing', width: 320, viewport: 640, rtl: true, context: { ...narrow, hasTouch: true, isMobile: true } },
  { name: 'doctor-light-1280', gallery: 'doctor', width: 1280 },
  { name: 'doctor-dark-rtl-1280', gallery: 'doctor', width: 1280, theme: 'dark', rtl: true },
  { name: 'doctor-forced-dark', gallery: 'doctor', width: 1280, context: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'doctor-yellow-square', gallery: 'doctor', width: 900, style: { '--earshot-accent': 'oklch(.85 .17 90)', '--earshot-radius': '0px' } },
  { name: 'doctor-wide-800', gallery: 'doctor', width: 800, context: narrow },
  { name: 'doctor-280', gallery: 'doctor', width: 280, context: narrow },
  { name: 'doctor-touch-320', gallery: 'doctor', width: 320, context: { ...narrow, hasTouch: true, isMobile: true } },
  { name: 'doctor-calm', gallery: 'doctor', width: 1280, context: { reducedMotion: 'reduce' } },
];

const { outputFiles } = await build({
  entryPoints: [`${root}scripts/screens.page.ts`],
  bundle: true,
  write: false,
  format: 'esm',
  target: 'es2022',
  tsconfig: `${root}tsconfig.json`,
  logLevel: 'error',
});
const script = outputFiles[0]!.text;
const wanted = process.argv.slice(2);

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: chromiumArgs });
try {
  for (const { name, gallery, width, theme = 'light', rtl, context, style, viewport } of SHOTS) {
    if (wanted.length && !wanted.some((word) => name.includes(word))) continue;
    const page = await (await browser.newContext({ ...context, viewport: { width, height: viewport ?? 800 } })).newPage();
    page.on('pageerror', (error) => console.error(name, error.message));
    page.on('console', (message) => message.type() === 'error' && console.error(name, message.text()));
    await page.setContent(
      `<!doctype html><html lang="en"${rtl ? ' dir="rtl"' : ''}><meta charset="utf-8"><meta name="viewport" content="width=device-width"><body></body></html>`,
    );
    await page.evaluate(
      ([gallery, theme, style]) => {
        document.body.dataset.gallery = gallery;
        document.documentElement.style.colorScheme = theme;
        for (const [property, value] of Object.entries(style)) document.body.style.setProperty(property, value);
      },
      [gallery, theme, style ?? {}] as const,
    );
    await page.addScriptTag({ content: script, type: 'module' });
    await page.waitForFunction(() => document.body.dataset.ready !== undefined, undefined, { timeout: 120_000 }); // a slow machine
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) console.error(`${name}: overflows by ${wide} px`);
    await page.screenshot({ path: `${out}/${name}.png`, fullPage: viewport === undefined });
    await page.context().close();
    console.log(`${name}.png`);
  }
} finally {
  await browser.close();
}
