import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import { CallId, Party } from '../../../src/core/protocol/schemas/call.ts';
import { responses } from '../http/errors.ts';
import { RateLimiter } from '../http/rate-limit.ts';
import type { AudioDeps } from '../recording/http.ts';
import type { Greeting, Mailbox, VoiceMessage } from './commands.ts';

const Id = Type.String({ pattern: '^m-[0-9a-f]{32}$' });
const OfMessage = Type.Object({ id: Id });
const OfCall = Type.Object({ call_id: CallId });
const Played = Type.Object({ url: Type.String(), type: Type.String(), duration_ms: Type.Integer() });
const Box = Type.Object({ enabled: Type.Boolean(), total: Type.Integer(), unheard: Type.Integer(), greeting: Type.Optional(Played) });
const Voicemail = Type.Object({
  message_id: Type.String(),
  from: Party,
  call_id: Type.String(),
  type: Type.String(),
  size: Type.Integer(),
  duration_ms: Type.Integer(),
  heard: Type.Boolean(),
  created_at: Type.Integer(),
  url: Type.String(),
});
const Duration = Type.Object({ duration_ms: Type.Integer({ minimum: 0 }) });

/** A user's mailbox, and what callers whom he did not answer leave in it. */
export const voicemailRoutes: FastifyPluginAsyncTypebox<AudioDeps> = async (app, { core, auth, audio }) => {
  const rows = core.audio.voicemail;
  const { voicemailBytes, voicemailMs, rates } = core.settings;
  const stored = new RateLimiter(core.clock, rates.voicemail);
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));

  const played = (appId: string, { id, type, duration_ms }: Greeting) => ({ url: core.audio.link(appId, id), type, duration_ms });
  const boxed = (appId: string, { greeting, ...box }: Mailbox) => ({ ...box, ...(greeting && { greeting: played(appId, greeting) }) });
  const told = (appId: string, message: VoiceMessage) => ({ ...message, url: core.audio.link(appId, message.message_id) });
  /** No longer than allowed; a moment more is the last block of the browser's encoder. */
  const duration = (ms: number, operation: string): number => {
    if (ms > voicemailMs + 2_000) throw new EarshotError('file:too-large', operation, 'it is too long');
    return ms;
  };

  app.get('/voicemail', { schema: { response: responses(Box) } }, async (request) => {
    const { appId, userId } = await auth.user(request, 'read the mailbox');
    return boxed(appId, await rows.get({ app: appId, user: userId }));
  });

  app.put('/voicemail', { schema: { body: Type.Object({ enabled: Type.Boolean() }), response: responses(Box) } }, async (request) => {
    const { appId, userId } = await auth.user(request, 'set up the mailbox');
    return boxed(appId, await rows.enable({ app: appId, user: userId, enabled: request.body.enabled }));
  });

  app.put('/voicemail/greeting', { schema: { querystring: Duration, response: responses(Box) } }, async (request) => {
    const operation = 'store the greeting';
    const { appId, userId } = await auth.user(request, operation);
    stored.take(`${appId}\n${userId}`, operation);
    const duration_ms = duration(request.query.duration_ms, operation);
    const id = audio.newGreetingId();
    const { type } = await audio.put(appId, id, request.raw, voicemailBytes);
    const { mailbox, before } = await rows.greeting({ app: appId, user: userId, greeting: { id, type, duration_ms } });
    if (before !== undefined) await audio.remove(appId, before);
    return boxed(appId, mailbox);
  });

  app.delete('/voicemail/greeting', { schema: { response: responses(Box) } }, async (request) => {
    const { appId, userId } = await auth.user(request, 'remove the greeting');
    const { mailbox, before } = await rows.greeting({ app: appId, user: userId });
    if (before !== undefined) await audio.remove(appId, before);
    return boxed(appId, mailbox);
  });

  app.get(
    '/voicemail/messages',
    {
      schema: {
        querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })), before: Type.Optional(Id) }),
        response: responses(Type.Object({ messages: Type.Array(Voicemail), next: Type.Optional(Type.String()) })),
      },
    },
    async (request) => {
      const { appId, userId } = await auth.user(request, 'list messages');
      const { limit = 50, before } = request.query;
      const found = await rows.list({ app: appId, user: userId, limit: limit + 1, ...(before && { before }) });
      const page = found.slice(0, limit);
      return { messages: page.map((one) => told(appId, one)), ...(found.length > limit && { next: page.at(-1)!.message_id }) };
    },
  );

  app.patch(
    '/voicemail/messages/:id',
    { schema: { params: OfMessage, body: Type.Object({ heard: Type.Boolean() }), response: responses(Voicemail) } },
    async (request) => {
      const { appId, userId } = await auth.user(request, 'mark the message');
      return told(appId, await rows.mark({ app: appId, user: userId, message: request.params.id, heard: request.body.heard }));
    },
  );

  app.delete('/voicemail/messages/:id', { schema: { params: OfMessage, response: responses(Type.Object({})) } }, async (request) => {
    const { appId, userId } = await auth.user(request, 'delete the message');
    await rows.delete({ app: appId, user: userId, message: request.params.id });
    await audio.remove(appId, request.params.id);
    return {};
  });

  /** For the caller whom nobody answered. */
  app.get(
    '/voicemail/offers/:call_id',
    {
      schema: {
        params: OfCall,
        response: responses(Type.Object({ to: Party, greeting: Type.Optional(Played), max_ms: Type.Integer(), max_bytes: Type.Integer() })),
      },
    },
    async (request) => {
      const { appId, userId } = await auth.user(request, 'leave a message');
      const { to, greeting } = await rows.offer({ app: appId, user: userId, call: request.params.call_id });
      return { to, max_ms: voicemailMs, max_bytes: voicemailBytes, ...(greeting && { greeting: played(appId, greeting) }) };
    },
  );

  /** Chosen by the caller, the id makes a repeat after a lost answer the same message. */
  app.put(
    '/voicemail/offers/:call_id/messages/:id',
    {
      schema: {
        params: Type.Object({ call_id: CallId, id: Id }),
        querystring: Duration,
        response: responses(Type.Object({ message_id: Type.String() })),
      },
    },
    async (request) => {
      const operation = 'leave a message';
      const { appId, userId } = await auth.user(request, operation);
      const { call_id, id } = request.params;
      const args = { app: appId, user: userId, call: call_id, message: id };
      stored.take(`${appId}\n${userId}`, operation);
      const durationMs = duration(request.query.duration_ms, operation);
      if (await rows.mayLeave(args)) {
        request.raw.resume(); // it is there already: what comes is dropped
        return { message_id: id };
      }
      const { type, size } = await audio.put(appId, id, request.raw, voicemailBytes);
      await rows.leave({ ...args, type, size, durationMs }).catch(async (error: unknown) => {
        if ((await core.audio.type(appId, id)) === undefined) await audio.remove(appId, id); // the same message may have come twice at once
        throw error;
      });
      return { message_id: id };
    },
  );
};
