/** What tabs of one browser say to each other about their one socket. `line` is one tab's share of it. */
export type BusMessage =
  /** Who has the socket? Also asked again, to see whether that tab still runs. */
  | { k: 'open'; line: string }
  /** I have, from now on. */
  | { k: 'hub' }
  /** Your line is open. */
  | { k: 'opened'; line: string }
  /** A frame of the tab's, for the server; when it was said, in epoch ms. */
  | { k: 'up'; line: string; data: string; at: number }
  /** A frame of the server's, for the tab. */
  | { k: 'down'; line: string; data: string }
  /** The tab hung up. */
  | { k: 'shut'; line: string }
  /** The line is over, as a socket would be with this code. */
  | { k: 'closed'; line: string; code: number };

/** Several listeners of one page and those of other tabs, each hearing all but what it says itself. */
export interface Bus {
  post(message: BusMessage): void;
  close(): void;
}

const KINDS: readonly unknown[] = ['open', 'hub', 'opened', 'up', 'down', 'shut', 'closed'];

/** Opens a channel to the other tabs. Pages of another version of this code may be among them: what is no message of ours is not heard. */
export function openBus(name: string, listener: (message: BusMessage) => void): Bus {
  const channel = new BroadcastChannel(name);
  let closed = false;
  channel.onmessage = ({ data }: MessageEvent<Partial<Record<'k' | 'line', unknown>> | null>) => {
    if (KINDS.includes(data?.k) && (data?.k === 'hub' || typeof data?.line === 'string')) listener(data as BusMessage);
  };
  return {
    post(message) {
      if (!closed) channel.postMessage(message);
    },
    close() {
      closed = true;
      channel.onmessage = null;
      channel.close();
    },
  };
}
