import { Emitter } from '../../base/index.ts';
import { type Media, mediaOf } from '../../media/index.ts';
import { CONTROL_ERRORS, EarshotError, extendCatalogue } from '../../protocol/index.ts';
import type { CallObject } from '../call.ts';
import type { CallDriver, CallParts } from '../ports.ts';
import { ACTIONS } from './actions.ts';
import type { ActionName, CallActions, CallInfo } from './api.ts';
import { Operations } from './operations.ts';

extendCatalogue(CONTROL_ERRORS);

/** What an action is made of: the hand on one call, and what was given to the method. */
export type Action<K extends ActionName> = (control: Control, ...args: Parameters<CallActions[K]>) => ReturnType<CallActions[K]>;

interface ControlInternals {
  /** Something of the far side's, by its kind. */
  info: [info: CallInfo];
}

/** What surrounds one call's actions: its queue, its leg, and what the far side tells. One a call, made with the first action or news. */
export class Control extends Emitter<ControlInternals> {
  readonly call: CallObject;
  readonly parts: CallParts;
  readonly media: Media;
  readonly operations: Operations;
  /** What the actions keep of this call, each under its own key. */
  readonly kept = new Map<symbol, unknown>();

  constructor(call: CallObject, parts: CallParts) {
    super();
    this.call = call;
    this.parts = parts;
    this.media = mediaOf(parts.client);
    this.operations = new Operations(call, parts);
    call.on('operation', ({ transition, isLocal, operation }) => {
      if (isLocal && transition === 'START' && call.parameters.length > 0) void import('./parameters.ts').then(({ ride }) => ride(this, operation));
    });
    const answered = call.on('state', () => call.live && begin());
    const begin = () => {
      answered();
      const picture = call.driver?.media?.own?.videoTrack;
      if (!picture || this.media.track(picture.id)?.source !== 'screen') return;
      // it began with a screen: the far side is to show it as one
      import('./media-changes.ts')
        .then(({ attend }) => attend(this))
        .catch((error: unknown) => parts.log('warn', 'call', 'unable to say that a screen is shared', error));
    };
    if (call.live) begin();
  }

  /** The control of another call of this client, for what concerns two. */
  of(other: CallObject): Control {
    return controlOf(other, this.parts);
  }

  /** The engine's hand on the call. Throws `call:wrong-state` before there is one, and `call:ended` after. */
  leg(operation: string): CallDriver {
    const { driver, ended, id } = this.call;
    if (ended) throw new EarshotError('call:ended', operation, undefined, { callId: id });
    if (!driver) throw new EarshotError('call:wrong-state', operation, undefined, { callId: id });
    return driver;
  }

  /** The same, of an answered call. */
  liveLeg(operation: string): CallDriver {
    const leg = this.leg(operation);
    if (!this.call.live) throw new EarshotError('call:wrong-state', operation, undefined, { callId: this.call.id });
    return leg;
  }

  /** Kept under `key`, made when it is first asked for. */
  keep<T>(key: symbol, make: () => T): T {
    if (!this.kept.has(key)) this.kept.set(key, make());
    return this.kept.get(key) as T;
  }

  /** Calls `listener` for what the far side tells of one kind; returns the undo. */
  hear(kind: string, listener: (info: CallInfo) => void): () => void {
    return this.on('info', (info) => info.kind === kind && listener(info));
  }

  /** Tells the far side: in order with descriptions and flags, once, over cuts of the line. */
  tell(info: CallInfo): void {
    this.leg('tell the other side').tell(info);
  }

  /** From the far side. What nobody here hears is asked of the modules that do. */
  receive(info: CallInfo): void {
    const listening = ACTIONS.hearing[info.kind];
    if (!listening) return;
    void this.keep(Symbol.for(`earshot/hears/${info.kind}`), () => listening().then((attach) => attach(this))).then(
      () => this.emit('info', info),
      (error: unknown) => this.parts.log('warn', 'call', `unable to hear ${info.kind}`, error),
    );
  }

  async act<K extends ActionName>(name: K, args: Parameters<CallActions[K]>): Promise<Awaited<ReturnType<CallActions[K]>>> {
    const action = (await ACTIONS.load[name]()) as Action<K>;
    return (await action(this, ...args)) as Awaited<ReturnType<CallActions[K]>>;
  }
}

const CONTROLS = new WeakMap<CallObject, Control>();

/** The control of a call, made when it is first asked for. */
export function controlOf(call: CallObject, parts: CallParts): Control {
  const known = CONTROLS.get(call);
  if (known) return known;
  const control = new Control(call, parts);
  CONTROLS.set(call, control);
  return control;
}
