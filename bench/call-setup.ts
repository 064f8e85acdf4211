/**
 * Click to connected and click to first sound at the callee's end: ours over the real server, beside the bare platform
 * over a WebSocket relay (the floor), alternating in one run. Both open the microphone per call, and every callee answers on
 * its incoming event. Run: `node bench/call-setup.ts [rounds] [--mic-held]`.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { type WebSocket, WebSocketServer } from 'ws';
import { defaultServerSettings } from '../server/src/settings.ts';
import { Stage } from '../test/browser/stage.ts';

interface Sample {
  connectedMs: number;
  soundMs: number;
}

const rounds = Number(process.argv[2] ?? 20);
const held = process.argv.includes('--mic-held');

/** A relay that sends everything to everybody else: the least a signalling server can do. */
async function startRelay(): Promise<{ url: string; close: () => Promise<void> }> {
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
    raw: { call(): Promise<number>; hangUp(): void };
    connectedAt: Promise<number>;
    soundAt: Promise<number>;
    armed: () => void;
  }
}

/** The bare platform in a page: trickle, one audio track, nothing else. */
async function installRaw(page: Page, url: string, micHeld: boolean): Promise<void> {
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
      window.raw = {
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

async function rawRound(caller: Page, callee: Page): Promise<Sample> {
  await Promise.all([caller.evaluate(() => window.armed()), callee.evaluate(() => window.armed())]);
  const start = await caller.evaluate(() => window.raw.call());
  const connectedAt = await caller.evaluate(() => window.connectedAt);
  const soundAt = await callee.evaluate(() => window.soundAt);
  await caller.evaluate(() => window.raw.hangUp());
  return { connectedMs: connectedAt - start, soundMs: soundAt - start };
}

interface OurClient {
  calls: {
    make(to: string): {
      peerConnection?: RTCPeerConnection;
      id: string;
      end(): Promise<void>;
      on(type: string, listener: () => void): () => void;
      state: string;
    };
    on(
      type: string,
      listener: (call: { answer(): Promise<void>; peerConnection?: RTCPeerConnection; on(type: string, l: () => void): () => void }) => void,
    ): () => void;
    calls: unknown[];
  };
}

/** Ours: the core's client; the callee answers on its incoming event. */
async function installOurs(page: Page, micHeld: boolean): Promise<void> {
  await page.evaluate(async (hold) => {
    const client = (window as unknown as { client: OurClient }).client;
    if (hold) await navigator.mediaDevices.getUserMedia({ audio: true });
    const now = () => performance.timeOrigin + performance.now();
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
    let current: { end?(): Promise<void> } | undefined;
    const watch = (call: { peerConnection?: RTCPeerConnection }) => {
      current = call;
      const look = () => {
        const pc = call.peerConnection;
        const up = pc?.connectionState === 'connected';
        if (up) connected(now());
        const heard = pc?.getReceivers().some((receiver) => receiver.getSynchronizationSources().length > 0);
        if (heard) sound(now());
        if (!(up && heard) && current !== undefined) setTimeout(look, 1);
      };
      look();
    };
    client.calls.on('incoming', (call) => {
      watch(call);
      void call.answer();
    });
    window.raw = {
      async call() {
        const at = now();
        const call = await client.calls.make('bob');
        current = call;
        watch(call);
        return at;
      },
      hangUp() {
        void current?.end?.();
        current = undefined;
      },
    };
  }, micHeld);
}

async function ourRound(caller: Page, callee: Page): Promise<Sample> {
  const sample = await rawRound(caller, callee);
  for (const page of [caller, callee]) {
    await page.waitForFunction(() => (window as unknown as { client: OurClient }).client.calls.calls.length === 0);
  }
  return sample;
}

const sorted = (values: number[]) => values.toSorted((a, b) => a - b);
const median = (values: number[]) => sorted(values)[Math.floor(values.length / 2)]!;
const p95 = (values: number[]) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * 0.95))]!;

// a benchmark calls more often than a person may
const stage = await Stage.start({ rates: { ...defaultServerSettings.rates, invite: [100, 1000] } });
const relay = await startRelay();
try {
  const open = (user: string) => stage.person(user);
  const [alice, bob] = await Promise.all([open('alice'), open('bob')]);
  const [rawA, rawB] = await Promise.all([open('carol'), open('carol')]);
  await Promise.all([installRaw(rawA, relay.url, held), installRaw(rawB, relay.url, held), installOurs(alice, held), installOurs(bob, held)]);
  const samples: Record<'floor' | 'earshot', Sample[]> = { floor: [], earshot: [] };
  for (let i = 0; i < rounds + 2; i++) {
    const pair = { floor: await rawRound(rawA, rawB), earshot: await ourRound(alice, bob) };
    if (i < 2) continue; // warm-up
    samples.floor.push(pair.floor);
    samples.earshot.push(pair.earshot);
  }
  for (const key of ['connectedMs', 'soundMs'] as const) {
    const floor = samples.floor.map((sample) => sample[key]);
    const ours = samples.earshot.map((sample) => sample[key]);
    console.log(
      `${key.padEnd(12)} floor ${median(floor).toFixed(0)} / ${p95(floor).toFixed(0)} ms · earshot ${median(ours).toFixed(0)} / ${p95(ours).toFixed(0)} ms · ratio ${(median(ours) / median(floor)).toFixed(2)}`,
    );
  }
  console.log(`${rounds} rounds, alternating, median / p95, microphone ${held ? 'held open' : 'opened per call'}, ${stage.browser.version()}`);
} finally {
  await relay.close();
  await stage.stop();
}
