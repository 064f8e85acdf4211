import type { Page } from 'playwright-core';

/** Chromium's flags for counting memory: code that is compiled meanwhile would be counted too. */
export const INTERPRETED = '--js-flags=--jitless --no-lazy-feedback-allocation';

/** Reads what the browser counts of a page after it has collected what nobody holds: event listeners, and bytes in use. */
export async function counterOf(page: Page): Promise<() => Promise<{ listeners: number; heap: number }>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  return async () => {
    for (let round = 0; round < 2; round++) await session.send('HeapProfiler.collectGarbage'); // what the first sets free may have held more
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
    return { listeners: of('JSEventListeners'), heap: of('JSHeapUsedSize') };
  };
}
