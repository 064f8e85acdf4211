import type { Page } from 'playwright-core';
import type { Call } from '../../src/core/call/api.ts';
import type { Client } from '../../src/core/client/client.ts';
import { after, before, describe, expect, it } from '../harness.ts';
import { type PersonOptions, Stage } from './stage.ts';
import { decode, eventually, SOUND_FLAGS, toneContext } from './tones.ts';

declare global {
  interface Window {
    client: Client;
    call: Call;
    /** What recorders gave, and in what time. */
    recorded: { bytes: number; slices: (number | undefined)[] };
    outcome: string | undefined;
  }
}

const [ALICE, BOB] = [440, 1_250];
const SETTINGS: PersonOptions['settings'] = { backoffBaseMs: 50, backoffMaxMs: 200, recordingSliceMs: 250, recordingTouchMs: 100 };

interface Row {
  recording_id: string;
  state: string;
  size: number;
  duration_ms: number;
  user_id: string;
  peer_id: string;
  consented: boolean;
  type: string;
  url?: string;
}

describe('a recorded call', () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.start({ beatMs: 500, callTickMs: 50, graceMs: 5_000, recordingIdleMs: 6_000 }, { flags: SOUND_FLAGS });
  });
  after(() => stage.stop());

  async function talk(a: string, b: string): Promise<[Page, Page]> {
    const alice = await stage.person(a, { settings: SETTINGS, context: await toneContext(stage, ALICE) });
    const bob = await stage.person(b, { settings: SETTINGS, context: await toneContext(stage, BOB) });
    await bob.evaluate(() => {
      window.client.calls.once('incoming', (call) => {
        window.call = call;
      });
    });
    await alice.evaluate(async (name) => {
      window.call = await window.client.calls.make(name);
    }, b);
    await bob.waitForFunction(() => window.call?.state === 'ringing');
    await bob.evaluate(() => window.call.answer());
    for (const page of [alice, bob]) await page.waitForFunction(() => window.call?.state === 'connected' && window.call.remoteStream);
    return [alice, bob];
  }

  const part = (...pages: Page[]) => Promise.all(pages.map((page) => page.context().close()));

  async function api(userId: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${await stage.token(userId)}`, 'content-type': 'application/json' };
    return fetch(stage.server.address + path, { ...init, headers });
  }
  const list = async (userId: string): Promise<Row[]> => {
    const response = await api(userId, '/v1/recordings');
    expect(response.status).to.equal(200);
    return ((await response.json()) as { recordings: Row[] }).recordings;
  };
  const file = async (row: Row): Promise<Uint8Array> => new Uint8Array(await (await fetch(stage.server.address + row.url)).arrayBuffer());

  /** Waits for the newest recording of this user to be so. */
  async function until(userId: string, match: (row: Row) => boolean): Promise<Row> {
    let last: Row | undefined;
    return eventually(
      async () => {
        [last] = await list(userId);
        return last && match(last) ? last : undefined;
      },
      () => last,
    );
  }
  /** Waits until the server has so many bytes more of it. */
  async function grown(userId: string, more = 10_000): Promise<Row> {
    const start = (await list(userId))[0]?.size ?? 0;
    return until(userId, ({ size }) => size >= start + more);
  }
  const closed = (userId: string, state: string) => until(userId, (row) => row.state === state);
  const shows = (page: Page, side: 'recording' | 'remoteRecording', state: string) =>
    page.waitForFunction(([name, wanted]) => window.call[name as 'recording'] === wanted, [side, state]);

  it('has both voices, each on its channel, and the other side is told [YS-21] [YS-22] [YS-41]', async () => {
    const [alice, bob] = await talk('a1', 'b1');
    expect(await alice.evaluate(() => window.call.recording)).to.equal('stopped');
    await alice.evaluate(() => window.call.startRecording());
    expect(await alice.evaluate(() => window.call.recording)).to.equal('recording');
    await shows(bob, 'remoteRecording', 'recording');
    await grown('a1');
    await alice.evaluate(() => window.call.pauseRecording());
    expect(await alice.evaluate(() => window.call.recording)).to.equal('paused');
    await shows(bob, 'remoteRecording', 'paused');
    await alice.evaluate(() => window.call.startRecording()); // goes on
    await shows(bob, 'remoteRecording', 'recording');
    await grown('a1');
    const id = await alice.evaluate(() => window.call.stopRecording());
    await shows(bob, 'remoteRecording', 'stopped');
    const [row] = await list('b1');
    expect(row).to.include({ recording_id: id, state: 'complete', user_id: 'a1', peer_id: 'b1', consented: false });
    expect(row!.size).to.equal(await alice.evaluate(() => window.recorded.bytes));
    const { seconds, channels } = await decode(alice, await file(row!), [ALICE, BOB]);
    expect(seconds * 1_000).to.be.greaterThan(row!.duration_ms / 2);
    const [left, right] = channels as [number[], number[]];
    expect(left[0]).to.be.greaterThan(0.05);
    expect(right[1]).to.be.greaterThan(0.02);
    expect(left[1]).to.be.lessThan(left[0]! / 5);
    expect(right[0]).to.be.lessThan(right[1]! / 5);
    await part(alice, bob);
  });

  it('is started and paused by the id of the call, ends with it, and is read and deleted by those whom it concerns [YS-58] [YS-59]', async () => {
    const [alice, bob] = await talk('a2', 'b2');
    const id = await alice.evaluate(() => window.call.id);
    await alice.evaluate((call) => window.client.calls.get(call)!.startRecording(), id);
    await grown('a2');
    await alice.evaluate((call) => window.client.calls.get(call)!.pauseRecording(), id);
    expect(await alice.evaluate(() => window.call.recording)).to.equal('paused');
    await alice.evaluate(() => window.call.resumeRecording());
    await bob.evaluate(() => window.call.end());
    const row = await closed('a2', 'complete');
    expect(await alice.evaluate(() => window.call.stopRecording())).to.equal(row.recording_id);
    expect(await alice.evaluate(() => window.call.recording)).to.equal('stopped');
    const path = `/v1/recordings/${row.recording_id}`;
    await stage.token('stranger');
    expect(await list('stranger')).to.deep.equal([]);
    expect((await api('stranger', path)).status).to.equal(404);
    expect((await api('b2', path, { method: 'DELETE', body: '{}' })).status).to.equal(400);
    expect((await api('a2', path, { method: 'DELETE', body: '{}' })).status).to.equal(200);
    expect((await fetch(stage.server.address + row.url)).status).to.equal(404);
    await part(alice, bob);
  });

  it('is kept up to the last piece when the page crashes', async () => {
    const [alice, bob] = await talk('a3', 'b3');
    await alice.evaluate(() => window.call.startRecording());
    await grown('a3', 20_000);
    const given = await alice.evaluate(() => window.recorded.bytes);
    await alice.goto('chrome://crash').catch(() => {});
    const row = await closed('a3', 'incomplete');
    // what was given before the last look at it is there, but for the piece that may have been under way
    expect(row.size).to.be.at.least(given - 4 * 2_500);
    const { channels } = await decode(bob, await file(row), [ALICE, BOB]);
    expect(channels[0]![0]).to.be.greaterThan(0.05);
    expect(channels[1]![1]).to.be.greaterThan(0.02);
    await part(alice, bob);
  });

  it('waits for the line, and is whole although the call ended meanwhile', async () => {
    const [alice, bob] = await talk('a4', 'b4');
    await alice.evaluate(() => window.call.startRecording());
    await grown('a4', 5_000);
    stage.relay.cut();
    const cut = await alice.evaluate(() => window.recorded.bytes);
    await alice.waitForFunction((bytes) => window.recorded.bytes > bytes + 4_000, cut);
    await alice.evaluate(() => void window.call.end());
    expect((await list('a4'))[0]!.state).to.equal('recording');
    stage.relay.mend();
    const row = await closed('a4', 'complete');
    expect(row.size).to.equal(await alice.evaluate(() => window.recorded.bytes));
    await part(alice, bob);
  });

  it('goes on when the microphone is another one, and holds nothing of what was said on hold', async () => {
    const [alice, bob] = await talk('a5', 'b5');
    /** Another source in place, as a change of device tells it. */
    const speak = (hertz: number) =>
      alice.evaluate((frequency) => {
        const audio = new AudioContext();
        const out = audio.createMediaStreamDestination();
        const oscillator = new OscillatorNode(audio, { frequency });
        oscillator.connect(new GainNode(audio, { gain: 0.3 })).connect(out);
        oscillator.start();
        const stream = window.call.localStream as MediaStream;
        for (const track of stream.getAudioTracks()) stream.removeTrack(track);
        stream.addTrack(out.stream.getAudioTracks()[0] as MediaStreamTrack);
        (window.call as unknown as { tracksChanged(): void }).tracksChanged();
      }, hertz);
    await alice.evaluate(() => window.call.startRecording());
    await grown('a5', 5_000);
    await speak(2_500);
    await grown('a5');
    await alice.evaluate(() => window.call.hold());
    await speak(3_700);
    await grown('a5', 1_000);
    await alice.evaluate(() => window.call.stopRecording());
    const { channels } = await decode(alice, await file((await list('a5'))[0]!), [ALICE, 2_500, 3_700]);
    const [first, second, held] = channels[0] as [number, number, number];
    expect(first).to.be.greaterThan(0.05);
    expect(second).to.be.greaterThan(0.05);
    expect(held).to.be.lessThan(0.01);
    await part(alice, bob);
  });

  it('is told anew to a page that was reloaded, and over when the page of the recorder was', async () => {
    const [alice, bob] = await talk('a7', 'b7');
    const again = async (page: Page) => {
      await page.reload();
      await page.waitForFunction(() => {
        const [call] = window.client?.calls.calls ?? [];
        if (call) window.call = call;
        return call?.state === 'connected' && call.remoteStream;
      });
    };
    await alice.evaluate(() => window.call.startRecording());
    await grown('a7', 2_000);
    await again(bob);
    await shows(bob, 'remoteRecording', 'recording');
    await grown('a7', 2_000);
    await again(alice);
    await shows(bob, 'remoteRecording', 'stopped');
    expect(await alice.evaluate(() => window.call.recording)).to.equal('stopped');
    await alice.evaluate(() => window.call.startRecording());
    await shows(bob, 'remoteRecording', 'recording');
    await grown('a7', 2_000);
    await alice.evaluate(() => window.call.stopRecording());
    const rows = await eventually(
      async () => {
        const found = await list('a7');
        return found.every(({ state }) => state !== 'recording') ? found : undefined;
      },
      () => 'one that runs',
    );
    expect(rows.map(({ state }) => state)).to.deep.equal(['complete', 'incomplete']);
    await part(alice, bob);
  });

  it('leaves no audio context and no listener behind', async () => {
    const [alice, bob] = await talk('a8', 'b8');
    // the context of the levels, which a call listens to from some moment on, is there from now to the end
    await alice.evaluate(() => new Promise<void>((heard) => window.call.onLevel('local', () => heard())));
    const open = () => alice.evaluate(() => (window as unknown as { contexts: Set<AudioContext> }).contexts.size);
    await alice.evaluate(() => {
      const page = window as unknown as { contexts: Set<AudioContext> };
      page.contexts = new Set();
      const Plain = AudioContext;
      window.AudioContext = class extends Plain {
        constructor(options?: AudioContextOptions) {
          super(options);
          page.contexts.add(this);
          this.addEventListener('statechange', () => this.state === 'closed' && page.contexts.delete(this));
        }
      };
    });
    const before = await alice.evaluate(() => window.client.connection.listenerCount());
    for (let round = 0; round < 3; round++) {
      await alice.evaluate(() => window.call.startRecording());
      expect(await open()).to.equal(1);
      await grown('a8', 1_000);
      await alice.evaluate(() => window.call.stopRecording());
    }
    await alice.waitForFunction(() => (window as unknown as { contexts: Set<AudioContext> }).contexts.size === 0);
    expect(await alice.evaluate(() => window.client.connection.listenerCount())).to.equal(before);
    await part(alice, bob);
  });

  it('is not begun where the other side has not agreed', async () => {
    await stage.server.core.audio.recordings.setPolicy(stage.appId, 'consent');
    const [alice, bob] = await talk('a6', 'b6');
    const begin = (consent: boolean) =>
      alice.evaluate((asked) => {
        window.outcome = undefined;
        window.call.startRecording({ consent: asked }).then(
          () => {
            window.outcome = 'recording';
          },
          (error: { code: string }) => {
            window.outcome = error.code;
          },
        );
      }, consent);
    const outcome = (wanted: string) => alice.waitForFunction((code) => window.outcome === code, wanted);
    await begin(false); // the app's setting asks all the same
    await shows(bob, 'remoteRecording', 'asking');
    expect(await alice.evaluate(() => window.call.recording)).to.equal('asking');
    await bob.evaluate(() => window.call.allowRecording(false));
    await outcome('recording:consent');
    expect(await alice.evaluate(() => [window.call.recording, window.recorded.bytes])).to.deep.equal(['stopped', 0]);
    expect(await bob.evaluate(() => window.call.remoteRecording)).to.equal('stopped');
    expect(await list('a6')).to.deep.equal([]);
    // and no page can do so by itself
    const body = JSON.stringify({ recording_id: `r-${'0'.repeat(32)}`, call_id: await alice.evaluate(() => window.call.id), type: 'audio/webm' });
    const refused = await api('a6', '/v1/recordings', { method: 'POST', body });
    expect([refused.status, ((await refused.json()) as { error: string }).error]).to.deep.equal([409, 'recording:consent']);
    await begin(true);
    await shows(bob, 'remoteRecording', 'asking');
    await bob.evaluate(() => window.call.allowRecording(true));
    await outcome('recording');
    await grown('a6', 5_000);
    await bob.evaluate(() => window.call.allowRecording(false)); // he has thought better of it
    await shows(alice, 'recording', 'stopped');
    expect(await closed('a6', 'complete')).to.include({ consented: true });
    await stage.server.core.audio.recordings.setPolicy(stage.appId, 'tell');
    await part(alice, bob);
  });
});
