import { type PageSink, pageSink } from './sink.ts';

/** A context that the browser holds back, or that the system interrupts, goes on with the next gesture. One that is suspended by its owner is left alone. */
export function keepUnlocked(context: AudioContext, sink: PageSink = pageSink()): AudioContext {
  let stop: (() => void) | undefined;
  let began = false;
  const look = (): void => {
    began ||= context.state === 'running';
    const held = context.state === 'suspended' ? !began : context.state === ('interrupted' as AudioContextState);
    if (held) stop ??= sink.wait(() => context.resume());
    else {
      stop?.();
      stop = undefined;
    }
  };
  context.addEventListener('statechange', look);
  look();
  return context;
}
