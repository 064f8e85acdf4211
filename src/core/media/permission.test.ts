import { settle } from '../../../test/fake-clock.ts';
import type { Refusal } from '../../../test/fake-media.ts';
import { mediaKit } from '../../../test/fake-media-kit.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import type { MediaEngine } from './api.ts';

describe('asking for devices', () => {
  it('granted, keeps nothing open and brings the labels', async () => {
    const { media, engine, asked } = mediaKit();
    engine.machine.permission = 'prompt';
    engine.machine.asks = true;
    expect((await media.refreshDevices()).microphones[0]?.label).to.equal('');
    const asking = media.requestPermission();
    while (asked.length === 0) await import('./permission.ts').then(() => settle());
    engine.decide(true);
    expect(await asking).to.deep.equal({ outcome: 'granted', error: undefined, remedy: undefined });
    expect([asked.map(({ audio, video }) => [Boolean(audio), Boolean(video)]), engine.device]).to.deep.equal([
      [[true, true]],
      { open: 0, listeners: 0 },
    ]);
    expect(media.devices.microphones[0]?.label).to.equal('mic-1');
  });

  for (const reason of ['insecure', 'policy', 'iframe', 'denied', 'system-denied', 'in-use', 'not-found'] satisfies Refusal[]) {
    it(`tells ${reason} from the others, with an error and what to do`, async () => {
      const { media, devices } = mediaKit();
      const errors: string[] = [];
      media.on('error', ({ code }) => errors.push(code));
      devices.refuse(reason);
      const answer = await media.requestPermission({ video: false });
      expect([answer.outcome, answer.error?.code, errors]).to.deep.equal([reason, `media:${reason}`, [`media:${reason}`]]);
      expect(answer.remedy).to.be.a('string').and.match(/\.$/);
    });
  }

  it('asks for what is wanted only, and for nothing when nothing is', async () => {
    const { media, asked } = mediaKit();
    await media.requestPermission({ audio: false });
    expect(asked.map(Object.keys)).to.deep.equal([['video']]);
    expect((await media.requestPermission({ audio: false, video: false })).outcome).to.equal('granted');
    expect(asked.length).to.equal(1);
  });

  it('says to answer the question when it was closed', async () => {
    const { media, engine } = mediaKit();
    engine.machine.permission = 'prompt';
    engine.machine.failure = 'NotAllowedError';
    const { outcome, error, remedy } = await media.requestPermission();
    expect([outcome, error?.retryable, remedy]).to.deep.equal(['denied', true, 'Try again, and choose Allow when the browser asks.']);
  });

  it('takes a denial where the page may for one of the system, and one in a strange frame for a missing allow', async () => {
    const { media, engine } = mediaKit();
    engine.machine.failure = 'NotAllowedError';
    expect((await media.requestPermission()).outcome).to.equal('system-denied');
    engine.machine.permission = 'denied';
    Object.assign(engine, { mayLackAllow: true } satisfies Partial<MediaEngine>);
    expect((await media.requestPermission()).outcome).to.equal('iframe');
  });

  it('says failed for what is none of the seven', async () => {
    const { media, engine } = mediaKit();
    engine.machine.failure = 'AbortError';
    const { outcome, error } = await media.requestPermission();
    expect([outcome, error?.code]).to.deep.equal(['failed', 'media:failed']);
  });
});
