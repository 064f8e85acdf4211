import type { EarshotError } from '../protocol/index.ts';
import { listen } from './listen.ts';
import { speakerError } from './media-error.ts';
import { type PageSink, pageSink } from './sink.ts';

/** One element and what it plays. */
interface Player {
  readonly element: HTMLMediaElement;
  readonly stream: MediaStream;
  /** Its own speaker; undefined follows the one for all. */
  readonly speakerId: string | undefined;
  readonly stop: () => void;
  /** Set while the browser wants a gesture first. */
  unwait: (() => void) | undefined;
}

/** Plays streams in elements, through the chosen speaker, and notices when the browser wants a gesture first. */
export class Playback {
  readonly #players = new Map<HTMLMediaElement, Player>();
  readonly #onBlocked: (blocked: boolean) => void;
  readonly #onError: (error: EarshotError) => void;
  readonly #sink: PageSink;
  #speakerId: string | undefined;
  #blocked = 0;

  constructor(
    speakerId: string | undefined,
    onBlocked: (blocked: boolean) => void,
    onError: (error: EarshotError) => void,
    sink: PageSink = pageSink(),
  ) {
    this.#speakerId = speakerId;
    this.#onBlocked = onBlocked;
    this.#onError = onError;
    this.#sink = sink;
  }

  get blocked(): boolean {
    return this.#blocked > 0;
  }

  /** Plays a stream in the place of what the element played. */
  render(stream: MediaStream, element: HTMLMediaElement, speakerId?: string): () => void {
    const before = this.#players.get(element);
    if (before) this.#leave(before);
    const onPause = () => {
      // nobody pauses what is in no document, but for the system: a telephone call, a headset that went away
      if (!element.isConnected && !element.ended) void this.#play(player);
    };
    const player: Player = { element, stream, speakerId, unwait: undefined, stop: listen(element, ['pause'], onPause) };
    this.#players.set(element, player);
    if (element.srcObject !== stream) element.srcObject = stream;
    void this.#route([player], speakerId !== undefined || this.#speakerId !== undefined || before?.speakerId !== undefined);
    void this.#play(player);
    return () => {
      if (this.#players.get(element) === player) this.#silence(player); // else another stream took the element over
    };
  }

  /** Moves all sound without a speaker of its own to another one; undefined is the system's default. */
  speakThrough(speakerId: string | undefined): void {
    if (speakerId === this.#speakerId) return;
    this.#speakerId = speakerId;
    void this.#route(
      [...this.#players.values()].filter((player) => player.speakerId === undefined),
      true,
    );
  }

  /** From a gesture: plays what was held back, on the whole page. */
  unlock(): Promise<void> {
    return this.#sink.unlock();
  }

  dispose(): void {
    for (const player of [...this.#players.values()]) this.#silence(player);
  }

  /** A speaker that went away, or that may not be used, leaves the sound where it was; told once for all that it concerns. */
  async #route(players: readonly Player[], set: boolean): Promise<void> {
    if (!set) return;
    const wanted = this.#speakerId;
    const routes = players.map(async ({ element, speakerId }) => element.setSinkId?.(speakerId ?? wanted ?? ''));
    const outcomes = await Promise.allSettled(routes);
    const failed = outcomes.findIndex(({ status }, i) => status === 'rejected' && this.#players.get(players[i]!.element) === players[i]);
    if (failed < 0 || (wanted !== this.#speakerId && players[failed]!.speakerId === undefined)) return;
    this.#onError(await speakerError((outcomes[failed] as PromiseRejectedResult).reason, 'use the chosen speaker'));
  }

  async #play(player: Player): Promise<void> {
    try {
      await player.element.play();
      this.#mark(player, false);
    } catch (error) {
      // an AbortError says only that the source changed meanwhile
      if ((error as Error).name === 'NotAllowedError' && this.#players.get(player.element) === player) this.#mark(player, true);
    }
  }

  #silence(player: Player): void {
    this.#leave(player);
    this.#players.delete(player.element);
    player.element.pause();
    player.element.srcObject = null;
  }

  #leave(player: Player): void {
    player.stop();
    this.#mark(player, false);
  }

  #mark(player: Player, blocked: boolean): void {
    if (blocked === (player.unwait !== undefined)) return;
    player.unwait?.();
    player.unwait = blocked ? this.#sink.wait(() => this.#play(player)) : undefined;
    this.#blocked += blocked ? 1 : -1;
    if (this.#blocked === (blocked ? 1 : 0)) this.#onBlocked(blocked);
  }
}
