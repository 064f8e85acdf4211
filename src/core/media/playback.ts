/** Plays streams in elements of others, through the chosen speaker, and notices when the browser wants a gesture first. */
export class Playback {
  readonly #elements = new Map<HTMLMediaElement, MediaStream>();
  readonly #blocked = new Set<HTMLMediaElement>();
  readonly #onBlocked: (blocked: boolean) => void;
  readonly #onError: (error: unknown) => void;
  #speakerId: string | undefined;

  constructor(speakerId: string | undefined, onBlocked: (blocked: boolean) => void, onError: (error: unknown) => void) {
    this.#speakerId = speakerId;
    this.#onBlocked = onBlocked;
    this.#onError = onError;
  }

  get blocked(): boolean {
    return this.#blocked.size > 0;
  }

  render(stream: MediaStream, element: HTMLMediaElement): () => void {
    this.#elements.set(element, stream);
    element.srcObject = stream;
    this.#route(element);
    void this.#play(element);
    return () => {
      if (this.#elements.get(element) !== stream) return; // another stream took the element over
      this.#elements.delete(element);
      element.pause();
      element.srcObject = null;
      this.#mark(element, false);
    };
  }

  /** Moves all sound to another speaker; undefined is the system's default. */
  speakThrough(speakerId: string | undefined): void {
    this.#speakerId = speakerId;
    for (const element of this.#elements.keys()) this.#route(element, true);
  }

  async unlock(): Promise<void> {
    await Promise.all([...this.#blocked].map((element) => this.#play(element)));
  }

  dispose(): void {
    for (const element of this.#elements.keys()) {
      element.pause();
      element.srcObject = null;
    }
    this.#elements.clear();
    this.#blocked.clear();
  }

  #route(element: HTMLMediaElement, evenDefault = false): void {
    if (typeof element.setSinkId !== 'function' || (this.#speakerId === undefined && !evenDefault)) return;
    element.setSinkId(this.#speakerId ?? '').catch(this.#onError); // a speaker that went away leaves the sound where it was
  }

  async #play(element: HTMLMediaElement): Promise<void> {
    try {
      await element.play();
      this.#mark(element, false);
    } catch (error) {
      // an AbortError says only that the source changed meanwhile
      if ((error as Error).name === 'NotAllowedError' && this.#elements.has(element)) this.#mark(element, true);
    }
  }

  #mark(element: HTMLMediaElement, blocked: boolean): void {
    const before = this.blocked;
    if (blocked) this.#blocked.add(element);
    else this.#blocked.delete(element);
    if (before !== this.blocked) this.#onBlocked(this.blocked);
  }
}
