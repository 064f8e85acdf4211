import type { Message } from '../../../src/core/protocol/index.ts';
import type { Database } from '../db/database.ts';
import type { Logger } from '../deps.ts';
import type { SafeFetch } from '../net/safe-fetch.ts';
import { readPageMeta } from './page-meta.ts';
import type { KnownPreview, Preview } from './preview-rows.ts';

/** Links of one message that are shown. */
const LINKS_MAX = 3;
const TIMEOUT_MS = 5_000;
const BYTES_MAX = 512 * 1_024;
const REDIRECTS_MAX = 3;
/** How long a page counts as read, also one that showed nothing. */
const KEPT_MS = 24 * 3_600_000;
/** Pages that are fetched at once, and messages that may wait for it; more go without. */
const AT_ONCE = 4;
const WAITING_MAX = 200;

export interface LinkPreviewsPorts {
  db: Database;
  fetch: SafeFetch;
  log: Logger;
}

/** Puts previews of links on messages, after they were sent: sending never waits for another's server. */
export class LinkPreviews {
  readonly #ports: LinkPreviewsPorts;
  readonly #stop = new AbortController();
  readonly #queue: { app: string; message: Message }[] = [];
  #running = 0;

  constructor(ports: LinkPreviewsPorts) {
    this.#ports = ports;
  }

  /** Looks behind the links of a message that was just sent or edited. */
  look(app: string, message: Message): void {
    if (message.type !== 'text' || message.previews || linksOf(message.content).length === 0 || this.#queue.length >= WAITING_MAX) return;
    this.#queue.push({ app, message });
    this.#next();
  }

  close(): void {
    this.#queue.length = 0;
    this.#stop.abort();
  }

  #next(): void {
    const one = this.#running < AT_ONCE ? this.#queue.shift() : undefined;
    if (!one) return;
    this.#running++;
    this.#show(one.app, one.message)
      .catch((error: unknown) => {
        if (!this.#stop.signal.aborted) this.#ports.log.warn({ reason: String(error) }, 'a link preview could not be kept');
      })
      .finally(() => {
        this.#running--;
        this.#next();
      });
  }

  async #show(app: string, { channel_id, message_id, content = '' }: Message): Promise<void> {
    const { db } = this.#ports;
    const urls = linksOf(content);
    const known = await db.run('preview.known', { app, urls, maxAgeMs: KEPT_MS });
    const fetched: KnownPreview[] = [];
    for (const url of urls) if (!known.some((one) => one.url === url)) fetched.push({ url, preview: await this.#fetch(url) });
    const all = [...known, ...fetched];
    const previews = urls.flatMap((url) => all.find((one) => one.url === url)?.preview ?? []);
    await db.run('preview.put', { app, channel: channel_id, message: message_id, content, previews, fetched, maxAgeMs: KEPT_MS });
  }

  async #fetch(url: string): Promise<Preview | null> {
    try {
      const { body, headers } = await this.#ports.fetch({
        url,
        timeoutMs: TIMEOUT_MS,
        maxBytes: BYTES_MAX,
        redirects: REDIRECTS_MAX,
        headers: { accept: 'text/html', 'user-agent': 'Earshot link preview' },
        wants: (status, { 'content-type': type = '' }) => status === 200 && /^text\/html\b/i.test(type),
        signal: this.#stop.signal,
      });
      const meta = body.length === 0 ? {} : readPageMeta(body, headers['content-type'] ?? '');
      return meta.title === undefined && meta.description === undefined ? null : { url, ...meta };
    } catch {
      return null; // not there, not allowed, too slow: a link without a preview is still a link
    }
  }
}

/** The web addresses in a text, each once, without the sentence's own signs behind them. */
export function linksOf(text: string | undefined): string[] {
  const found = (text?.match(/\bhttps?:\/\/[^\s<>"'`]{1,2000}/gi) ?? []).map((link) => link.replace(/[.,;:!?)\]}*_~]+$/, ''));
  return [...new Set(found)].filter((link) => URL.canParse(link)).slice(0, LINKS_MAX);
}
