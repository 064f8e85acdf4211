import { isEarshotError, type MethodName, type Params, type Result, type Send, type WireError } from '../src/core/protocol/index.ts';
import { type RunningCore, type StartOptions, startCore } from './server-fixture.ts';

/** A server with people in it, and short words to act as one of them. */
export interface ChatTown extends RunningCore {
  as<M extends MethodName>(userId: string, method: M, params: Params<M>): Promise<Result<M>>;
  /** As the app's own server. */
  asApp<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>>;
  /** A text, with whatever goes with it. */
  say(userId: string, channel: string, content: string, more?: Partial<Omit<Send, 't'>>): Promise<Result<'message.get'>['message']>;
  /** A file that the user has uploaded, sent. */
  sendFile(userId: string, channel: string, fileId: string, more?: Partial<Omit<Send, 't'>>): Promise<Result<'message.get'>['message']>;
}

export async function startTown(options: StartOptions = {}): Promise<ChatTown> {
  const server = await startCore(options);
  await server.users('alice', 'bob', 'carol', 'mallory');
  const { core } = server;
  return {
    ...server,
    as: (userId, method, params) => core.execute({ kind: 'user', appId: 'demo', userId }, method, params),
    asApp: (method, params) => core.execute({ kind: 'app', appId: 'demo' }, method, params),
    say: async (userId, channel_id, content, more) =>
      (await core.send('demo', userId, { client_id: crypto.randomUUID(), channel_id, type: 'text', content, ...more })).message,
    sendFile: async (userId, channel_id, file_id, more) => {
      await core.files.add({ file_id, app_id: 'demo', user_id: userId, name: 'a b.png', type: 'image/png', size: 5, created_at: 1 });
      return (await core.send('demo', userId, { client_id: crypto.randomUUID(), channel_id, type: 'file', file_id, ...more })).message;
    },
  };
}

/** How it was refused. */
export async function refused(promise: Promise<unknown>): Promise<WireError> {
  try {
    await promise;
  } catch (error) {
    if (isEarshotError(error)) return error.toWire();
    throw error;
  }
  throw new Error('not refused');
}
