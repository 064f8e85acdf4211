/** The wire types, taken from the schemas. Type-only imports: a client ships none of the schema library. */
import type { Static } from 'typebox';
import type * as call from './schemas/call.ts';
import type * as chat from './schemas/chat.ts';
import type * as frames from './schemas/frames.ts';
import type * as history from './schemas/history.ts';
import type { METHODS } from './schemas/methods.ts';
import type * as relay from './schemas/relay.ts';

export type BaseUser = Static<typeof chat.User>;
export type FileData = Static<typeof chat.FileData>;
export type Message = Static<typeof chat.Message>;
export type Receipt = Static<typeof chat.Receipt>;
export type Channel = Static<typeof chat.Channel>;
export type ChannelHead = Static<typeof chat.ChannelHead>;
export type ChannelEntry = Static<typeof chat.ChannelEntry>;
export type Role = ChannelHead['role'];
export type Ban = Static<typeof chat.Ban>;
export type Notify = Static<typeof chat.Notify>;
export type Report = Static<typeof chat.Report>;

export type CallDetail = Static<typeof call.CallDetail>;
/** `detail` is as the server wrote it, not checked: only code that uses a member of it checks that one. */
export type CallRow = Omit<Static<typeof call.CallRow>, 'detail'> & { detail?: CallDetail };
export type EndReason = Static<typeof call.EndReason>;
export type MediaKind = Static<typeof call.MediaKind>;
export type Party = Static<typeof call.Party>;
export type SignalData = Static<typeof call.SignalData>;
export type DeliveredSignal = Static<typeof call.DeliveredSignal>;
export type LegGrant = Static<typeof call.LegGrant>;
export type IceServer = Static<typeof call.IceServer>;

export type HistoryRecord = Static<typeof history.HistoryRecord>;
export type HistoryChange = Static<typeof history.HistoryChange>;

export type RelayMessage = Static<typeof relay.RelayMessage>;

export type UserEntry = Static<typeof frames.UserEntry>;
export type StreamEntry = ChannelEntry | UserEntry;
export type Cursor = Static<typeof frames.Cursor>;
export type Hello = Static<typeof frames.Hello>;
export type Send = Static<typeof frames.Send>;
export type Welcome = Static<typeof frames.Welcome>;
export type Ack = Static<typeof frames.Ack>;
export type Nack = Static<typeof frames.Nack>;
export type Bye = Static<typeof frames.Bye>;

type Frames<T extends Record<string, import('typebox').TSchema>> = { [K in keyof T]: Static<T[K]> };
export type ClientFrames = Frames<typeof frames.CLIENT_FRAMES>;
export type ServerFrames = Frames<typeof frames.SERVER_FRAMES>;
export type ClientFrame = ClientFrames[keyof ClientFrames];
export type ServerFrame = ServerFrames[keyof ServerFrames];

export type MethodName = keyof typeof METHODS;
export type Params<M extends MethodName> = Static<(typeof METHODS)[M]['params']>;
export type Result<M extends MethodName> = Static<(typeof METHODS)[M]['result']>;
