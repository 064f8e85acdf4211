/** Classes and core. Importing this registers nothing: `earshot/all` defines the elements. */
export { type Clock, consoleLog, defaultSettings, type Log, type LogLevel, type Settings } from './core/base/index.ts';
export type * from './core/call/api.ts';
export type * from './core/chat/api.ts';
export { chatOf } from './core/client/chat-of.ts';
export { diagnose } from './core/client/diagnose.ts';
export { flightOf } from './core/client/flight-of.ts';
export { FullClient } from './core/client/full-client.ts';
export { Client, type ClientApi, type ClientEvents, type ClientOptions, type KeyValue } from './core/client/index.ts';
export { historyOf } from './core/client/history-of.ts';
export { mediaOf } from './core/client/media-of.ts';
export type { ConnectionState, SocketLike, TokenProvider } from './core/connection/api.ts';
export type * from './core/doctor/api.ts';
export type * from './core/flight/api.ts';
export type * from './core/history/api.ts';
export type * from './core/media/api.ts';
export type { BaseUser, Channel, ChannelHead, EndReason, FileData, Message, Party, Receipt, Role } from './core/protocol/index.ts';
export { EarshotError, type EarshotErrorCode, isEarshotError } from './core/protocol/index.ts';
