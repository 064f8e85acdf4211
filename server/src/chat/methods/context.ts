import type { Message, MethodName, Params, Result } from '../../../../src/core/protocol/index.ts';
import type { Actor } from '../../api.ts';
import type { MethodPorts } from '../../methods.ts';
import type { Session } from '../../socket/session.ts';

/** What the methods of one area are given: who asks, and what the server has. */
export interface MethodContext extends MethodPorts {
  actor: Actor;
  appId: string;
  /** The acting user's id; undefined for the app itself. */
  by: string | undefined;
  /** `{ user }` for a command's arguments; empty for the app itself, which may do everything. */
  who: { user?: string };
  /** The acting user; the app itself has no channel, profile or call of its own: `auth:forbidden`. */
  user(): string;
  /** The asking socket: `request:unsupported` over REST. */
  session(): Session;
  reach(): 'app' | 'shared_channel';
  /** Messages with URLs that work now. */
  urls(message: Message): Message;
}

/** The methods whose names begin so. */
export type MethodsOf<Prefix extends string> = {
  [M in Extract<MethodName, `${Prefix}.${string}`>]: (params: Params<M>) => Promise<Result<M>>;
};
