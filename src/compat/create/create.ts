import { browserDetails } from '../../core/base/index.ts';
import type { ClientApi, ClientOptions } from '../../core/client/api.ts';
import { mediaAlone } from '../../core/client/media-alone.ts';
import { mediaOf } from '../../core/client/media-of.ts';
import { CREATE_CODES, refuse } from './errors.ts';
import { Events } from './events.ts';
import { MediaFace } from './media-face.ts';

export { BasicError, CREATE_CODES, type CreateCode } from './errors.ts';
export type { MediaFace } from './media-face.ts';
export type {
  CreateEvents,
  DetachedMedia,
  DeviceInfo,
  DevicesObject,
  LocalMediaConstraints,
  MediaObject,
  TrackObject,
} from './types.ts';

/** The sections that the SDK takes; media needs none of them. */
export type CreateConfig = Readonly<Record<string, unknown>>;

/** For tests, and for pages that have a client of their own. */
export interface CreatePorts extends Pick<ClientOptions, 'clock' | 'settings' | 'storage' | 'mediaEngine'> {
  /** The client whose calls send and play the tracks: its devices and tracks are those of `media`. Without it, `media` stands alone. */
  client?: ClientApi;
}

/** What `create` gives: the names of `@rbbn/webrtc-js-sdk` 7.6.0 over the core. */
export interface CreateApi extends Pick<Events, 'on' | 'off'> {
  readonly media: Omit<MediaFace, 'close'>;
  /** Name and version of this browser; undefined where it can make no calls (RB-api-10). */
  getBrowserDetails(): { browser: string; version: string } | undefined;
  /** Lets go of devices, elements and listeners, on the next tick; to go on, create again. A `client` of the page's own lives on. */
  destroy(): void;
}

/** @throws BasicError `webrtc:1` when the configuration is no object */
export function create(config: CreateConfig = {}, ports: CreatePorts = {}): CreateApi {
  if (typeof config !== 'object' || config === null)
    throw refuse(CREATE_CODES.INVALID_PARAM, 'create a client', 'the configuration must be an object');
  const { client } = ports;
  const core = client ? mediaOf(client) : mediaAlone(ports);
  const events = new Events();
  const media = new MediaFace(core, events);
  return {
    media,
    on: (type, listener) => events.on(type, listener),
    off: (type, listener) => events.off(type, listener),
    getBrowserDetails: () => browserDetails(core.engine.supported),
    destroy: () =>
      queueMicrotask(() => {
        media.close();
        events.clear();
        if (!client) core.dispose();
      }),
  };
}
