import type { DetachedMedia } from '../../media/index.ts';
import { EarshotError } from '../../protocol/index.ts';
import type { StoredLeg } from '../ports.ts';
import { agreement } from './agreement.ts';
import type { MediaLimits, MediaRequest, OperationType } from './api.ts';
import type { Action, Control } from './control.ts';
import type { Running } from './operations.ts';
import { Receiving } from './receiving.ts';
import { Sending, type Source, trackOf } from './sending.ts';

/** Refuses what the state of the call does not allow (RB-call-24). */
function allow(control: Control, operation: string): void {
  control.liveLeg(operation);
  if (control.call.state === 'on_hold') throw refusal(control, 'call:held', operation);
}

const refusal = (
  { call }: Control,
  code: 'call:held' | 'call:wrong-state' | 'media:not-found' | 'request:invalid',
  operation: string,
  why?: string,
) => new EarshotError(code, operation, why, { callId: call.id });

/** One change of what we send: begun by `change`, agreed on with the far side where it has to be, and taken back when that fails. */
function run(
  control: Control,
  type: OperationType,
  change: (sending: Sending, undo: (() => void)[]) => Promise<void>,
  limits: MediaLimits = {},
): Promise<void> {
  const undo: (() => void)[] = [];
  return control.operations.run(
    type,
    async (running) => {
      allow(control, type);
      const sending = sendingOf(control);
      await limit(control, limits);
      await change(sending, undo);
      if (running.signal.aborted) return takeBack(control, undo);
      await agree(control, running, sending);
    },
    () => takeBack(control, undo),
  );
}

/** What is sent now goes out, and the far side has agreed. */
async function agree(control: Control, running: Running, sending: Sending): Promise<void> {
  await sending.apply();
  if (sending.settled) return; // in the place of something else, on a line there is
  running.tell();
  await agreement(control, running.signal, () => sending.settled);
  running.resolving();
  sending.tellLines();
}

async function takeBack(control: Control, undo: (() => void)[]): Promise<void> {
  for (const step of undo.splice(0).reverse()) step();
  if (!control.call.ended) await sendingOf(control).apply();
}

async function limit(control: Control, { bandwidth, priority }: MediaLimits): Promise<void> {
  if (!bandwidth && !priority) return;
  const shaper = await control.leg('limit the media').shape();
  await shaper.limit({ ...(bandwidth && { bandwidth: { ...control.call.bandwidth, ...bandwidth } }), ...(priority && { priority }) });
}

/** A screen that the browser's own button stops is taken out of the call, on hold or not. */
function sendingOf(control: Control): Sending {
  const sending = Sending.of(control);
  sending.onEnded ??= (trackId) => {
    const source = sending.find(trackId);
    if (source?.from !== 'screen' || control.call.ended) return;
    control.operations
      .run('removeMedia', async (running) => {
        if (!sending.sources.includes(source)) return;
        endScreen(sending);
        await agree(control, running, sending);
      })
      .catch((error: unknown) => control.parts.log('warn', 'call', 'unable to tell that the sharing has ended', error));
  };
  return sending;
}

/** What is sent already is told, and followed, like what is added. */
export const attend = (control: Control): Promise<void> => sendingOf(control).apply();

/** The screen, its sound, and what it stood in the place of. */
function endScreen(sending: Sending): void {
  const screens = sending.sources.filter(({ from }) => from === 'screen');
  const picture = screens.find(({ kind }) => kind === 'video');
  const parked = sending.sources.find((source) => source.parked);
  if (parked) {
    parked.parked = false;
    parked.line = picture?.line;
  }
  for (const source of screens) sending.remove(source, parked !== undefined && source === picture);
}

/** Opens or shares what is asked for; what was opened is in `holds` also when the rest fails. */
async function open(control: Control, request: MediaRequest, operation: string, holds: Hold[]): Promise<void> {
  const { media } = control;
  const { audio = false, video = false, screen = false, medias = [] } = request;
  const types = [
    audio && 'microphone audio',
    video && 'camera video',
    screen && 'screen video',
    ...medias.flatMap((given) => typesOf(control, given)),
  ].filter(Boolean);
  if (types.length === 0) throw refusal(control, 'request:invalid', operation, 'no media is asked for');
  if (new Set(types).size < types.length) throw refusal(control, 'request:invalid', operation, 'there is one source of a kind');
  if (control.call.conference && types.some((type) => (type as string).endsWith('video')))
    throw refusal(control, 'call:wrong-state', operation, 'a conference has sound alone');
  // first: the browser wants the gesture fresh
  if (screen) holds.push({ hold: await media.openScreen(screen === true ? {} : screen) });
  if (audio || video) holds.push({ hold: await media.open({ audio, video }) });
  for (const origin of medias) holds.push({ hold: origin.share(), origin });
  const dead = holds.some(({ hold }) => hold.stream.getTracks().some(({ readyState }) => readyState === 'ended'));
  if (dead) throw new EarshotError('media:failed', operation, 'the device ended', { callId: control.call.id });
}

interface Hold {
  hold: DetachedMedia;
  origin?: DetachedMedia;
}

const typesOf = ({ media }: Control, { audioTrack, videoTrack }: DetachedMedia): string[] =>
  [audioTrack, videoTrack].filter((track) => track !== undefined).map((track) => `${media.track(track.id)?.source} ${track.kind}`);

