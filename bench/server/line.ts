import type { WebSocket } from 'ws';

/** Everybody is in the first; the second has two members. */
export const ROOMS = ['lobby', 'pair'] as const;
export type Room = (typeof ROOMS)[number];

/** One client. */
export interface Line {
  /** There and back, nothing stored. */
  echo(): Promise<void>;
  /** Resolves when the server has taken it: where it stores messages, when that is committed. */
  send(room: Room, text: string): Promise<void>;
  /** Another's message, or one's own where the server sends it back. Messages are read only while somebody listens. */
  onMessage?: ((text: string) => void) | undefined;
  /**
   * Whatever came, as it is: who waits for certain words looks for them in the bytes. All clients share one process, and what they make of
   * a message is no work of the server.
   */
  onBytes?: ((data: Buffer) => void) | undefined;
  close(): void;
}

export const connected = (socket: WebSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });

/** Whether a message begins so. */
export const begins = (data: Buffer, head: string): boolean => data.toString('latin1', 0, head.length) === head;
