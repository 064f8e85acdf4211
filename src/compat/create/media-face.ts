import type { Unsubscribe } from '../../core/base/index.ts';
import type { DetachedMedia as Hold, Media, OpenOptions, TrackInfo } from '../../core/media/api.ts';
import { isEarshotError } from '../../core/protocol/index.ts';
import { basicError, CREATE_CODES, refuse } from './errors.ts';
import type { Events } from './events.ts';
import { Rendering } from './rendering.ts';
import type { DetachedMedia, DevicesObject, LocalMediaConstraints, MediaObject, TrackObject } from './types.ts';

/** `client.media`: devices, detached media, and tracks by their ids. */
export class MediaFace {
  readonly #media: Media;
  readonly #events: Events;
  readonly #rendering: Rendering;
  /** Ids of what `createLocalMedia` made: other local media belong to calls and elements. */
  readonly #detached = new Set<string>();
  readonly #undo: Unsubscribe[];
  /** The lists as they were told last. */
  #told = '';
  #changes = 0;

  constructor(media: Media, events: Events) {
    this.#media = media;
    this.#events = events;
    this.#rendering = new Rendering(media);
    this.#undo = [
      media.on('devices', () => JSON.stringify(this.getDevices()) !== this.#told && this.#changed()),
      media.on('error', (error) => events.tell('devices:error', { error: basicError(error) })),
      media.on('muted', (ids) => events.tell('media:muted', { tracks: [...ids] })),
      media.on('unmuted', (ids) => events.tell('media:unmuted', { tracks: [...ids] })),
      media.on('source-muted', (trackId) => events.tell('media:sourceMuted', { trackId })),
      media.on('source-unmuted', (trackId) => events.tell('media:sourceUnmuted', { trackId })),
      media.on('track-ended', (trackId, callId) => events.tell('media:trackEnded', { trackId, callId })),
    ];
    this.#told = JSON.stringify(this.getDevices());
    media.refreshDevices().catch(() => {}); // a page that may not even ask is told when it tries to open them
  }

  /** The lists as they are known now; `devices:change` tells of another one. Labels may be empty without permission (RB-media-02). */
  getDevices(): DevicesObject {
    const { cameras, microphones, speakers } = this.#media.devices;
    return { camera: cameras.map(deviceInfo), microphone: microphones.map(deviceInfo), speaker: speakers.map(deviceInfo) };
  }

