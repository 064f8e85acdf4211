import type { Page } from 'playwright-core';
import { proxyCalls, RelayClient, type Voice } from '../../src/compat/relay-client.ts';
import type { Call } from '../../src/core/call/api.ts';
import { after, before, describe, it } from '../harness.ts';
import { Stage } from './stage.ts';
import { SOUND_FLAGS, toneContext } from './tones.ts';

interface VoicePage {
  RelayClient: typeof RelayClient;
  voice: Voice;
  peer: RTCPeerConnection;
  /** Plays the far side. */
  player: HTMLAudioElement;
  shown: unknown;
  call: Pick<Call, 'remoteStream'>;
  over: boolean;
  ear: { hears(...hertz: number[]): Promise<void> };
  /** A connection of the app's own with its microphone; its description once all its candidates are known. */
  open(): Promise<RTCPeerConnection>;
  described(peer: RTCPeerConnection): Promise<string>;
}
const win = () => window as unknown as VoicePage;

const [OPERATOR, CUSTOMER] = [440, 1_250];
const CID = 'conversation-1';

describe('Voice between two browsers and a proxy', () => {
  let stage: Stage;
  let proxy: RelayClient;
  before(async () => {
    stage = await Stage.start({}, { flags: SOUND_FLAGS, modules: ['test/browser/call-tones.page.ts', 'test/browser/faces.page.ts'] });
    const { host } = new URL(stage.server.address);
    proxy = new RelayClient({ host, appId: stage.appId, userId: 'proxy', token: await stage.token('proxy') });
    await proxy.connect();
  });
  after(async () => {
    await proxy.dispose();
    await stage.stop();
  });

  /** A page that negotiates by itself: the helper carries what the two connections have to know. */
  async function person(userId: string, hertz: number): Promise<Page> {
    const page = await stage.person(userId, { context: await toneContext(stage, hertz) });
    await page.evaluate('window.win = () => window');
    await page.evaluate(
      async (options) => {
        const page = win();
        page.open = async () => {
          const peer = new RTCPeerConnection();
          page.peer = peer;
          page.call = { remoteStream: undefined } as never;
          peer.ontrack = ({ streams }) => {
            page.call = { remoteStream: streams[0] } as never;
            page.player = new Audio();
            page.player.srcObject = streams[0] ?? null;
            void page.player.play();
          };
          const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
          for (const track of stream.getTracks()) peer.addTrack(track, stream);
          return peer;
        };
        page.described = async (peer) => {
          await peer.setLocalDescription();
          if (peer.iceGatheringState !== 'complete')
            await new Promise<void>((resolve) => {
              peer.onicegatheringstatechange = () => {
                if (peer.iceGatheringState === 'complete') resolve();
              };
            });
          return JSON.stringify(peer.localDescription);
        };
        const client = new page.RelayClient(options);
        await client.connect();
        page.voice = client.Voice();
        page.voice.onStart(async (iss, cid, call_id, peer_info, data) => {
          page.shown = data;
          const peer = await page.open();
          await peer.setRemoteDescription(JSON.parse(peer_info));
          await page.voice.accept(iss, cid, call_id, await page.described(peer));
        });
        page.voice.onAccept(async (_iss, _cid, _callId, peer_info) => page.peer.setRemoteDescription(JSON.parse(peer_info)));
        page.voice.onStop(() => {
          page.peer.close();
          page.over = true;
        });
      },
      { host: stage.host, appId: stage.appId, userId, token: await stage.token(userId) },
    );
    return page;
  }

  it('carries a call of an operator and a customer who never address each other', async () => {
    const [operator, customer] = [await person('operator', OPERATOR), await person('customer', CUSTOMER)];
    const undo = proxyCalls(proxy.Voice(), {
      find: (cid) => (cid === CID ? { operator: 'operator', customer: 'customer', data: { operator_name: 'Olga' } } : undefined),
    });
    await operator.evaluate(async (cid) => {
      const peer_info = await win().described(await win().open());
      await win().voice.start('proxy', cid, 'call-1', peer_info, {});
    }, CID);
    await customer.waitForFunction(() => (win().shown as { operator_name?: string } | undefined)?.operator_name === 'Olga');
    await Promise.all([
      operator.evaluate((hertz) => win().ear.hears(hertz), CUSTOMER),
      customer.evaluate((hertz) => win().ear.hears(hertz), OPERATOR),
    ]);
    await customer.evaluate((cid) => {
      win().peer.close();
      return win().voice.stop('proxy', cid, 'call-1');
    }, CID);
    await operator.waitForFunction(() => win().over);
    undo();
    await Promise.all([operator, customer].map((page) => page.context().close()));
  });
});
