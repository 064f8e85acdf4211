import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import { CallId } from '../../../src/core/protocol/schemas/call.ts';
import { responses } from '../http/errors.ts';
import { RateLimiter } from '../http/rate-limit.ts';
import type { StoredRecording } from './commands.ts';
import type { AudioDeps } from './http.ts';

const Id = Type.String({ pattern: '^r-[0-9a-f]{32}$' });
const OfId = Type.Object({ id: Id });
const Ms = Type.Integer({ minimum: 0, maximum: 7 * 24 * 3_600_000 });
const Policy = Type.Object({ recording: Type.Union([Type.Literal('tell'), Type.Literal('consent'), Type.Literal('off')]) });
const Recording = Type.Object({
  recording_id: Type.String(),
  call_id: Type.String(),
  user_id: Type.String(),
  peer_id: Type.String(),
  state: Type.Union([Type.Literal('recording'), Type.Literal('complete'), Type.Literal('incomplete')]),
  type: Type.String(),
  size: Type.Integer(),
  duration_ms: Type.Integer(),
  consented: Type.Boolean(),
  created_at: Type.Integer(),
  ended_at: Type.Optional(Type.Integer()),
  url: Type.Optional(Type.String()),
});

/** The head of a file tells by then what it is. */
const TELLING_BYTES = 4_096;

/** Of what came with a piece, its place and how much time the recording holds with it. */
const count = (request: FastifyRequest, name: string): number => {
  const value = Number(request.headers[name]);
  if (!Number.isSafeInteger(value) || value < 0) throw new EarshotError('request:invalid', 'append to the recording', `the header ${name} is needed`);
  return value;
};

