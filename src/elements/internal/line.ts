import type { ReactiveController, ReactiveElement } from 'lit';
import { onSeen } from './seen.ts';

/** What the line says (LOOK 1): each shape reads without colour and without motion. */
export type LineShape = 'call' | 'ring' | 'live' | 'mute' | 'hold' | 'lost' | 'flat';

const MAX_MARKS = 96;
const PITCH_PX = 5;
const FRAME_MS = 50; // 20 frames a second
const CALM_FRAME_MS = 250;

const bump = (k: number, at: number, width: number) => Math.exp(-(((k - at) / width) ** 2));
const within = (k: number, period: number) => ((k % period) + period) % period;
/** A bell: two strokes, then silence, every 2 s. */
const bell = (ms: number) => {
  const t = within(ms, 2000);
  return Math.max(0.3, bump(t, 240, 150), bump(t, 560, 190));
};

/** Height (0…1) and opacity of mark `k` at `ms`; `still` draws the shape without motion. */
function mark(shape: string, k: number, ms: number, still: boolean, level: (k: number) => number): [height: number, opacity: number] {
  switch (shape) {
    case 'call': {
      const rest = within(k - 7, 16);
      const dot = rest === 0 ? 0.42 : rest === 1 || rest === 15 ? 0.22 : 0;
      if (still) return [dot, 0.75];
      const packet = bump(within(k - ms / 26 + 4, 58), 4, 1.4); // outwards, one mark every 26 ms
      return [Math.max(dot, 0.9 * packet), 0.4 + 0.6 * packet];
    }
    case 'ring': {
      const at = within(k, 40);
      const swell = Math.min(0.95, bump(at, 10, 4.6) + bump(at, 22, 4.6));
      return [swell * (still ? 1 : bell(ms)), 0.35 + 0.65 * swell];
    }
    case 'live': {
      const height = level(k);
      return [height, 0.5 + 0.5 * height];
    }
    case 'hold':
      return [0, within(k, 8) < 6 ? 0.85 : 0];
    case 'lost': {
      const at = within(k, 28) - 11; // a gap of six marks, its edges frayed
      if (at >= 0 && at < 6) return [0, still ? 0 : 0.8 * bump(within(ms / 90 - k, 14), 2, 1.6)];
      const frayed = at < 0 ? -at : at - 5;
      return [frayed < 4 ? [0.62, 0.36, 0.18][frayed - 1]! : 0, 1];
    }
    default:
      return [0, 0.36];
  }
}

/** Draws one line into an empty element, at most 20 frames a second, and rests while it cannot be seen. */
export class Line {
  /** Latest voice level, 0…1. It travels outwards along the marks. */
  level = 0;
  #shape = '';
  #frame = 0;
  #last = 0;
  #seen = true;
  #marks: HTMLElement[] = [];
  readonly #history: number[] = new Array<number>(MAX_MARKS).fill(0);
  readonly #element: HTMLElement;
  readonly #resize: ResizeObserver;
  readonly #unwatch: () => void;
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');

  /** `onChange`: whether it {@link wantsVoice} may be another matter now. */
  constructor(element: HTMLElement, onChange: () => void = () => {}) {
    this.#element = element;
    this.#resize = new ResizeObserver(() => this.#fit());
    this.#resize.observe(element);
    this.#unwatch = onSeen(element, (seen) => {
      this.#seen = seen;
      this.#run();
      onChange();
    });
  }

  get element(): HTMLElement {
    return this.#element;
  }

  /** It draws a voice, and somebody may be looking. */
  get wantsVoice(): boolean {
    return this.#seen && this.#shape === 'live';
  }

  get shape(): string {
    return this.#shape;
  }

  set shape(shape: string) {
    if (shape === this.#shape) return;
    this.#shape = shape;
    if (shape !== 'live') this.#history.fill(0);
    this.#draw(this.#last);
    this.#run();
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#resize.disconnect();
    this.#unwatch();
    this.#element.replaceChildren();
  }

  #fit(): void {
    const count = Math.min(MAX_MARKS, Math.floor((this.#element.clientWidth + 3) / PITCH_PX));
    if (count === this.#marks.length) return;
    this.#marks = Array.from({ length: count }, () => document.createElement('i'));
    this.#element.replaceChildren(...this.#marks);
    this.#draw(this.#last);
  }

  /** `requestAnimationFrame` rests by itself in a hidden tab. */
  #run(): void {
    const still = !this.#seen || this.#shape === 'hold' || this.#shape === 'mute' || this.#shape === 'flat';
    if (still || this.#frame || (this.#calm.matches && this.#shape !== 'live')) return;
    const tick = (now: number) => {
      this.#frame = 0;
      if (now - this.#last >= (this.#calm.matches ? CALM_FRAME_MS : FRAME_MS) - 4) {
        this.#last = now;
        this.#history.unshift(this.level);
        this.#history.pop();
        this.#draw(now);
      }
      this.#run();
    };
    this.#frame = requestAnimationFrame(tick);
  }

  #draw(now: number): void {
    const calm = this.#calm.matches;
    // calm: one fixed wave whose height steps with the voice
    const level = (k: number) => (calm ? this.level * (0.55 + 0.45 * Math.sin(k * 0.9) * Math.sin(k * 0.37)) : this.#history[k]!);
    const full = this.#element.clientHeight || 22;
    this.#marks.forEach((node, k) => {
      const [height, opacity] = mark(this.#shape, k, now, calm, level);
      node.style.transform = `scaleY(${Math.max(2 / full, Math.min(1, height)).toFixed(3)})`;
      node.style.opacity = opacity.toFixed(2);
    });
  }
}

/**
 * Keeps every `.line` under `root` (the host's shadow root by default) drawn: its shape is the element's `data-s`. `listen` begins to
 * set `level` and returns its undo; it is called while a line that draws a voice can be seen.
 */
export class LineController implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #root: () => ParentNode | null;
  readonly #listen: (() => () => void) | undefined;
  #lines: Line[] = [];
  #level = 0;
  #unlisten: (() => void) | undefined;

  constructor(host: ReactiveElement, root: () => ParentNode | null = () => host.renderRoot, listen?: () => () => void) {
    this.#host = host;
    this.#root = root;
    this.#listen = listen;
    host.addController(this);
  }

  /** Voice level, 0…1. */
  set level(level: number) {
    this.#level = level;
    for (const line of this.#lines) line.level = level;
  }

  hostConnected(): void {
    if (this.#host.hasUpdated) this.hostUpdated();
  }

  hostUpdated(): void {
    const elements = [...(this.#root()?.querySelectorAll<HTMLElement>('.line') ?? [])];
    this.#lines = this.#lines.filter((line) => elements.includes(line.element) || void line.stop());
    for (const element of elements) {
      let line = this.#lines.find((known) => known.element === element);
      if (!line) {
        line = new Line(element, this.#attend);
        line.level = this.#level;
        this.#lines.push(line);
      }
      line.shape = element.dataset.s ?? 'flat';
    }
    this.#attend();
  }

  /** Listens no more, and anew with the next update: what is listened to is another one. */
  rest(): void {
    this.#unlisten?.();
    this.#unlisten = undefined;
    this.level = 0;
  }

  hostDisconnected(): void {
    for (const line of this.#lines) line.stop();
    this.#lines = [];
    this.rest();
  }

  readonly #attend = (): void => {
    if (!this.#lines.some(({ wantsVoice }) => wantsVoice)) this.rest();
    else this.#unlisten ??= this.#listen?.();
  };
}
