import type { Page } from 'playwright-core';

/** As `page.waitForFunction`, where the look itself has to wait: that one takes a promise for an answer, whatever comes of it. */
export async function until<A>(page: Page, look: (given: A) => Promise<unknown>, given?: A): Promise<void> {
  const asked = look as (value: unknown) => Promise<unknown>;
  while (!(await page.evaluate(asked, given))) await page.evaluate(() => new Promise(requestAnimationFrame));
}
