import type { Clock, Settings, Timer } from '../base/index.ts';
import type { TokenProvider } from './api.ts';

/** Browsers take a longer delay for none. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

interface TokenParts {
  clock: Clock;
  settings: Settings;
  provider: TokenProvider;
  /** Brings a new token to the server, in band. */
  present(token: string): void;
  /** The provider failed while the old token still serves. */
  trouble(error: unknown): void;
}

/** The session token of a connection: fetched once, refreshed before it expires, fetched anew when refused. */
export class SessionToken {
  #token: string | undefined;
  #refused: string | undefined;
  #refusals = 0;
  #refreshing = false;
  #timer: Timer | undefined;
  /** By our clock; 0 while no line is up. */
  #expiresAtMs = 0;
  readonly #parts: TokenParts;

  constructor(parts: TokenParts) {
    this.#parts = parts;
  }

  /** For `hello`. Rejects as the provider does. Undefined: what the provider has is refused. */
  async forHello(): Promise<string | undefined> {
    if (this.#refusals > 1) return undefined;
    this.#token ??= await this.#parts.provider();
    if (this.#token !== this.#refused) return this.#token;
    this.#token = undefined;
    return undefined;
  }

  /** The server does not take it (4401). */
  refuse(): void {
    this.#refusals++;
    this.#refused = this.#token;
    this.#token = undefined;
  }

  /** The application connects anew: what was refused before may be asked for once more. */
  startAfresh(): void {
    this.#refusals = 0;
    this.#refused = undefined;
  }

  /** It was accepted, until then by our clock. */
  accepted(expiresAtMs: number): void {
    this.startAfresh();
    this.#expiresAtMs = expiresAtMs;
    this.#schedule();
  }

  /** Asks the provider and brings what it gives; the old one serves until then. */
  async refresh(): Promise<void> {
    if (this.#refreshing) return;
    this.#refreshing = true;
    try {
      const token = await this.#parts.provider();
      if (token !== this.#token) {
        this.#token = token;
        this.#parts.present(token);
      }
    } catch (error) {
      if (this.#expiresAtMs > 0) this.#parts.trouble(error);
      this.#schedule();
    } finally {
      this.#refreshing = false;
    }
  }

  /** The line is down: the next welcome says when it expires. */
  pause(): void {
    this.#parts.clock.clearTimeout(this.#timer);
    this.#expiresAtMs = 0;
  }

  /** The margin before the end, or half of what is left where that is less. Past the end the server speaks. */
  #schedule(): void {
    const { clock, settings } = this.#parts;
    clock.clearTimeout(this.#timer);
    const leftMs = this.#expiresAtMs - clock.now();
    if (leftMs <= 0) return;
    const delayMs = Math.max(leftMs - settings.tokenMarginMs, leftMs / 2, 1_000);
    const fits = delayMs <= LONGEST_DELAY_MS;
    this.#timer = clock.setTimeout(() => void (fits ? this.refresh() : this.#schedule()), fits ? delayMs : LONGEST_DELAY_MS);
  }
}
