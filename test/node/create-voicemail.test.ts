import { after, before, describe, expect, it } from '../harness.ts';
import { Town } from './calls-town.ts';
import { Face } from './create-town.ts';

const SOUND = Uint8Array.from([0x1a, 0x45, 0xdf, 0xa3, ...new TextEncoder().encode('\x42\x02\x04webm A_OPUS'), ...Array<number>(200).fill(1)]);
SOUND[5] = 0x82;
SOUND[6] = 0x84;

describe('the mailbox of the face, over the real server', () => {
  let town: Town;
  before(async () => {
    town = await Town.start({ reachGraceMs: 0 });
  });
  after(() => town.stop());

  async function ask(user: string, method: string, path: string, body: object | Uint8Array<ArrayBuffer>): Promise<void> {
    const sound = body instanceof Uint8Array;
    const response = await fetch(`http://${town.host}/v1/voicemail${path}`, {
      method,
      headers: { authorization: `Bearer ${await town.token(user)}`, 'content-type': sound ? 'audio/webm;codecs=opus' : 'application/json' },
      body: sound ? body : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  it('tells what waits there, as it is asked and as it changes, and remembers it [RB-vm-01] [RB-vm-02] [RB-vm-03]', async () => {
    await ask('dora', 'PUT', '', { enabled: true });
    const ann = await Face.of(town, 'ann');
    const callId = ann.api.call.make('dora', { audio: true });
    await ann.until(() => ann.api.call.getById(callId)?.state === 'Ended');
    const dora = await Face.of(town, 'dora');
    expect(dora.api.voicemail.get()).to.equal(undefined);
    dora.api.voicemail.fetch();
    expect(await dora.next('voicemail:change')).to.include({ newMessagesWaiting: false, totalVoice: 0, unheardVoice: 0 });

    await ask('ann', 'PUT', `/offers/${wireId(ann)}/messages/m-${'1'.padStart(32, '0')}?duration_ms=3000`, SOUND);
    const state = await dora.next('voicemail:change', ({ totalVoice }) => totalVoice === 1);
    expect(state).to.include({ newMessagesWaiting: true, unheardVoice: 1 });
    expect(state.voice).to.deep.equal({ new: 1, old: 0, urgent: 0 });
    expect(dora.api.voicemail.get()).to.deep.equal(state);
    for (const face of [ann, dora]) face.api.destroy();
  });

  it('says that it could not be read [RB-vm-04]', async () => {
    const face = new Face(town);
    face.api.voicemail.fetch();
    expect((await face.next('voicemail:error')).error).to.have.property('message');
    face.api.destroy();
  });
});

/** The server's id of the call that a face made. */
function wireId(face: Face): string {
  const invite = face.sent.find(({ t, method }) => t === 'request' && method === 'call.invite')!;
  return (invite.params as { call_id: string }).call_id;
}
