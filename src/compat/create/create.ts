import { browserDetails, systemClock } from '../../core/base/index.ts';
import { METRICS, REPORT_EVENTS } from '../../core/call/control/report-names.ts';
import { mediaAlone } from '../../core/client/media-alone.ts';
import { mediaOf } from '../../core/client/media-of.ts';
import { VERSION } from '../../core/client/version.ts';
import { Account, type Credentials, type UserInfo } from './account.ts';
import { Actions } from './actions.ts';
import { CallBook } from './call-book.ts';
import { CallFace } from './call-face.ts';
import { mediaConnectionStates, states } from './call-words.ts';
import { ClickToCallFace } from './click-to-call-face.ts';
import { Config, type CreateConfig, type FullConfig } from './config.ts';
import { ConnectionFace } from './connection-face.ts';
import { Conversations } from './conversation/conversations.ts';
import { chatTypes } from './conversation/types.ts';
import { CREATE_CODES, refuse } from './errors.ts';
import { Events } from './events.ts';
import { type CreatePorts, Gateway } from './gateway.ts';
import { HistoryFace } from './history-face.ts';
import { IdCache } from './id-cache.ts';
import { Logger, levels } from './logger.ts';
import { MediaFace } from './media-face.ts';
import { sdpHandlers } from './sdp-handlers.ts';
import { changeReasons, ServicesFace } from './services-face.ts';
import { VoicemailFace } from './voicemail-face.ts';

export type { Credentials, UserInfo } from './account.ts';
export type {
  AnswerOptions,
  BandwidthControls,
  CallMedia,
  CallObject,
  CallOperation,
  CustomParameter,
  DSCPControls,
  MakeOptions,
  MediaOffered,
  SIP_URI,
} from './call-types.ts';
export type { CreateCallState, Transition } from './call-words.ts';
export type { ClickToCallObject } from './click-to-call-face.ts';
export type { CreateConfig } from './config.ts';
export type { WSConnectionObject } from './connection-face.ts';
export type { ChatType, Conversation, ConversationInfo, Message, MessagesChange, Part, StoredMessage } from './conversation/types.ts';
export { BasicError, CREATE_CODES, type CreateCode } from './errors.ts';
export type { GlobalListener } from './events.ts';
export type { CreatePorts } from './gateway.ts';
export type { CallLog } from './history-face.ts';
export type { LogEntry, LogHandler, LogLevel } from './logger.ts';
export type { MediaFace } from './media-face.ts';
export type { CodecSelector, IceCollectionCheckFunction, IceCollectionCheckResult, SdpHandlerFunction } from './sdp-types.ts';
export type { ChangeReason, ServiceDescriptor, SubscribeOptions, Subscriptions } from './services-face.ts';
export type {
  CreateEvents,
  DetachedMedia,
  DeviceInfo,
  DevicesObject,
  LocalMediaConstraints,
  MediaObject,
  TrackObject,
} from './types.ts';
export type { MailboxInfo } from './voicemail-face.ts';
export { sdpHandlers };

/** What `create` gives: the names of `@rbbn/webrtc-js-sdk` 7.6.0 over the core. Methods need no `this`. */
export interface CreateApi extends Pick<Events, 'on' | 'off' | 'subscribe' | 'unsubscribe'> {
  readonly call: Pick<CallFace, keyof CallFace> & {
    readonly states: typeof states;
    readonly mediaConnectionStates: typeof mediaConnectionStates;
    readonly reportEvents: typeof REPORT_EVENTS;
    readonly metrics: typeof METRICS;
    readonly history: Omit<HistoryFace, 'attach' | 'close'>;
  };
  readonly media: Omit<MediaFace, 'close'>;
  readonly services: Omit<ServicesFace, 'close' | 'active'> & { readonly changeReasons: typeof changeReasons };
  readonly voicemail: Omit<VoicemailFace, 'attach' | 'close'>;
  readonly conversation: Omit<Conversations, 'attach' | 'close'> & { readonly chatTypes: typeof chatTypes };
  readonly clickToCall: Omit<ClickToCallFace, 'attach' | 'close'>;
  readonly connection: Pick<ConnectionFace, keyof ConnectionFace>;
  readonly logger: { readonly levels: typeof levels };
  /** Of Earshot (RB-api-02). */
  getVersion(): string;
  /** With all defaults (RB-api-04). */
  getConfig(): FullConfig;
  /** Merges deeply; what is not named stays (RB-api-05). Addresses count from the next subscription on. */
  updateConfig(values: CreateConfig): void;
  /** Name and version of this browser; undefined where it can make no calls (RB-api-10). */
  getBrowserDetails(): { browser: string; version: string } | undefined;
  getUserInfo(): UserInfo;
  /** `auth:change` or `auth:error` follows (RB-api-12 to 17). */
  setCredentials(credentials: Credentials): void;
  /** Ends calls and connection, lets go of devices, elements and listeners, on the next tick; to go on, create again. A `client` of the page's own lives on. */
  destroy(): void;
}

