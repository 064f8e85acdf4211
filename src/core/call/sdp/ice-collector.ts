import type { Clock, Timer } from '../../base/index.ts';
import { EarshotError } from '../../protocol/index.ts';
import type { CollectedCandidate, IceCollectionCheck, IceCollectionInfo, IceTimeouts } from './api.ts';
import { split } from './lines.ts';

export interface IceCollectorParts {
  peer: RTCPeerConnection;
  clock: Clock;
  check: IceCollectionCheck;
  timeouts: IceTimeouts;
  callId(): string;
  /** The operation that waits. */
  operation(): string;
}

/** Collects the candidates of one peer connection, and asks the check function whether they are enough (RB-ct-22 to 26). */
export class IceCollector {
  readonly #parts: IceCollectorParts;
  #candidates: CollectedCandidate[] = [];
  #startedMs = 0;
  /** Told the state since it began: before that, `complete` is of the collection before. */
  #told = false;
  #before = '';
  #look: ((reason: IceCollectionInfo['reason']) => void) | undefined;
  #giveUp: ((error: Error) => void) | undefined;
  #timer: Timer;

  constructor(parts: IceCollectorParts) {
    this.#parts = parts;
    parts.peer.addEventListener('icecandidate', this.#onCandidate);
    parts.peer.addEventListener('icegatheringstatechange', this.#onState);
  }

  /** Those so far, as they are written. */
  get collected(): string[] {
    return this.#candidates.map(({ candidate }) => candidate);
  }

  /** Call it before the description is set that makes the browser collect. */
  begin(): void {
    this.#startedMs = this.#parts.clock.now();
    this.#before = this.#fragments.join();
    this.#told = false;
  }

  /** Resolves when the local description may leave; rejects with `call:no-candidates` when it never may. */
  enough(): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const done = (how: () => void) => {
        this.#parts.clock.clearTimeout(this.#timer);
        this.#look = undefined;
        this.#giveUp = undefined;
        how();
      };
      this.#giveUp = (error) => done(() => reject(error));
      this.#look = (reason) => {
        this.#parts.clock.clearTimeout(this.#timer);
        try {
          const waitMs = this.#ask(reason);
          if (waitMs === undefined) done(resolve);
          else if (waitMs < Number.POSITIVE_INFINITY) this.#timer = this.#parts.clock.setTimeout(() => this.#look?.('Scheduled'), waitMs);
        } catch (error) {
          done(() => reject(error));
        }
      };
      this.#look('Scheduled');
    });
  }

  /** Whatever waits is given up. Idempotent. */
  close(): void {
    const { peer } = this.#parts;
    peer.removeEventListener('icecandidate', this.#onCandidate);
    peer.removeEventListener('icegatheringstatechange', this.#onState);
    this.#giveUp?.(new EarshotError('call:ended', this.#parts.operation()));
  }

  readonly #onCandidate = (event: RTCPeerConnectionIceEvent & { readonly url?: string | null }): void => {
    const { url } = event;
    const candidate: CollectedCandidate | null = event.candidate;
    if (!candidate?.candidate) return;
    if (url && !candidate.url) Object.defineProperty(candidate, 'url', { value: url }); // where only the event says it
    this.#candidates.push(candidate);
    this.#look?.('NewCandidate');
  };

  readonly #onState = (): void => {
    this.#told = true;
    this.#look?.('IceGatheringStateChanged');
  };

  /** How long to wait, for ever included; undefined when there is enough. */
  #ask(reason: IceCollectionInfo['reason']): number | undefined {
    const { check, timeouts } = this.#parts;
    const fail = (why: string, cause?: unknown): never => {
      throw new EarshotError('call:no-candidates', this.#parts.operation(), why, { callId: this.#parts.callId(), cause });
    };
    let result: ReturnType<IceCollectionCheck>;
    try {
      result = check(this.#info(reason), { ...timeouts });
    } catch (error) {
      return fail('the check of the candidates failed', error);
    }
    const { type, error, wait = Number.POSITIVE_INFINITY } = Object(result) as Partial<typeof result>;
    if (type === 'StartCall') return undefined;
    if (type === 'Wait' && typeof wait === 'number' && wait >= 0) return wait;
    if (type === 'Error') return fail(error instanceof Error ? error.message : String(error ?? 'the candidates were refused'), error);
    return fail('the check of the candidates gave no result that is known');
  }

  #info(reason: IceCollectionInfo['reason']): IceCollectionInfo {
    const { peer, clock, callId, operation } = this.#parts;
    const fragments = this.#fragments;
    const anew = !this.#told && fragments.join() !== this.#before;
    this.#candidates = this.#candidates.filter(({ usernameFragment }) => !usernameFragment || fragments.includes(usernameFragment));
    return {
      callId: callId(),
      callOperation: operation(),
      reason,
      iceCandidates: [...this.#candidates],
      iceCollectionDuration: clock.now() - this.#startedMs,
      iceGatheringState: anew ? 'new' : peer.iceGatheringState,
      rtcPeerConnectionConfig: peer.getConfiguration(),
      rtcLocalSessionDescription: peer.localDescription?.sdp ?? '',
    };
  }

  /** Those of the candidates that count now: an ICE restart has others (RFC 8445, 9). */
  get #fragments(): string[] {
    const { session, media } = split(this.#parts.peer.localDescription?.sdp ?? '');
    return [session, ...media].flat().flatMap((line) => (line.startsWith('a=ice-ufrag:') ? line.slice(12) : []));
  }
}
