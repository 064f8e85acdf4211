import type { Call } from '../../core/call/api.ts';
import type { Attempts } from '../internal/call-attempt.ts';
import { nameOf, type PanelView } from './view.ts';
import { t } from './words.ts';

/** A device as the menu lists it. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/** Everything the panel's buttons ask for. What fails is shown and said, and what it began is taken back. */
export class PanelWishes {
  readonly #view: PanelView;
  readonly #say: (text: string, urgent?: boolean) => void;
  #tones: Promise<unknown> = Promise.resolve();

  constructor(view: PanelView, say: (text: string, urgent?: boolean) => void) {
    this.#view = view;
    this.#say = say;
  }

  mute(): void {
    const { call } = this.#view;
    if (call.conference) call.conference.setMuted(!call.muted);
    else call.setMuted(!call.muted);
  }

  hold(): void {
    const { call } = this.#view;
    void this.#try('hold', () => (call.localHold ? call.unhold() : call.hold()));
  }

  camera(): void {
    const { call, filmed } = this.#view;
    void this.#try('camera', () => (filmed ? call.stopVideo() : call.startVideo()));
  }

  /** A picker that was closed is an answer, not a failure. */
  share(): void {
    const { call } = this.#view;
    void this.#view.attempts.run(
      'share',
      () => (call.sharing ? call.stopScreen() : call.shareScreen()),
      ({ code }) => code === 'media:denied',
    );
  }

  hangUp(event: MouseEvent): void {
    const { call, held } = this.#view;
    const { conference } = call;
    if (conference && !conference.ended) void this.#try('split', () => conference.end());
    else held.intents.end(event);
  }

  /** The other one comes to the front, and this one waits. */
  swap(to: Call): void {
    const { call: from } = this.#view;
    void this.#try('swap', async () => {
      const undo = await this.#park(from);
      try {
        for (const one of partiesOf(to)) if (one.localHold) await one.unhold();
      } catch (error) {
        await undo();
        throw error;
      }
      this.#say(t('panel.swapped-say', { name: nameOf(to) }));
    });
  }

  /** Answers a second call while the first waits. */
  answerOther(other: Call): void {
    const { call } = this.#view;
    void this.#try('answer', async () => {
      const undo = await this.#park(call);
      try {
        await other.answer();
      } catch (error) {
        await undo();
        throw error;
      }
    });
  }

  endOther(other: Call): void {
    const ringing = other.direction === 'incoming' && other.connectedAtMs === undefined;
    void (ringing ? other.reject() : other.end()).catch(() => {}); // it ends here whatever the server says
  }

  /** All three hear each other; whoever was not on hold yet is put there first, and taken back when it fails. */
  join(other: Call): void {
    const { call } = this.#view;
    void this.#try('join', async () => {
      const put: Call[] = [];
      try {
        for (const one of [call, other]) {
          if (one.localHold || one.conference) continue; // who is joined already goes on talking
          await one.hold();
          put.push(one);
        }
        await call.join(other);
      } catch (error) {
        for (const one of put) await one.unhold().catch(() => {});
        throw error;
      }
      this.#say(t('panel.joined-say'));
    });
  }

  split(party: Call): void {
    const { conference } = this.#view.call;
    if (conference) void this.#try('split', () => conference.split(party));
  }

  /** Blind: they ring there while this one waits. */
  async transfer(to: string): Promise<void> {
    const { call } = this.#view;
    this.#view.close();
    await this.#try('transfer', () => call.transfer(to));
  }

  /** Calls somebody about this call, which waits; the two can be connected later. */
  async consult(to: string, about: boolean): Promise<void> {
    const { call } = this.#view;
    this.#view.close();
    await this.#try('consult', async () => {
      if (call.conference) {
        await this.#callBeside(call, to);
        return;
      }
      const other = await call.startConsult(to);
      if (about) this.#view.memoryOf(other).about = call;
    });
  }

  /** Connects the far sides of both calls; both are over here. */
  connect(waiting: Call, other: Call): void {
    void this.#try('connect', () => waiting.completeTransfer(other));
  }

  record(): void {
    const { call, host } = this.#view;
    void this.#view.attempts.run(
      'record',
      () => (call.recording === 'stopped' ? call.startRecording({ consent: host.recording !== 'tell' }) : call.stopRecording()),
      ({ code }) => code === 'request:aborted' || code === 'call:ended', // taken back while they were asked
    );
  }

  pauseRecording(): void {
    const { call } = this.#view;
    void this.#try('record', () => (call.recording === 'paused' ? call.resumeRecording() : call.pauseRecording()));
  }

  /** The other side has not answered yet, and shall not. */
  cancelRecording(): void {
    void this.#try('consent', () => this.#view.call.stopRecording());
  }

  allowRecording(allowed: boolean): void {
    const { call } = this.#view;
    void this.#try('consent', () => call.allowRecording(allowed));
  }

  /** One after the other, however fast they are pressed. */
  tone(tone: string): void {
    const { call, memory, attempts } = this.#view;
    memory.tones = (memory.tones + tone).slice(-64);
    this.#view.changed();
    this.#tones = this.#tones.then(() => attempts.run('tones', () => call.sendDTMF(tone)));
  }

  /** The same call once more. */
  again(): void {
    const { call, client } = this.#view;
    const { user_id: to, name } = call.peer;
    void this.#try('call', () => client.calls.make(to, { name, ...(call.media.includes('video') && { video: true }) }));
  }

  verify(): void {
    const { call, memory } = this.#view;
    void this.#try('verify', async () => {
      const words = await call.verify();
      if (words.words.join() !== memory.words?.words.join()) memory.verdict = undefined;
      memory.words = words;
    });
  }

  verdict(verdict: 'match' | 'differ'): void {
    this.#view.memory.verdict = verdict;
    this.#view.close();
    if (verdict === 'match') this.#say(t('panel.verified-say'));
    else this.#say(`${t('panel.verify-bad')}. ${t('panel.verify-bad-why')}`, true);
  }

  handOff(): void {
    const { call, memory } = this.#view;
    void this.#try('hand-off', async () => {
      memory.handOff = await call.handOff();
    });
  }

  pick(kind: DeviceKind, deviceId: string): void {
    const { media } = this.#view;
    if (!media) return;
    media[`${kind}Id`] = deviceId || undefined;
    this.#view.changed();
  }

  otherSpeaker(): void {
    const { media, attempts } = this.#view;
    if (!media) return;
    void attempts.run(
      'device',
      () => media.chooseSpeaker(),
      ({ code }) => code === 'media:denied',
    );
  }

  #try(...[wish, work]: Parameters<Attempts['run']>): Promise<boolean> {
    return this.#view.attempts.run(wish, work);
  }

  /** Calls somebody while a whole conference waits. */
  async #callBeside(call: Call, to: string): Promise<void> {
    const undo = await this.#park(call);
    try {
      await this.#view.client.calls.make(to);
    } catch (error) {
      await undo();
      throw error;
    }
  }

  /** Puts a call on hold, every party of its conference with it: none of them hears us with somebody else. Returns what takes it back. */
  async #park(call: Call): Promise<() => Promise<void>> {
    const put: Call[] = [];
    const undo = async () => {
      for (const one of put) await one.unhold().catch(() => {});
    };
    try {
      for (const one of partiesOf(call)) {
        if (one.localHold || one.connectedAtMs === undefined || one.state === 'ended') continue;
        await one.hold();
        put.push(one);
      }
    } catch (error) {
      await undo();
      throw error;
    }
    return undo;
  }
}

/** The calls of its conference, or the call alone. */
const partiesOf = (call: Call): readonly Call[] => (call.conference && !call.conference.ended ? [...call.conference.calls] : [call]);