  /** Local media, or all that came from the far side of a call; undefined when it is unknown (RB-media-03). */
  getById(mediaId: string): MediaObject | undefined {
    const tracks = this.#media.tracks.filter((track) => track.mediaId === mediaId);
    const [first] = tracks;
    if (!first) return undefined;
    return {
      id: mediaId,
      local: first.source !== 'remote',
      detached: this.#detached.has(mediaId),
      tracks: tracks.map((track) => this.#trackObject(track)),
    };
  }

  /** By the id it has, or had before another device took over; undefined when it is unknown (RB-media-04). */
  getTrackById(trackId: string): TrackObject | undefined {
    const info = this.#media.track(trackId);
    return info && this.#trackObject(info);
  }

  /** Asks for the permission, for both by default, and closes the devices again. `devices:change` or `devices:error` follows (RB-media-05). */
  initializeDevices(kinds: { audio?: boolean; video?: boolean } = {}): void {
    const before = this.#changes;
    this.#media.requestPermission(kinds).then(
      ({ outcome }) => {
        if (outcome === 'granted' && this.#changes === before) this.#changed(); // what failed was told by the core's `error`
      },
      (error: unknown) => this.#events.tell('devices:error', { error: basicError(error) }),
    );
  }

  /**
   * Opens devices and screens, in one question for microphone and camera; one {@link DetachedMedia} a kind (RB-media-06).
   * @throws BasicError `call:4` (USER_MEDIA_ERROR), and `devices:error` tells it too when the browser refused
   */
  async createLocalMedia(constraints: LocalMediaConstraints): Promise<DetachedMedia[]> {
    const { audio = false, video = false, screen = false, ...others } = constraints ?? {};
    const [stranger] = Object.keys(others);
    const fail = (reason: string) => refuse(CREATE_CODES.USER_MEDIA_ERROR, 'create local media', reason);
    if (stranger !== undefined) throw fail(`${stranger} is no kind of media`);
    if (!audio && !video && !screen) throw fail('no kind of media is asked for');
    // both at once: the picker of screens wants the gesture fresh
    const outcomes = await Promise.allSettled([
      audio || video ? this.#open({ audio, video }) : [],
      screen ? this.#media.openScreen(screen === true ? {} : screen).then((hold) => [hold]) : [],
    ]);
    const holds = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) {
      for (const hold of holds) hold.dispose();
      throw basicError(failed.reason, CREATE_CODES.USER_MEDIA_ERROR);
    }
    for (const { id } of holds) this.#detached.add(id);
    return holds.map((hold) => this.#detachedMedia(hold));
  }

  /** What `createLocalMedia` made and nobody has disposed of (RB-media-07). */
  getLocalMedia(): DetachedMedia[] {
    return this.#media.local.filter(({ id }) => this.#detached.has(id)).map((hold) => this.#detachedMedia(hold));
  }

  /**
   * Stops and frees local media, by itself or by the id of one of its tracks (RB-media-08).
   * @throws BasicError `webrtc:1` without an id, `webrtc:2` for an unknown one, `webrtc:3` while a call uses it, `webrtc:4` when it is not local
   */
  async disposeLocalMedia(localMedia: DetachedMedia | string): Promise<void> {
    const id = typeof localMedia === 'string' ? localMedia : localMedia?.media?.id;
    if (!id) throw refuse(CREATE_CODES.INVALID_PARAM, 'dispose of the media', 'an id is missing');
    try {
      await this.#media.disposeLocal(id);
    } catch (error) {
      throw basicError(error, this.#media.track(id) ? CREATE_CODES.TRACK_NOT_LOCAL : CREATE_CODES.INVALID_TRACK_ID);
    }
    for (const known of this.#detached) if (!this.#media.get(known)) this.#detached.delete(known);
  }

  /**
   * Shows and plays tracks, each in an element of its own at the end of the container, audio through `speakerId` where one is given; all, or none when
   * one is unknown or cannot be played there. `media:trackRendered` tells how it ended (RB-media-09).
   */
  renderTracks(trackIds: readonly string[], cssSelector: string, options: { speakerId?: string } = {}): void {
    const told = { trackIds: [...trackIds], selector: cssSelector };
    this.#rendering.render(told.trackIds, cssSelector, options.speakerId).then(
      () => this.#events.tell('media:trackRendered', told),
      (error: unknown) => this.#events.tell('media:trackRendered', { ...told, error: basicError(error) }),
    );
  }

  /** Takes tracks out of a container; what is not in it is left alone (RB-media-10). */
  removeTracks(trackIds: readonly string[], cssSelector: string): void {
    this.#rendering.remove(trackIds, cssSelector);
  }

  /**
   * Silence, or a black picture: of a local track for the far side, of a remote one for this page alone (RB-media-11, RB-media-13).
   * @throws BasicError `webrtc:2` when one is unknown; then nothing is muted
   */
  muteTracks(trackIds: readonly string[]): void {
    onTracks(() => this.#media.mute(trackIds));
  }

  /** RB-media-12. @throws BasicError `webrtc:2` when one is unknown; then nothing is unmuted */
  unmuteTracks(trackIds: readonly string[]): void {
    onTracks(() => this.#media.unmute(trackIds));
  }

  /** @internal Takes everything out of the page, disposes of what was made and stops listening. */
  close(): void {
    for (const undo of this.#undo) undo();
    this.#rendering.clear();
    for (const id of this.#detached) this.#media.get(id)?.dispose();
    this.#detached.clear();
  }

  #changed(): void {
    this.#told = JSON.stringify(this.getDevices());
    this.#changes++;
    this.#events.tell('devices:change');
  }

  /** One hold a kind, from one question. */
  async #open(options: OpenOptions): Promise<Hold[]> {
    const hold = await this.#media.open(options);
    if (hold.type !== 'audio-video') return [hold];
    const parts = [hold.share(['audio']), hold.share(['video'])];
    hold.dispose();
    return parts;
  }

  #detachedMedia(hold: Hold): DetachedMedia {
    return { type: hold.type as DetachedMedia['type'], media: this.getById(hold.id) as MediaObject };
  }

  #trackObject({ id, kind, source, label, mediaId, muted, sourceMuted, state }: TrackInfo): TrackObject {
    const containers = this.#rendering.containersOf(id);
    return { id, kind, label, isLocal: source !== 'remote', muted, sourceMuted, state, disabled: state === 'ended', streamId: mediaId, containers };
  }
}

const deviceInfo = ({ deviceId, groupId, kind, label }: MediaDeviceInfo) => ({ deviceId, groupId, kind, label });

function onTracks(act: () => void): void {
  try {
    act();
  } catch (error) {
    throw basicError(error, isEarshotError(error, 'media:not-found') ? CREATE_CODES.INVALID_TRACK_ID : undefined);
  }
}
