import { FakeClock, settle } from '../../../test/fake-clock.ts';
import { describe, expect, it } from '../../../test/harness.ts';
import { defaultSettings } from '../base/index.ts';
import type { DevicePolicy } from './device-policy.ts';
import { Devices, type DevicesParts } from './devices.ts';
import type { Feed } from './feed.ts';
import { Preferences } from './preferences.ts';

/** Devices whose policy comes when it is let, or does not; what the policy is asked for is written down. */
function kit() {
  const clock = new FakeClock();
  const asked: unknown[][] = [];
  const told: string[] = [];
  const feeds: Feed[] = [];
  const loads: { come(): Promise<void>; fail(): Promise<void> }[] = [];
  const values = new Map<string, string>();
  const storage = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
  const parts = {
    clock,
    settings: defaultSettings,
    preferences: new Preferences(storage),
    media: { devices: { microphones: [], cameras: [], speakers: [] } },
    capture: { feeds: () => feeds },
    speak: () => {},
    emit: (type: string, error?: { code: string }) => told.push(error ? `${type} ${error.code}` : type),
  } as unknown as DevicesParts;
  class Policy {
    async obey(...args: unknown[]) {
      asked.push(['obey', ...args]);
    }
    settle() {
      asked.push(['settle']);
    }
    sourceChanged(_feed: Feed, since: number) {
      asked.push(['source', clock.now() - since]);
    }
    shown() {
      asked.push(['shown']);
    }
    dispose() {
      asked.push(['dispose']);
    }
  }
  const devices = new Devices(
    parts,
    () =>
      new Promise((resolve, reject) => {
        loads.push({
          come: async () => {
            resolve({ DevicePolicy: Policy as unknown as typeof DevicePolicy });
            await settle();
          },
          fail: async () => {
            reject(new TypeError('offline'));
            await settle();
          },
        });
      }),
  );
  return { devices, clock, asked, told, feeds, loads };
}

const feed = (ill: boolean) => ({ ill }) as Feed;

describe('devices whose policy is not there yet', () => {
  it('do what happened meanwhile in order, once, when it comes', async () => {
    const { devices, clock, asked, feeds, loads } = kit();
    feeds.push(feed(true));
    devices.listChanged(Promise.resolve());
    await clock.advance(defaultSettings.deviceSettleMs);
    devices.sourceChanged(feed(true));
    const chosen = devices.choose('microphone', 'mic-2');
    devices.shown();
    expect([asked, loads.length]).to.deep.equal([[], 1]);
    await loads[0]?.come();
    await chosen;
    expect(asked).to.deep.equal([['settle'], ['source', 0], ['obey', 'microphone', 'mic-2'], ['shown']]);
    devices.shown();
    expect(asked.slice(4)).to.deep.equal([['shown']]);
  });

  it('count silence from when it began', async () => {
    const { devices, clock, asked, loads } = kit();
    devices.sourceChanged(feed(true));
    await clock.advance(1_234);
    await loads[0]?.come();
    expect(asked).to.deep.equal([['source', 1_234]]);
  });

  it('tell that it did not load, ask again with the next event, and forget nothing', async () => {
    const { devices, asked, told, loads } = kit();
    devices.sourceChanged(feed(true));
    await loads[0]?.fail();
    expect([told, loads.length]).to.deep.equal([['error media:failed'], 1]);
    devices.shown();
    await loads[1]?.come();
    expect([asked.map(([what]) => what), told.length]).to.deep.equal([['source', 'shown'], 1]);
  });

  it('load nothing for devices that are well, a page that is seen, or a choice while nothing is open', async () => {
    const { devices, told, loads } = kit();
    devices.sourceChanged(feed(false));
    devices.shown();
    await devices.choose('microphone', 'mic-2');
    expect([loads.length, devices.chosen('microphone'), told]).to.deep.equal([0, 'mic-2', ['change']]);
  });

  it('leave a policy alone that comes after they were disposed of', async () => {
    const { devices, clock, asked, loads } = kit();
    devices.sourceChanged(feed(true));
    devices.listChanged(Promise.resolve());
    devices.dispose();
    await loads[0]?.come();
    await clock.advance(defaultSettings.deviceSettleMs);
    expect([asked, clock.pending]).to.deep.equal([[], 0]);
  });
});
