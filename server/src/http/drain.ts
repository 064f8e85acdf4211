import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Clock } from '../../../src/core/base/index.ts';

/** Knows which requests are under way, so that a stop can let them end. */
export class Drain {
  #underWay = 0;
  #idle: (() => void) | undefined;

  constructor(server: Server) {
    server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
      this.#underWay += 1;
      response.once('close', () => {
        this.#underWay -= 1;
        if (this.#underWay === 0) this.#idle?.();
      });
    });
  }

  /** Resolves when nothing is under way, or after `graceMs`. */
  wait(clock: Clock, graceMs: number): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = clock.setTimeout(resolve, graceMs);
      this.#idle = () => {
        clock.clearTimeout(timer);
        resolve();
      };
    });
  }
}
