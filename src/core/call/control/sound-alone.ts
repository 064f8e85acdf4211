import type { Control } from './control.ts';
import { Receiving } from './receiving.ts';
import { Sending } from './sending.ts';

/** What keeps a call to its sound. */
export interface SoundAlone {
  /** Closes what lines for pictures there are now: the far side may have added one. */
  look(): void;
  /** Pictures may come again; ours do not by themselves. */
  undo(): void;
}

/** Takes every picture, and the sound of a screen, out of a call (RB-call-48). Cameras and screens of ours are let go of. */
export async function soundAlone(control: Control): Promise<SoundAlone> {
  const { call } = control;
  Receiving.of(control); // drops what no longer comes
  if (call.driver?.media.own?.videoTrack) {
    const sending = Sending.of(control);
    for (const source of [...sending.sources]) if (source.kind === 'video' || source.from === 'screen') sending.remove(source);
    await sending.apply();
  }
  const closed = new Set<RTCRtpTransceiver>();
  const self: SoundAlone = {
    look() {
      if (call.ended) return;
      for (const line of call.driver?.negotiator?.peer.getTransceivers() ?? []) {
        if (line.receiver.track.kind !== 'video' || line.direction === 'inactive' || line.direction === 'stopped') continue;
        line.direction = 'inactive';
        closed.add(line);
      }
    },
    undo() {
      if (!call.ended) for (const line of closed) if (line.direction === 'inactive') line.direction = 'recvonly';
      closed.clear();
    },
  };
  self.look();
  return self;
}