/** Recordings in pieces, resumable by their size as tus does it; read and deleted by those whom they concern. */
export const recordingRoutes: FastifyPluginAsyncTypebox<AudioDeps> = async (app, { core, auth, audio }) => {
  const rows = core.audio.recordings;
  const creations = new RateLimiter(core.clock, core.settings.rates.recording);
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));

  const told = (appId: string, { touched_at: _, ended_at, consented, ...row }: StoredRecording) => ({
    ...row,
    consented: consented === 1,
    ...(ended_at !== null && { ended_at, url: core.audio.link(appId, row.recording_id) }),
  });

  app.post(
    '/recordings',
    {
      schema: {
        body: Type.Object({ recording_id: Id, call_id: CallId, type: Type.Union([Type.Literal('audio/webm'), Type.Literal('audio/mp4')]) }),
        response: responses(Type.Object({ recording_id: Type.String(), offset: Type.Integer(), max_bytes: Type.Integer() })),
      },
    },
    async (request) => {
      const { appId, userId } = await auth.user(request, 'record the call');
      creations.take(`${appId}\n${userId}`, 'record the call');
      const { recording_id, call_id, type } = request.body;
      await rows.open({ app: appId, user: userId, call: call_id, recording: recording_id, type });
      return { recording_id, offset: await audio.size(appId, recording_id), max_bytes: core.settings.recordingBytes };
    },
  );

  /** Who is recorded says whether he agrees. */
  app.post(
    '/recordings/consent',
    { schema: { body: Type.Object({ call_id: CallId, allowed: Type.Boolean() }), response: responses(Type.Object({})) } },
    async (request) => {
      const { appId, userId } = await auth.user(request, 'allow the recording');
      const { ended } = await rows.consent({ app: appId, user: userId, call: request.body.call_id, allowed: request.body.allowed });
      for (const id of ended) await audio.interrupt(appId, id);
      return {};
    },
  );

  app.get('/recordings/policy', { schema: { response: responses(Policy) } }, async (request) => ({
    recording: rows.policy((await auth.actor(request, 'read the policy')).appId),
  }));

  app.put('/recordings/policy', { schema: { body: Policy, response: responses(Policy) } }, async (request) => {
    const { appId } = await auth.app(request, 'change the policy');
    await rows.setPolicy(appId, request.body.recording);
    return { recording: rows.policy(appId) };
  });

  app.head('/recordings/:id', { schema: { params: OfId } }, async (request, reply) => {
    const { appId, userId } = await auth.user(request, 'append to the recording');
    const { id } = request.params;
    await rows.growing({ app: appId, user: userId, recording: id });
    await audio.interrupt(appId, id); // the line it came by is dead
    return reply
      .header('upload-offset', String(await audio.size(appId, id)))
      .code(200)
      .send();
  });

  app.patch('/recordings/:id', { schema: { params: OfId } }, async (request, reply) => {
    const { appId, userId } = await auth.user(request, 'append to the recording');
    const { id } = request.params;
    const [offset, durationMs] = [count(request, 'upload-offset'), count(request, 'earshot-duration-ms')];
    await rows.growing({ app: appId, user: userId, recording: id });
    const size = await audio.append(appId, id, offset, request.raw, core.settings.recordingBytes);
    const type = offset === 0 ? await audio.type(appId, id) : undefined;
    // a first piece may be too small to tell; what was sent in all is looked at in the end
    if (offset === 0 && !type && size >= TELLING_BYTES) {
      await audio.remove(appId, id);
      throw new EarshotError('request:invalid', 'append to the recording', 'it is neither WebM nor MP4 audio');
    }
    await rows.grow({ app: appId, recording: id, size, durationMs, ...(type && { type }) });
    return reply.header('upload-offset', String(size)).code(204).send();
  });

  /** The recorder is done; `size` is what he sent in all. */
  app.post(
    '/recordings/:id/complete',
    { schema: { params: OfId, body: Type.Object({ size: Type.Integer({ minimum: 0 }), duration_ms: Ms }), response: responses(Recording) } },
    async (request) => {
      const operation = 'complete the recording';
      const { appId, userId } = await auth.user(request, operation);
      const { id } = request.params;
      const known = await rows.get({ app: appId, user: userId, recording: id });
      if (known.user_id !== userId) throw new EarshotError('recording:not-found', operation);
      if (known.state === 'complete') return told(appId, known); // the answer was lost
      const size = await audio.size(appId, id);
      if (size !== request.body.size) throw new EarshotError('request:invalid', operation, `it has ${size} bytes`, { status: 409 });
      if (size > 0 && !(await audio.type(appId, id))) {
        await rows.delete({ app: appId, recording: id });
        await audio.remove(appId, id);
        throw new EarshotError('request:invalid', operation, 'it is neither WebM nor MP4 audio');
      }
      const closed = await rows.close({ app: appId, recording: id, size, durationMs: request.body.duration_ms, state: 'complete' });
      if (!closed) throw new EarshotError('recording:not-found', operation, 'nothing was recorded');
      return told(appId, closed);
    },
  );

  app.get(
    '/recordings',
    {
      schema: {
        querystring: Type.Object({
          call_id: Type.Optional(CallId),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
          before: Type.Optional(Id),
        }),
        response: responses(Type.Object({ recordings: Type.Array(Recording), next: Type.Optional(Type.String()) })),
      },
    },
    async (request) => {
      const actor = await auth.actor(request, 'list recordings');
      const { call_id, limit = 50, before } = request.query;
      const found = await rows.list({
        app: actor.appId,
        ...(actor.kind === 'user' && { user: actor.userId }),
        ...(call_id && { call: call_id }),
        ...(before && { before }),
        limit: limit + 1,
      });
      const page = found.slice(0, limit);
      return { recordings: page.map((row) => told(actor.appId, row)), ...(found.length > limit && { next: page.at(-1)!.recording_id }) };
    },
  );

  app.get('/recordings/:id', { exposeHeadRoute: false, schema: { params: OfId, response: responses(Recording) } }, async (request) => {
    const actor = await auth.actor(request, 'read the recording');
    const user = actor.kind === 'user' ? { user: actor.userId } : {};
    return told(actor.appId, await rows.get({ app: actor.appId, ...user, recording: request.params.id }));
  });

  app.delete('/recordings/:id', { schema: { params: OfId, response: responses(Type.Object({})) } }, async (request) => {
    const actor = await auth.actor(request, 'delete the recording');
    const user = actor.kind === 'user' ? { user: actor.userId } : {};
    await rows.delete({ app: actor.appId, ...user, recording: request.params.id });
    await audio.remove(actor.appId, request.params.id);
    return {};
  });
};
