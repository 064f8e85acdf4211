import type { CDPSession, Page } from 'playwright-core';
import { after, before, describe, expect, it } from '../harness.ts';
import { DemoStage } from './demo-stage.ts';
import type {} from './processing.page.ts';
import { ProcessingStage } from './processing-stage.ts';

/** What a strict page allows, and all that the processors need. */
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:; media-src 'self'";

/** Objects of these classes that a page still holds, after a collection. */
async function alive(page: Page, classes: string[]): Promise<Record<string, number>> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  const counts: Record<string, number> = {};
  for (const name of classes) {
    const { result } = await cdp.send('Runtime.evaluate', { expression: `${name}.prototype` });
    const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId! });
    const { result: length } = await cdp.send('Runtime.callFunctionOn', {
      objectId: objects.objectId!,
      functionDeclaration: 'function () { return this.length; }',
      returnByValue: true,
    });
    counts[name] = length.value as number;
  }
  await cdp.detach();
  return counts;
}

describe('processors in a page', () => {
  let stage: ProcessingStage;
  before(async () => {
    stage = await ProcessingStage.start();
  });
  after(() => stage.stop());

  /** Runs a test in a page of its own. */
  const inPage = async (options: Parameters<ProcessingStage['open']>[0], run: (page: Page) => Promise<void>): Promise<void> => {
    const page = await stage.open(options);
    try {
      await run(page);
    } finally {
      await page.close();
    }
  };

  describe('of sound', () => {
    it('takes the noise out of the pauses and leaves the voice, on a page with a strict policy', () =>
      inPage({ policy: STRICT }, async (page) => {
        const { raw, clean } = await page.evaluate(async () => {
          const { bench } = window;
          const microphone = bench.microphone('speech in noise');
          const suppressor = bench.processing.noiseSuppressor();
          const track = await suppressor.start(microphone.track, bench.asEngine);
          const [raw, clean] = await Promise.all([bench.loudness(microphone.track, 6, 2), bench.loudness(track, 6, 2)]);
          suppressor.stop();
          microphone.stop();
          return { raw, clean };
        });
        expect(raw.quiet - clean.quiet, 'decibels less in the pauses').to.be.at.least(10);
        expect(Math.abs(raw.loud - clean.loud), 'decibels of difference in the voice').to.be.at.most(6);
      }));

    it('leads a microphone through a worklet of the page, whose parameters can be turned', () =>
      inPage({ policy: STRICT }, async (page) => {
        const heard = await page.evaluate(async () => {
          const { bench } = window;
          const microphone = bench.microphone('tone');
          let node!: AudioWorkletNode;
          let left = false;
          const quieter = bench.processing.audioWorklet({
            name: 'quieter',
            moduleUrl: '/gain.js',
            nodeName: 'gain',
            node: { parameterData: { gain: 0.1 } },
            onNode(made) {
              node = made;
              return () => {
                left = true;
              };
            },
          });
          const track = await quieter.start(microphone.track, bench.asEngine);
          const [raw, tenth] = [await bench.loudness(microphone.track), await bench.loudness(track)];
          node.parameters.get('gain')!.value = 0.01;
          const hundredth = await bench.loudness(track);
          quieter.stop();
          microphone.stop();
          return { tenth: tenth.loud - raw.loud, hundredth: hundredth.loud - raw.loud, state: track.readyState, left };
        });
        expect(heard.tenth).to.be.closeTo(-20, 1);
        expect(heard.hundredth).to.be.closeTo(-40, 1);
        expect(heard).to.include({ state: 'ended', left: true });
      }));

    it('leads what comes in from the far side through a worklet', () =>
      inPage({ policy: STRICT }, async (page) => {
        const heard = await page.evaluate(async () => {
          const { bench } = window;
          const microphone = bench.microphone('tone');
          const wire = await bench.overTheWire(microphone.track);
          const element = new Audio();
          element.srcObject = wire.stream;
          await element.play();
          const render = (stream: MediaStream, into: HTMLMediaElement) => {
            into.srcObject = stream;
            return () => {
              into.srcObject = null;
            };
          };
          const before = await bench.loudness((element.srcObject as MediaStream).getAudioTracks()[0]!);
          const undo = await bench.processing.processOutput(
            { engine: bench.asEngine, render },
            wire.stream,
            element,
            bench.processing.audioWorklet({ name: 'quieter', moduleUrl: '/gain.js', nodeName: 'gain', node: { parameterData: { gain: 0.1 } } }),
          );
          const processed = (element.srcObject as MediaStream).getAudioTracks()[0]!;
          const after = await bench.loudness(processed);
          undo();
          const state = { processed: processed.readyState, remote: wire.stream.getAudioTracks()[0]!.readyState, source: element.srcObject };
          wire.close();
          microphone.stop();
          return { difference: after.loud - before.loud, ...state };
        });
        expect(heard.difference).to.be.closeTo(-20, 3);
        expect(heard).to.include({ processed: 'ended', remote: 'live', source: null });
      }));

    it('goes on with the raw sound when a worklet breaks', () =>
      inPage({}, async (page) => {
        const { before, after } = await page.evaluate(async () => {
          const { bench } = window;
          const microphone = bench.microphone('tone');
          let node!: AudioWorkletNode;
          const quieter = bench.processing.audioWorklet({
            name: 'quieter',
            moduleUrl: '/gain.js',
            nodeName: 'gain',
            node: { parameterData: { gain: 0.1 } },
            onNode(made) {
              node = made;
              return undefined;
            },
          });
          const track = await quieter.start(microphone.track, bench.asEngine);
          const [raw, before] = [await bench.loudness(microphone.track), await bench.loudness(track)];
          const handler = node.onprocessorerror;
          const broken = new Promise<void>((resolve) => {
            node.onprocessorerror = (event) => {
              handler?.call(node, event);
              resolve();
            };
          });
          node.port.postMessage('break');
          await broken;
          const after = await bench.loudness(track);
          quieter.stop();
          microphone.stop();
          return { before: before.loud - raw.loud, after: after.loud - raw.loud };
        });
        expect(before).to.be.closeTo(-20, 1);
        expect(after).to.be.closeTo(0, 1);
      }));
  });

  describe('of pictures', () => {
    const look = (page: Page, how: 'blur' | 'color' | 'image', size?: [number, number]) =>
      page.evaluate(
        async ([how, size]) => {
          const { bench } = window;
          const camera = bench.camera(...(size ?? []));
          const { backgroundBlur, backgroundReplacement } = bench.processing;
          const green = async () => {
            const canvas = new OffscreenCanvas(40, 40);
            const c = canvas.getContext('2d')!;
            c.fillStyle = 'rgb(0, 128, 0)';
            c.fillRect(0, 0, 40, 40);
            return canvas.convertToBlob();
          };
          const processor =
            how === 'blur' ? backgroundBlur() : backgroundReplacement(how === 'color' ? { color: 'rgb(200, 0, 0)' } : { image: await green() });
          const raw = await bench.watch(camera.track, 2);
          const track = await processor.start(camera.track, bench.asEngine);
          const seen = await bench.watch(track, 12);
          Object.assign(window, { stopAll: () => [processor.stop(), camera.stop()] });
          return { raw: raw.picture, ...seen };
        },
        [how, size] as const,
      );
    const stopAll = (page: Page) => page.evaluate(() => (window as unknown as { stopAll(): void }).stopAll());

    it('blurs the wall behind a person in a worker, and keeps the person, the size and the pace', () =>
      inPage({ policy: STRICT }, async (page) => {
        const { raw, picture, distinct } = await look(page, 'blur');
        expect(raw.stripes, 'contrast of the wall before').to.be.at.least(90);
        expect(picture.stripes, 'contrast of the wall after').to.be.at.most(25);
        expect(picture.face, 'mean difference in the face').to.be.at.most(6);
        expect(picture).to.include({ width: 640, height: 360 });
        expect(distinct, 'frames that are new').to.equal(12);
        expect(page.workers().length).to.equal(1);
        const gone = page.workers()[0]!.waitForEvent('close');
        await stopAll(page);
        await gone;
      }));

    it('puts a color or a picture there instead, at any size', () =>
      inPage({}, async (page) => {
        const color = await look(page, 'color', [320, 180]);
        expect(color.picture.corner[0]).to.be.closeTo(200, 12);
        expect(color.picture.corner[1]).to.be.at.most(12);
        expect(color.picture).to.include({ width: 320, height: 180 });
        await stopAll(page);
        const image = await look(page, 'image');
        expect(image.picture.corner[1]).to.be.closeTo(128, 12);
        expect(image.picture.corner[0]).to.be.at.most(12);
        expect(image.picture.face).to.be.at.most(6);
        await stopAll(page);
      }));

    it('does without a worker where the policy forbids one, or Trusted Types do', async () => {
      for (const policy of [STRICT.replace("worker-src 'self'", "worker-src 'none'"), `${STRICT}; require-trusted-types-for 'script'`]) {
        await inPage({ policy }, async (page) => {
          const { picture } = await look(page, 'blur');
          expect(picture.stripes).to.be.at.most(25);
          expect(picture.face).to.be.at.most(6);
          expect(page.workers()).to.deep.equal([]);
          await stopAll(page);
        });
      }
    });

    it('captures a canvas where there are no streams of frames', () =>
      inPage({ policy: STRICT }, async (page) => {
        await page.evaluate(() => {
          const { MediaStreamTrackProcessor } = globalThis; // the bench needs it to look
          const { watch } = window.bench;
          delete (globalThis as Partial<typeof globalThis>).MediaStreamTrackProcessor;
          window.bench.watch = async function (track, frames) {
            globalThis.MediaStreamTrackProcessor = MediaStreamTrackProcessor;
            try {
              return await watch.call(this, track, frames);
            } finally {
              delete (globalThis as Partial<typeof globalThis>).MediaStreamTrackProcessor;
            }
          };
        });
        const { picture } = await look(page, 'blur');
        expect(picture.stripes).to.be.at.most(25);
        expect(picture.face).to.be.at.most(6);
        expect(picture).to.include({ width: 640, height: 360 });
        await stopAll(page);
      }));
  });

  describe('that fail', () => {
    it('leave the raw track alone when a file is missing, and can be started again', () =>
      inPage({}, async (page) => {
        const seen = await page.evaluate(async () => {
          const { bench } = window;
          const [camera, microphone] = [bench.camera(), bench.microphone('tone')];
          const { backgroundBlur, noiseSuppressor, audioWorklet } = bench.processing;
          const errors = [
            await bench.refusal(noiseSuppressor({ assetsUrl: '/nowhere' }).start(microphone.track, bench.asEngine)),
            await bench.refusal(backgroundBlur({ assetsUrl: '/nowhere' }).start(camera.track, bench.asEngine)),
            await bench.refusal(audioWorklet({ name: 'gone', moduleUrl: '/gone.js', nodeName: 'gone' }).start(microphone.track, bench.asEngine)),
            await bench.refusal(audioWorklet({ name: 'nameless', moduleUrl: '/gain.js', nodeName: 'other' }).start(microphone.track, bench.asEngine)),
          ];
          const states = [camera.track.readyState, microphone.track.readyState];
          await bench.closed();
          const contexts = bench.engine.contexts.map((context) => context.state);
          const suppressor = noiseSuppressor({ assetsUrl: '/assets' });
          const again = (await suppressor.start(microphone.track, bench.asEngine)).readyState;
          suppressor.stop();
          camera.stop();
          microphone.stop();
          return { errors, states, contexts, again };
        });
        expect(seen.errors.map(({ code }) => code)).to.deep.equal(['media:failed', 'media:failed', 'media:failed', 'media:failed']);
        expect(seen.errors.slice(0, 3).every(({ retryable }) => retryable)).to.equal(true);
        expect(seen.errors[0]!.message).to.match(/^unable to start noise suppression; .*\/nowhere\/rnnoise\.wasm did not load/);
        expect(seen.errors[1]!.message).to.match(/^unable to start background blur; .*\/nowhere\/segmentation\.\w+ did not load/);
        expect(seen.states).to.deep.equal(['live', 'live']);
        expect(seen.contexts, 'audio contexts of those that failed').to.deep.equal(['closed', 'closed']);
        expect(seen.again).to.equal('live');
        expect(page.workers()).to.deep.equal([]);
      }));

    it("say that the page's policy lacks 'wasm-unsafe-eval'", () =>
      inPage({ policy: STRICT.replace(" 'wasm-unsafe-eval'", '') }, async (page) => {
        const errors = await page.evaluate(async () => {
          const { bench } = window;
          const [camera, microphone] = [bench.camera(), bench.microphone('tone')];
          const errors = [
            await bench.refusal(bench.processing.noiseSuppressor().start(microphone.track, bench.asEngine)),
            await bench.refusal(bench.processing.backgroundBlur().start(camera.track, bench.asEngine)),
          ];
          camera.stop();
          microphone.stop();
          return errors;
        });
        for (const { code, message } of errors) {
          expect(code).to.equal('media:policy');
          expect(message).to.include("Content-Security-Policy lacks 'wasm-unsafe-eval'");
        }
      }));

    it('are none when stopped while they start, and end the old track when moved to another', () =>
      inPage({}, async (page) => {
        const seen = await page.evaluate(async () => {
          const { bench } = window;
          const [first, second] = [bench.microphone('tone'), bench.microphone('tone')];
          const suppressor = bench.processing.noiseSuppressor();
          const starting = bench.refusal(suppressor.start(first.track, bench.asEngine));
          suppressor.stop();
          const { message } = await starting;
          const before = await suppressor.start(first.track, bench.asEngine);
          const after = await suppressor.start(second.track, bench.asEngine);
          const states = [before.readyState, after.readyState, first.track.readyState];
          const open = bench.engine.contexts.filter((context) => context.state !== 'closed').length;
          suppressor.stop();
          suppressor.stop();
          first.stop();
          second.stop();
          return { message, states, open, after: after.readyState };
        });
        expect(seen.message).to.equal('unable to start noise suppression; it was stopped meanwhile');
        expect(seen.states).to.deep.equal(['ended', 'live', 'live']);
        expect(seen.open, 'one context for all').to.equal(1);
        expect(seen.after).to.equal('ended');
      }));
  });

  it('leave no context, worker, canvas, video or track behind after 20 rounds', () =>
    inPage({}, async (page) => {
      const classes = ['AudioContext', 'Worker', 'OffscreenCanvas', 'HTMLCanvasElement', 'HTMLVideoElement', 'MediaStreamTrack', 'AudioWorkletNode'];
      const rounds = (count: number) =>
        page.evaluate(async (count) => {
          const { bench } = window;
          const [camera, microphone] = [bench.camera(160, 90), bench.microphone('tone')];
          const states: string[] = [];
          for (let i = 0; i < count; i++) {
            const processors = [bench.processing.noiseSuppressor(), bench.processing.backgroundBlur()];
            const tracks = await Promise.all([
              processors[0]!.start(microphone.track, bench.asEngine),
              processors[1]!.start(camera.track, bench.asEngine),
            ]);
            await bench.watch(tracks[1], 1);
            for (const processor of processors) processor.stop();
            states.push(...tracks.map((track) => track.readyState));
          }
          await bench.closed();
          states.push(...bench.engine.contexts.splice(0).map((context) => context.state));
          camera.stop();
          microphone.stop();
          return [...new Set(states)].sort();
        }, count);
      await rounds(2);
      while (page.workers().length) await page.workers()[0]!.waitForEvent('close');
      const before = await alive(page, classes);
      expect(await rounds(20)).to.deep.equal(['closed', 'ended']);
      while (page.workers().length) await page.workers()[0]!.waitForEvent('close');
      const after = await alive(page, classes);
      for (const name of classes) expect(after[name], `${name} after 20 more rounds, from ${before[name]}`).to.be.at.most(before[name]! + 4);
    }));

  it('work for a page of another origin, from the real server', async () => {
    const server = await DemoStage.start({ CLIENT_DIR: stage.folder });
    try {
      await inPage({ from: server.direct }, async (page) => {
        const seen = await page.evaluate(async () => {
          const { bench } = window;
          const [camera, microphone] = [bench.camera(), bench.microphone('tone')];
          const [suppressor, blur] = [bench.processing.noiseSuppressor(), bench.processing.backgroundBlur()];
          await suppressor.start(microphone.track, bench.asEngine);
          const { picture } = await bench.watch(await blur.start(camera.track, bench.asEngine), 4);
          suppressor.stop();
          blur.stop();
          camera.stop();
          microphone.stop();
          return picture;
        });
        expect(seen.stripes).to.be.at.most(25);
      });
      const wasm = await fetch(`${server.direct}/assets/segmentation.wasm`);
      expect(wasm.headers.get('content-type')).to.equal('application/wasm');
      expect(wasm.headers.get('access-control-allow-origin')).to.equal('*');
      await wasm.body?.cancel();
    } finally {
      await server.stop();
    }
  });
});
