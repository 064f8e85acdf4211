import { Type } from 'typebox';
import { UserId } from './chat.ts';

/** The conversation that both legs of a proxied call share; the app chooses it (SF-12). */
export const ConversationId = Type.String({ minLength: 1, maxLength: 128 });
/** One call in a conversation; the starter chooses it. */
export const RelayCallId = Type.String({ minLength: 1, maxLength: 128 });
/** How the sender is to be connected to: whatever both ends agree on, passed on unread (SF-14). */
const PeerInfo = Type.String({ maxLength: 32_000 });

const of = { recipient: UserId, cid: ConversationId, call_id: RelayCallId };
/** What the app adds for the other app; any JSON (SF-15). */
const Data = Type.Unknown();

export const RelayStart = Type.Object({ ...of, peer_info: PeerInfo, data: Type.Optional(Data) });
export const RelayAccept = RelayStart;
export const RelayBusy = Type.Object(of);
export const RelayStop = Type.Object(of);
export const RelaySetup = Type.Object({ recipient: UserId, cid: ConversationId, name: Type.String({ minLength: 1, maxLength: 150 }) });
export const RelaySummary = Type.Object(of);

/** Whether it went to the recipient: what fits no call on file, or was said before, is ignored. */
export const Relayed = Type.Object({ relayed: Type.Boolean() });

/** As it stands in the recipient's own stream. */
export const RelayMessage = Type.Object({
  type: Type.Union([
    Type.Literal('start'),
    Type.Literal('accept'),
    Type.Literal('busy'),
    Type.Literal('stop'),
    Type.Literal('setup'),
    Type.Literal('summary'),
  ]),
  /** Who sent it. */
  iss: Type.String(),
  cid: Type.String(),
  /** Absent in `setup`. */
  call_id: Type.Optional(Type.String()),
  /** In `start` and `accept`. */
  peer_info: Type.Optional(Type.String()),
  data: Type.Optional(Data),
  /** In `setup`. */
  name: Type.Optional(Type.String()),
});
