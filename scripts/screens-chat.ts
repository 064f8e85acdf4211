/**
 * Pictures of the chat and of the preview in every state, drawn with fakes: `node scripts/screens-chat.ts [name…]` writes
 * test/artifacts/*.png. For eyes, beside the design: nothing is compared.
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
  gallery: 'chat' | 'preview' | 'talk';
  width: number;
  theme?: 'light' | 'dark';
  rtl?: boolean;
  /** English when omitted. */
  lang?: string;
  /** One column, so that each element has the full width. */
  wide?: boolean;
  context?: BrowserContextOptions;
  style?: Record<string, string>;
}

const sharp = { deviceScaleFactor: 1.5 };
const touch = { ...sharp, hasTouch: true, isMobile: true };
const SHOTS: Shot[] = [
  { name: 'chat-light-1280', gallery: 'chat', width: 1280 },
  { name: 'chat-dark-1280', gallery: 'chat', width: 1280, theme: 'dark' },
  { name: 'chat-rtl-dark-1280', gallery: 'chat', width: 1280, theme: 'dark', rtl: true },
  { name: 'chat-forced-dark', gallery: 'chat', width: 1280, context: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'chat-yellow-square', gallery: 'chat', width: 1280, style: { '--earshot-accent': 'oklch(.85 .17 90)', '--earshot-radius': '0px' } },
  { name: 'chat-wide', gallery: 'chat', width: 1280, wide: true },
  { name: 'chat-280', gallery: 'chat', width: 312, context: sharp },
  { name: 'chat-touch-320', gallery: 'chat', width: 320, context: touch },
  { name: 'talk-light-1280', gallery: 'talk', width: 1280 },
  { name: 'talk-dark-1280', gallery: 'talk', width: 1280, theme: 'dark' },
  { name: 'talk-de-320', gallery: 'talk', width: 320, lang: 'de', context: touch },
  { name: 'talk-de-1280', gallery: 'talk', width: 1280, lang: 'de' },
  { name: 'talk-ar-dark-1280', gallery: 'talk', width: 1280, theme: 'dark', rtl: true, lang: 'ar' },
  { name: 'talk-ar-320', gallery: 'talk', width: 320, rtl: true, lang: 'ar', context: touch },
  { name: 'talk-forced-dark', gallery: 'talk', width: 1280, context: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'preview-light-1280', gallery: 'preview', width: 1280 },
  { name: 'preview-dark-1280', gallery: 'preview', width: 1280, theme: 'dark' },
  { name: 'preview-rtl', gallery: 'preview', width: 1280, rtl: true },
  { name: 'preview-forced-dark', gallery: 'preview', width: 1280, context: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'preview-wide', gallery: 'preview', width: 1012, wide: true },
  { name: 'preview-280', gallery: 'preview', width: 312, context: sharp },
  { name: 'preview-touch-320', gallery: 'preview', width: 320, context: touch },
];

const { outputFiles } = await build({
  entryPoints: [`${root}scripts/screens-chat.page.ts`],
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
  for (const { name, gallery, width, theme = 'light', rtl, lang = 'en', wide, context, style } of SHOTS) {
    if (wanted.length && !wanted.some((word) => name.includes(word))) continue;
    // a preview that cannot be seen measures nothing
    const page = await (
      await browser.newContext({ ...context, viewport: { width, height: { preview: 1_500, chat: 900, talk: width < 400 ? 8_000 : 3_000 }[gallery] } })
    ).newPage();
    page.on('pageerror', (error) => console.error(name, error.message));
    page.on('console', (message) => message.type() === 'error' && console.error(name, message.text()));
    await page.setContent(
      `<!doctype html><html lang="${lang}"${rtl ? ' dir="rtl"' : ''}><meta charset="utf-8"><meta name="viewport" content="width=device-width"><body></body></html>`,
    );
    await page.evaluate(
      ([gallery, theme, style, wide]) => {
        document.body.dataset.gallery = gallery;
        if (wide) document.body.dataset.wide = '';
        document.documentElement.style.colorScheme = theme;
        for (const [property, value] of Object.entries(style)) document.body.style.setProperty(property, value);
      },
      [gallery, theme, style ?? {}, wide ?? false] as const,
    );
    await page.addScriptTag({ content: script, type: 'module' });
    await page.waitForFunction(() => document.body.dataset.ready !== undefined, undefined, { timeout: 120_000 });
    await page.keyboard.press('Shift');
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) console.error(`${name}: overflows by ${over} px`);
    await page.screenshot({ path: `${out}/${name}.png`, fullPage: true });
    await page.context().close();
    console.log(`${name}.png`);
  }
} finally {
  await browser.close();
}
