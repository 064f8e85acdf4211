import { type Timer, uuid } from '../../base/index.ts';
import { asEarshotError, EarshotError, isEarshotError } from '../../protocol/index.ts';
import { defaultRecordingSettings, recordingType, refusalOf } from '../../recording/index.ts';
import type { CallInfo, RecordingState } from './api.ts';
import type { Control } from './control.ts';
import { type Opened, RunningRecording } from './running-recording.ts';

const STATES: readonly string[] = ['stopped', 'asking', 'recording', 'paused'] satisfies RecordingState[];

/** The one who is asked has not answered yet. */
interface Asking {
  id: string;
  answer(allowed: boolean): void;
  cancel(error: EarshotError): void;
}

/** Recording of one call: ours, what the far side is told and asked of it, and what it tells of its own. */
export class CallRecording {
  readonly #control: Control;
  /** Ours, from the first question on. */
  #starting: Promise<void> | undefined;
  #asking: Asking | undefined;
  #running: RunningRecording | undefined;
  /** The id of the last one, once it is stored whole. */
  #stored: Promise<string> | undefined;
  /** What the far side calls its own. */
  #remoteId = '';
  #peer: RTCPeerConnection | undefined;
  #hearing = false;

  constructor(control: Control) {
    this.#control = control;
    const { call } = control;
    this.#peer = call.peerConnection;
    call.on('change', () => this.#look());
    call.on('transferred', () => this.#endOurs()); // whoever is there now was neither told nor asked
    call.on('state', (state) => {
      if (state !== 'ended') return;
      this.#endOurs();
      this.#showRemote('stopped');
    });
  }

  // ---- ours

  async start({ consent = false }: { consent?: boolean } = {}): Promise<void> {
    this.#control.liveLeg('record the call');
    if (this.#control.call.recording === 'paused') return this.resume();
    if (this.#running) return;
    this.#starting ??= this.#begin(consent).finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async pause(): Promise<void> {
    this.#live('pause the recording').pause();
    this.#show('paused');
  }

  async resume(): Promise<void> {
    this.#live('resume the recording').resume();
    this.#show('recording');
  }

  async stop(): Promise<string> {
    const { call } = this.#control;
    if (this.#asking) {
      this.#asking.cancel(new EarshotError('request:aborted', 'record the call', undefined, { callId: call.id }));
      return '';
    }
    await this.#starting?.catch(() => {});
    this.#endOurs();
    if (!this.#stored) throw new EarshotError('call:wrong-state', 'stop the recording', 'nothing is recorded', { callId: call.id });
    return this.#stored;
  }

  // ---- theirs

  /** The server keeps our word too: it is what lets an app that wants consent record at all. */
  async allow(allowed: boolean): Promise<void> {
    const { call, parts } = this.#control;
    const operation = allowed ? 'allow the recording' : 'refuse the recording';
    this.#control.liveLeg(operation);
    const id = this.#remoteId;
    const asked = call.remoteRecording === 'asking';
    if (call.remoteRecording === 'stopped') throw new EarshotError('call:wrong-state', operation, 'nobody records', { callId: call.id });
    const answer = () => this.#tell({ kind: 'recording', id, allowed });
    if (!allowed) {
      if (asked) this.#showRemote('stopped');
      answer(); // at once: the server may be away
    }
    await this.#post('/v1/recordings/consent', { call_id: call.id, allowed }, operation);
    if (allowed && asked && id === this.#remoteId) answer();
    parts.log('info', 'call', allowed ? 'the recording was allowed' : 'the recording was refused');
  }

  /** What the far side tells; it may be anything. */
  hear(): void {
    if (this.#hearing) return;
    this.#hearing = true;
    this.#control.hear('recording', (info) => {
      const { id, state, allowed } = info;
      if (typeof id !== 'string' || id.length > 64) return;
      if (typeof allowed === 'boolean') this.#answered(id, allowed);
      else if (typeof state === 'string' && STATES.includes(state)) {
        this.#remoteId = id;
        this.#showRemote(state as RecordingState);
      }
    });
  }

  // ---- inside

  async #begin(consent: boolean): Promise<void> {
    const { call, media } = this.#control;
    const operation = 'record the call';
    if (!recordingType()) throw new EarshotError('recording:unsupported', operation, undefined, { callId: call.id });
    const id = `r-${uuid().replaceAll('-', '')}`;
    // now, while the gesture that led here still counts
    let context: AudioContext | undefined;
    try {
      context = media.engine.createAudioContext();
      if (consent) await this.#ask(id);
      const opened = await this.#open(id).catch(async (error: unknown) => {
        if (consent || !isEarshotError(error, 'recording:consent')) throw error;
        await this.#ask(id); // the app wants it
        return this.#open(id);
      });
      if (!call.live) throw new EarshotError('call:ended', operation, undefined, { callId: call.id });
      this.#running = new RunningRecording(this.#control, opened, context, (error) => this.#failed(error));
      context = undefined;
      this.#stored = undefined;
      this.#show('recording');
    } catch (error) {
      void context?.close().catch(() => {});
      if (call.recording !== 'stopped') this.#show('stopped', id);
      throw asEarshotError(error, 'recording:unsupported', operation);
    }
  }

  async #open(id: string): Promise<Opened> {
    const type = recordingType()?.startsWith('audio/mp4') ? 'audio/mp4' : 'audio/webm';
    const body = { recording_id: id, call_id: this.#control.call.id, type };
    const { max_bytes } = (await (await this.#post('/v1/recordings', body, 'record the call')).json()) as { max_bytes: number };
    return { id, mostBytes: max_bytes };
  }

  async #ask(id: string): Promise<void> {
    const { call, parts } = this.#control;
    const { recordingConsentMs } = { ...defaultRecordingSettings, ...parts.settings };
    let timer: Timer;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#asking = {
          id,
          answer: (allowed) =>
            allowed ? resolve() : reject(new EarshotError('recording:consent', 'record the call', undefined, { callId: call.id })),
          cancel: reject,
        };
        timer = parts.clock.setTimeout(
          () =>
            reject(
              new EarshotError('call:operation-timeout', 'record the call', 'the other side did not say whether it agrees', { callId: call.id }),
            ),
          recordingConsentMs,
        );
        this.#show('asking', id);
      });
    } finally {
      parts.clock.clearTimeout(timer);
      this.#asking = undefined;
    }
  }

  #answered(id: string, allowed: boolean): void {
    if (this.#asking?.id === id) this.#asking.answer(allowed);
    else if (this.#running?.id === id && !allowed) {
      this.#control.call.trouble(new EarshotError('recording:consent', 'go on recording', 'the other side does not agree any more'));
      this.#endOurs(true);
    }
  }

  #live(operation: string): RunningRecording {
    this.#control.liveLeg(operation);
    if (!this.#running) throw new EarshotError('call:wrong-state', operation, 'nothing is recorded', { callId: this.#control.call.id });
    return this.#running;
  }

  /** `withdrawn`: what is not stored yet is not stored at all. */
  #endOurs(withdrawn = false): void {
    const { call } = this.#control;
    this.#asking?.cancel(new EarshotError('call:ended', 'record the call', undefined, { callId: call.id }));
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    this.#stored = running.end(withdrawn).then(() => running.id);
    this.#stored.catch((error: unknown) => this.#control.parts.log('warn', 'call', 'the recording is not whole', error));
    this.#show('stopped', running.id);
  }

  #failed(error: EarshotError): void {
    this.#control.call.trouble(error);
    this.#endOurs();
  }

  #look(): void {
    const { call } = this.#control;
    this.#running?.look();
    const peer = call.peerConnection;
    if (peer === this.#peer || !peer) return;
    const first = !this.#peer;
    this.#peer = peer;
    if (first) return;
    // one of the two pages began anew: what it knew is gone, and what it recorded has ended
    this.#showRemote('stopped');
    if (call.recording !== 'stopped') this.#tellState();
  }

  #show(recording: RecordingState, id = this.#running?.id ?? ''): void {
    const { call } = this.#control;
    if (call.recording === recording) return;
    call.update({ recording });
    this.#tellState(id);
    call.announce('recording');
  }

  #showRemote(remoteRecording: RecordingState): void {
    const { call } = this.#control;
    if (call.remoteRecording === remoteRecording) return;
    call.update({ remoteRecording });
    call.announce('recording');
  }

  #tellState(id = this.#running?.id ?? this.#asking?.id ?? ''): void {
    this.#tell({ kind: 'recording', id, state: this.#control.call.recording });
  }

  #tell(info: CallInfo): void {
    if (!this.#control.call.ended) this.#control.tell(info);
  }

  async #post(path: string, body: object, operation: string): Promise<Response> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await this.#control.parts.client.fetch(path, init).catch((error: unknown) => {
      throw asEarshotError(error, 'connection:unreachable', operation);
    });
    if (!response.ok) throw await refusalOf(response, operation);
    return response;
  }
}