/** @throws BasicError `webrtc:1` when the configuration is no object */
export function create(config: CreateConfig = {}, ports: CreatePorts = {}): CreateApi {
  if (typeof config !== 'object' || config === null)
    throw refuse(CREATE_CODES.INVALID_PARAM, 'create a client', 'the configuration must be an object');
  const { client, clock = client?.clock ?? systemClock } = ports;
  const core = client ? mediaOf(client) : mediaAlone(ports);
  const store = new Config();
  const logger = new Logger(store, clock);
  const configure = (values: CreateConfig) => {
    for (const wrong of store.update(values)) logger.log('warn', 'config', wrong);
  };
  configure(config);
  const events = new Events();
  const account = new Account(store, events, () => services.active);
  if (client) account.adopt(client.appId, client.userId);
  const gateway = new Gateway({ config: store, account, logger, media: core, ports });
  const services: ServicesFace = new ServicesFace({ config: store, account, events, gateway, logger, clock });
  const connection = new ConnectionFace(store, gateway);
  const media = new MediaFace(core, events);
  const book = new CallBook(account, new IdCache(() => store.values.notifications.idCacheLength), {
    events,
    media: core,
    now: () => clock.now(),
    address: (userId) => account.address(userId),
  });
  const history = new HistoryFace(account, events);
  const voicemail = new VoicemailFace(events);
  const clickToCall = new ClickToCallFace({ config: store, account, events });
  const subscribed = () => services.getSubscriptions().subscribed.includes('chat');
  const conversations = new Conversations({ config: store, account, events, clock, subscribed });
  gateway.onClient = (made) => {
    for (const part of [book, history, voicemail, clickToCall, conversations]) part.attach(made);
  };
  const call = new CallFace({ config: store, account, events, gateway, book, media: core, mediaFace: media });
  const actions = new Actions(store, logger, () => ({
    user: { username: account.info.username },
    subscription: services.getSubscriptions(),
    connection: connection.getSocketState(),
    calls: call.getAll(),
  }));
  const root = {
    on: events.on.bind(events),
    off: events.off.bind(events),
    subscribe: events.subscribe.bind(events),
    unsubscribe: events.unsubscribe.bind(events),
    getVersion: () => VERSION,
    getConfig: () => structuredConfig(store.values),
    getBrowserDetails: () => browserDetails(core.engine.supported),
    getUserInfo: () => account.info,
  };
  const acting = {
    updateConfig(values: CreateConfig) {
      configure(values);
      gateway.configured();
    },
    setCredentials: (credentials: Credentials) => account.set(credentials),
    destroy: () =>
      queueMicrotask(() => {
        services.close();
        for (const part of [book, history, voicemail, clickToCall, conversations]) part.close();
        media.close();
        events.clear();
        void gateway.dispose();
        if (!client) core.dispose();
      }),
  };
  return {
    ...root,
    call: {
      states,
      mediaConnectionStates,
      reportEvents: REPORT_EVENTS,
      metrics: METRICS,
      ...actions.namespace('call', call, CALL_METHODS),
      history: actions.namespace('call.history', history, ['get', 'fetch', 'remove', 'clear', 'getCache', 'setCache']),
    },
    conversation: { chatTypes, ...actions.namespace('conversation', conversations, ['get', 'getAll']) },
    clickToCall: actions.namespace('clickToCall', clickToCall, ['make', 'get']),
    voicemail: actions.namespace('voicemail', voicemail, ['fetch', 'get']),
    ...actions.namespace('', acting, ['updateConfig', 'setCredentials', 'destroy']),
    media: actions.namespace('media', media, [
      'getDevices',
      'getById',
      'getTrackById',
      'initializeDevices',
      'createLocalMedia',
      'getLocalMedia',
      'disposeLocalMedia',
      'renderTracks',
      'removeTracks',
      'muteTracks',
      'unmuteTracks',
    ]),
    services: { changeReasons, ...actions.namespace('services', services, ['subscribe', 'unsubscribe', 'getSubscriptions']) },
    connection: actions.namespace('connection', connection, ['getSocketState', 'enableConnectivityChecking', 'resetConnection']),
    logger: { levels },
  };
}

const CALL_METHODS = [
  'make',
  'answer',
  'reject',
  'ignore',
  'forward',
  'end',
  'hold',
  'unhold',
  'addMedia',
  'removeMedia',
  'startVideo',
  'stopVideo',
  'replaceTrack',
  'restartMedia',
  'playAudioFile',
  'directTransfer',
  'consultativeTransfer',
  'join',
  'getAll',
  'getById',
  'sendRingingFeedback',
  'setCustomParameters',
  'sendCustomParameters',
  'sendDTMF',
  'getStats',
  'getAvailableCodecs',
  'getReport',
  'setSdpHandlers',
] as const;

/** A copy that can be written without harm; functions and lists are the app's own. */
function structuredConfig<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, structuredConfig(member)])) as T;
}
