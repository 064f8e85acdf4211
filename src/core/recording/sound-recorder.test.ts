import { FakeClock } from '../../../test/fake-clock.ts';
import { afterEach, describe, expect, it } from '../../../test/harness.ts';
import type { EarshotError } from '../protocol/index.ts';
import { recordingType, SoundRecorder } from './sound-recorder.ts';

const real = globalThis.MediaRecorder;

/** A browser that writes these formats. */
function browser(...supported: string[]): FakeRecorder[] {
  const made: FakeRecorder[] = [];
  class Recorder extends FakeRecorder {
    static isTypeSupported = (type: string) => supported.some((one) => type.startsWith(one));
    constructor(_stream: MediaStream, options: MediaRecorderOptions) {
      super(options);
      made.push(this);
    }
  }
  globalThis.MediaRecorder = Recorder as unknown as typeof MediaRecorder;
  return made;
}

class FakeRecorder extends EventTarget {
  readonly options: MediaRecorderOptions;
  state: RecordingState = 'inactive';
  constructor(options: MediaRecorderOptions) {
    super();
    this.options = options;
  }
  start(): void {
    this.state = 'recording';
  }
  pause(): void {
    this.state = 'paused';
  }
  resume(): void {
    this.state = 'recording';
  }
  requestData(): void {
    this.give('before the pause');
  }
  give(text: string): void {
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob([text]) }));
  }
  stop(): void {
    this.state = 'inactive';
    queueMicrotask(() => {
      this.give('last');
      this.dispatchEvent(new Event('stop'));
    });
  }
}

describe('the recorder of a browser', () => {
  afterEach(() => {
    globalThis.MediaRecorder = real;
  });

  const record = (clock = new FakeClock()) => {
    const pieces: Blob[] = [];
    const failures: EarshotError[] = [];
    const piece = (blob: Blob) => void pieces.push(blob);
    const failed = (error: EarshotError) => void failures.push(error);
    return { pieces, failures, clock, recorder: new SoundRecorder({ stream: {} as MediaStream, clock, bitsPerSecond: 64_000, piece, failed }) };
  };

  it('writes WebM with Opus where it can, MP4 with AAC where it cannot, and says when it can neither', () => {
    browser('audio/webm', 'audio/mp4');
    expect(record().recorder.type).to.equal('audio/webm');
    const made = browser('audio/mp4');
    expect(record().recorder.type).to.equal('audio/mp4');
    expect(made[0]!.options).to.deep.equal({ mimeType: 'audio/mp4;codecs=mp4a.40.2', audioBitsPerSecond: 64_000 });
    browser();
    expect(recordingType()).to.equal(undefined);
    expect(() => record())
      .to.throw()
      .with.property('code', 'recording:unsupported');
  });

  it('leaves pauses out of its time, and gives what was said before one at once', async () => {
    browser('audio/webm');
    const { recorder, clock, pieces, failures } = record();
    await clock.advance(3_000);
    recorder.pause();
    expect(pieces).to.have.length(1);
    await clock.advance(10_000);
    recorder.resume();
    await clock.advance(2_000);
    expect(recorder.durationMs).to.equal(5_000);
    await recorder.stop();
    await clock.advance(1_000);
    expect([recorder.durationMs, pieces.length, failures.length]).to.deep.equal([5_000, 2, 0]);
  });

  it('says when it ended by itself', async () => {
    const made = browser('audio/webm');
    const { failures, clock } = record();
    made[0]!.stop();
    await clock.advance(0);
    expect(failures.map(({ code }) => code)).to.deep.equal(['recording:unsupported']);
  });
});
