/** The bare platform, for benchmarks to stand beside: two pages, a relay that knows nothing, and one audio track. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { type WebSocket, WebSocketServer } from 'ws';

/** From the click. */
export interface Sample {
  /** The caller's end is connected. */
  connectedMs: number;
  /** The callee's end hears. */
  soundMs: number;
  /** Epoch. */
  clickMs: number;
}

/** A relay that sends everything to everybody else: the least a signalling server can do. */
export async function startRelay(): Promise<{ url: string; close: () => Promise<void> }> {
  const http = createServer();
  const wss = new WebSocketServer({ server: http });
  const all = new Set<WebSocket>();
  wss.on('connection', (socket) => {
    all.add(socket);
    socket.on('message', (data) => {
      for (const other of all) if (other !== socket) other.send(data.toString());
    });
    socket.on('close', () => all.delete(socket));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of all) socket.terminate();
        wss.close();
        http.close(() => resolve());
      }),
  };
}

declare global {
  interface Window {
    bench: { call(): Promise<number>; hangUp(): void };
    connectedAt: Promise<number>;
    soundAt: Promise<number>;
    armed: () => void;
  }
}

/** The bare platform in a page: trickle, one audio track, nothing else. */
export async function installRaw(page: Page, url: string, micHeld: boolean): Promise<void> {
  await page.evaluate(
    async ([address, hold]) => {
      const socket = new WebSocket(address as string);
      await new Promise((resolve) => {
        socket.onopen = resolve;
      });
      const kept = hold ? await navigator.mediaDevices.getUserMedia({ audio: true }) : undefined;
      const now = () => performance.timeOrigin + performance.now();
      let pc: RTCPeerConnection | undefined;
      let mic: MediaStream | undefined;
      let early: RTCIceCandidateInit[] = [];
      const audio = new Audio();
      const say = (data: unknown) => socket.send(JSON.stringify(data));
      let connected!: (at: number) => void;
      let sound!: (at: number) => void;
      window.armed = () => {
        window.connectedAt = new Promise((resolve) => {
          connected = resolve;
        });
        window.soundAt = new Promise((resolve) => {
          sound = resolve;
        });
      };
      const make = () => {
        pc = new RTCPeerConnection();
        pc.onicecandidate = ({ candidate }) => candidate && say({ candidate });
        pc.onconnectionstatechange = () => pc?.connectionState === 'connected' && connected(now());
        pc.ontrack = ({ receiver, streams }) => {
          audio.srcObject = streams[0]!;
          void audio.play().catch(() => {});
          const look = () => {
            if (receiver.getSynchronizationSources().length > 0) sound(now());
            else if (pc) setTimeout(look, 1);
          };
          look();
        };
        return pc;
      };
      const hangUp = () => {
        pc?.close();
        pc = undefined;
        if (mic !== kept) for (const track of mic?.getTracks() ?? []) track.stop();
        audio.srcObject = null;
        early = [];
      };
      socket.onmessage = async ({ data }) => {
        const message = JSON.parse(data);
        if (message.offer) {
          const connection = make();
          const [media] = await Promise.all([
            kept ?? navigator.mediaDevices.getUserMedia({ audio: true }),
            connection.setRemoteDescription(message.offer),
          ]);
          mic = media;
          for (const candidate of early.splice(0)) void connection.addIceCandidate(candidate);
          for (const track of media.getTracks()) connection.addTrack(track, media);
          await connection.setLocalDescription();
          say({ answer: connection.localDescription });
        } else if (message.answer) await pc?.setRemoteDescription(message.answer);
        else if (message.candidate) {
          if (pc?.remoteDescription) void pc.addIceCandidate(message.candidate);
          else early.push(message.candidate);
        } else if (message.bye) hangUp();
      };
      window.bench = {
        async call() {
          const at = now();
          const connection = make();
          mic = kept ?? (await navigator.mediaDevices.getUserMedia({ audio: true }));
          for (const track of mic.getTracks()) connection.addTrack(track, mic);
          await connection.setLocalDescription();
          say({ offer: connection.localDescription });
          return at;
        },
        hangUp() {
          hangUp();
          say({ bye: true });
        },
      };
    },
    [url, micHeld] as const,
  );
}

/** One call of two pages that were made ready for it. */
export async function round(caller: Page, callee: Page): Promise<Sample> {
  await Promise.all([caller.evaluate(() => window.armed()), callee.evaluate(() => window.armed())]);
  const start = await caller.evaluate(() => window.bench.call());
  const connectedAt = await caller.evaluate(() => window.connectedAt);
  const soundAt = await callee.evaluate(() => window.soundAt);
  await caller.evaluate(() => window.bench.hangUp());
  return { connectedMs: connectedAt - start, soundMs: soundAt - start, clickMs: start };
}

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
export const median = (values: readonly number[]): number => sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN;
export const p95 = (values: readonly number[]): number => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * 0.95))] ?? Number.NaN;

/** Prints both sides by each and their ratio of medians. */
export function report(floor: readonly Sample[], ours: readonly Sample[]): void {
  for (const key of ['connectedMs', 'soundMs'] as const) {
    const [bare, earshot] = [floor, ours].map((samples) => samples.map((sample) => sample[key])) as [number[], number[]];
    const both = [bare, earshot].map((values) => `${median(values).toFixed(1)} / ${p95(values).toFixed(1)} ms`);
    console.log(`${key.padEnd(12)} floor ${both[0]} · earshot ${both[1]} · ratio ${(median(earshot) / median(bare)).toFixed(2)}`);
  }
}