/** Adds what is asked for; all or nothing. */
async function add(control: Control, sending: Sending, request: MediaRequest, operation: string, undo: (() => void)[]): Promise<Source[]> {
  const holds: Hold[] = [];
  try {
    await open(control, request, operation, holds);
    allow(control, operation); // a person may have taken his time
  } catch (error) {
    for (const { hold } of holds) hold.dispose();
    throw error;
  }
  const added = holds.flatMap(({ hold, origin }) => sending.add(hold, origin));
  undo.push(() => {
    for (const source of added) sending.remove(source);
  });
  return added;
}

export const addMedia: Action<'addMedia'> = (control, media, limits) =>
  run(
    control,
    'addMedia',
    async (sending, undo) => {
      await add(control, sending, media, 'add media', undo);
    },
    limits,
  );

export const removeMedia: Action<'removeMedia'> = (control, trackIds, limits) =>
  run(
    control,
    'removeMedia',
    async (sending) => {
      const sources = trackIds.map((id) => sending.find(id));
      if (sources.length === 0 || sources.includes(undefined)) throw refusal(control, 'media:not-found', 'remove the media');
      for (const source of new Set(sources)) {
        if (source?.from === 'screen' && source.kind === 'video') endScreen(sending);
        else if (source) sending.remove(source);
      }
    },
    limits,
  );

export const startVideo: Action<'startVideo'> = (control, video, limits) =>
  run(
    control,
    'startVideo',
    async (sending, undo) => {
      if (sending.videoTrack) throw refusal(control, 'call:wrong-state', 'start the video', 'the call sends a picture');
      await add(control, sending, { video: video ?? true }, 'start the video', undo);
    },
    limits,
  );

export const stopVideo: Action<'stopVideo'> = (control) =>
  run(control, 'stopVideo', async (sending) => {
    const pictures = sending.sources.filter(({ kind }) => kind === 'video');
    const cameras = pictures.filter(({ from }) => from === 'camera');
    const [only] = cameras.length > 0 ? cameras : pictures;
    if (!only || cameras.length > 1) throw refusal(control, 'call:wrong-state', 'stop the video', 'there is not one picture');
    if (only.from === 'screen') endScreen(sending);
    else sending.remove(only);
  });

export const shareScreen: Action<'shareScreen'> = (control, screen, limits) =>
  run(
    control,
    'addMedia',
    async (sending, undo) => {
      if (sending.sources.some(({ from }) => from === 'screen')) throw refusal(control, 'call:wrong-state', 'share the screen', 'one is shared');
      const added = await add(control, sending, { screen: screen ?? true }, 'share the screen', undo);
      const picture = added.find(({ kind }) => kind === 'video');
      const camera = sending.sources.find(({ kind, from, parked }) => kind === 'video' && from === 'camera' && !parked);
      if (!camera || !picture) return;
      picture.line = camera.line;
      camera.line = undefined;
      camera.parked = true;
      undo.splice(0);
      undo.push(() => endScreen(sending));
    },
    limits,
  );

export const stopScreen: Action<'stopScreen'> = (control) =>
  run(control, 'removeMedia', async (sending) => {
    if (!sending.sources.some(({ from }) => from === 'screen')) throw refusal(control, 'call:wrong-state', 'stop sharing', 'no screen is shared');
    endScreen(sending);
  });

/** Of this side alone: neither UPDATE nor a word to the far side (RB-call-35). */
export const replaceTrack: Action<'replaceTrack'> = (control, trackId, media) =>
  control.operations.run('replaceTrack', async () => {
    allow(control, 'replace the track');
    const sending = sendingOf(control);
    const old = sending.find(trackId);
    if (!old) throw refusal(control, 'media:not-found', 'replace the track');
    const undo: (() => void)[] = [];
    const [next, ...others] = await add(control, sending, media, 'replace the track', undo);
    if (!next || others.length > 0 || next.kind !== old.kind || !sending.sources.includes(old)) {
      for (const step of undo) step();
      throw refusal(control, 'request:invalid', 'replace the track', `it wants one other ${old.kind} track`);
    }
    next.line = old.line;
    next.parked = old.parked;
    sending.remove(old, true);
    await sending.apply();
    if (next.kind === 'audio') control.call.setMuted(false); // the new one begins unmuted (RB-call-34)
    return trackOf(next).id;
  });

/**
 * After a reload: the camera that was on goes out again, on hold or not. A screen can only be chosen anew by a click, so that the person is told
 * that it is not shared any more: rejects with that.
 */
export async function restore(control: Control, { video, screen }: Pick<StoredLeg, 'video' | 'screen'>): Promise<void> {
  const operation = 'send the picture again';
  if (video && !control.leg(operation).media.own?.videoTrack)
    await control.operations.run('addMedia', async () => {
      const holds: Hold[] = [];
      await open(control, { video: true }, operation, holds);
      const sending = sendingOf(control);
      for (const { hold } of holds) {
        if (control.call.ended) hold.dispose();
        else sending.add(hold, undefined);
      }
      await sending.apply();
    });
  if (!screen) return;
  const why = 'the browser wants a click for it: share it again';
  if (globalThis.navigator?.userActivation?.isActive === false)
    throw new EarshotError('media:failed', 'share the screen after the reload', why, { callId: control.call.id });
  await shareScreen(control, {});
}

export const hearMedia = (control: Control): void => {
  const receiving = Receiving.of(control);
  control.hear('media', (info) => receiving.hear(info));
};
