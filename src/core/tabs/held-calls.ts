import type { CallRow, ServerFrame } from '../protocol/index.ts';
import type { Heir } from './heir.ts';
import type { HeldMemory } from './held-memory.ts';

/** Requests that give the one who asks a leg. */
const GIVING = ['call.invite', 'call.answer', 'call.resume', 'call.takeover'];

interface HeldParts {
  userId: string;
  memory: HeldMemory;
  /** This browser holds a leg of the call. */
  isOurs(row: CallRow): boolean;
  heir: Pick<Heir, 'watch' | 'forget'>;
  /** A call is seen that is not this tab's. */
  meet(): void;
}

/** Knows which calls are this tab's own, and keeps it from reaching for those of other tabs. */
export class HeldCalls {
  readonly #parts: HeldParts;
  readonly #asked = new Set<number>();

  constructor(parts: HeldParts) {
    this.#parts = parts;
  }

  add(id: string): void {
    this.#parts.memory.add(id);
    this.#parts.heir.forget(id);
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
      const calls = frame.calls.filter((row) => !this.#isAnothers(row) || !this.#parts.isOurs(row));
      // so that the manager takes it back, even if it rang here before and was answered in another tab
      const marked = (row: CallRow) => ({ ...row, detail: { ...row.detail, mine: true } as CallRow['detail'] });
      return { ...frame, calls: calls.map((row) => (this.#parts.memory.has(row.call_id) ? marked(row) : row)) };
    } else if (frame.t === 'events') {
      for (const entry of frame.entries) if (entry.kind === 'call') this.#isAnothers(entry.call);
    }
    return frame;
  }

  /** Answered, or placed, and not in this tab: we might go on with it one day. */
  #isAnothers(row: CallRow): boolean {
    const { call_id, state, detail } = row;
    if (state === 'ended') {
      this.#parts.heir.forget(call_id);
      return false;
    }
    const outgoing = row.from.user_id === this.#parts.userId;
    if ([call_id, ...(detail?.replaces ?? [])].some((id) => this.#parts.memory.has(id)) || (state === 'ringing' && !outgoing)) return false;
    this.#parts.meet();
    this.#parts.heir.watch(row);
    return true;
  }
}
