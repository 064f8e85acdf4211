import type { CallRow, ServerFrame } from '../protocol/index.ts';
import type { Heir } from './heir.ts';

/** Requests that give the one who asks a leg. */
const GIVING = ['call.invite', 'call.answer', 'call.resume'];

interface HeldParts {
  userId: string;
  /** Remembers over a reload, for this tab alone. */
  memory: Pick<Storage, 'getItem' | 'setItem'> | undefined;
  memoryKey: string;
  /** This browser holds a leg of the call. */
  isOurs(row: CallRow): boolean;
  heir: Pick<Heir, 'watch' | 'forget'>;
}

/** Knows which calls are this tab's own, and keeps it from reaching for those of other tabs. */
export class HeldCalls {
  readonly #parts: HeldParts;
  readonly #held: Set<string>;
  readonly #asked = new Set<number>();

  constructor(parts: HeldParts) {
    this.#parts = parts;
    this.#held = new Set(this.#read());
  }

  add(id: string): void {
    this.#held.add(id);
    this.#parts.heir.forget(id);
    try {
      this.#parts.memory?.setItem(this.#parts.memoryKey, JSON.stringify([...this.#held].slice(-10)));
    } catch {
      // a full store costs this tab its claim after a reload, and another tab goes on
    }
  }

  /** A frame on its way to the server. */
  sees(data: string): void {
    if (!GIVING.some((method) => data.includes(`"${method}"`))) return;
    const { t, method, request_id } = JSON.parse(data) as { t?: string; method?: string; request_id?: number };
    if (t === 'request' && request_id !== undefined && GIVING.includes(method ?? '')) this.#asked.add(request_id);
  }

  /** What the server says, without the calls that are another tab's. */
  filter(data: string): string {
    const telling = data.includes('"welcome"') || data.includes('"kind":"call"') || (this.#asked.size > 0 && data.includes('"leg"'));
    if (!telling) return data;
    const frames = [JSON.parse(data) as ServerFrame | ServerFrame[]].flat();
    return JSON.stringify(frames.map((frame) => this.#look(frame)));
  }

  #look(frame: ServerFrame): ServerFrame {
    if (frame.t === 'reply' && this.#asked.delete(frame.request_id)) {
      const { call, leg } = frame.result as { call?: CallRow; leg?: unknown };
      if (call && leg) this.add(call.call_id);
    } else if (frame.t === 'welcome') {
      return { ...frame, calls: frame.calls.filter((row) => !this.#isAnothers(row) || !this.#parts.isOurs(row)) };
    } else if (frame.t === 'events') {
      for (const entry of frame.entries) if (entry.kind === 'call') this.#isAnothers(entry.call);
    }
    return frame;
  }

  /** Answered, or placed, and not in this tab: we might go on with it one day. */
  #isAnothers(row: CallRow): boolean {
    const { call_id, state, detail } = row;
    const outgoing = row.from.user_id === this.#parts.userId;
    if (state === 'ended') {
      this.#parts.heir.forget(call_id);
      return false;
    }
    if ([call_id, ...(detail?.replaces ?? [])].some((id) => this.#held.has(id)) || (state === 'ringing' && !outgoing)) return false;
    this.#parts.heir.watch(row);
    return true;
  }

  #read(): string[] {
    try {
      const list: unknown = JSON.parse(this.#parts.memory?.getItem(this.#parts.memoryKey) ?? '[]');
      return Array.isArray(list) ? list.filter((id) => typeof id === 'string') : [];
    } catch {
      return [];
    }
  }
}
