import { Readable } from 'node:stream';
import type { ReadableStream as WebReadableStream } from 'node:stream/web';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Server as TusServer } from '@tus/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EarshotError, isEarshotError } from '../../../src/core/protocol/index.ts';
import type { HttpDeps } from './deps.ts';
import { RateLimiter } from './rate-limit.ts';

interface Id {
  Params: { id: string };
}

const OPERATION = 'upload the file';

/** Answers of tus that are errors, in our words. */
function refusal(status: number, text: string): EarshotError {
  const reason = text.trim() || undefined;
  switch (status) {
    case 404:
    case 410:
      return new EarshotError('file:not-found', OPERATION, undefined, { status });
    case 413:
      return new EarshotError('file:too-large', OPERATION);
    default:
      return status >= 500 ? new EarshotError('server:internal', OPERATION) : new EarshotError('request:invalid', OPERATION, reason, { status });
  }
}

/** The request as tus wants it; its host does not matter, answers are relative. */
function webRequest(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const hasBody = request.method === 'POST' || request.method === 'PATCH';
  const body = hasBody ? (Readable.toWeb(request.raw) as WebReadableStream<Uint8Array>) : undefined;
  return new Request(`http://upload.invalid${request.url}`, {
    method: request.method,
    headers,
    ...(body && { body, duplex: 'half' }),
  } as RequestInit);
}

/** Resumable uploads, tus 1.0 (DESIGN 7.9). The answer to the last byte carries `Earshot-File-Id`, and so does every later HEAD. */
export const uploadRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, auth, store }) => {
  const creations = new RateLimiter(core.clock, core.settings.rates.upload);
  const makers = new WeakMap<Request, { appId: string; userId: string }>();
  const failures = new WeakMap<Request, EarshotError>();
  const tus = new TusServer({
    path: '/v1/uploads',
    datastore: store.uploads,
    relativeLocation: true,
    maxSize: core.settings.fileBytes,
    namingFunction: () => store.newId(),
    onUploadCreate: async (request, upload) => {
      const maker = makers.get(request);
      if (!maker) throw new EarshotError('auth:unauthorized', OPERATION);
      // ours last: what the client says of itself does not count
      return {
        metadata: {
          filename: upload.metadata?.filename ?? null,
          filetype: upload.metadata?.filetype ?? null,
          app_id: maker.appId,
          user_id: maker.userId,
        },
      };
    },
    onResponseError: (request, error) => {
      if (isEarshotError(error)) failures.set(request, error);
      else if (error instanceof Error) app.log.error({ err: error }, 'upload failed');
      return undefined;
    },
    onUploadFinish: async (_request, upload) => {
      const owner = await store.owner(upload.id);
      if (!owner) throw new EarshotError('file:not-found', OPERATION);
      const row = await store.finish(upload.id, owner);
      return { headers: { 'Earshot-File-Id': row.file_id } };
    },
  });

  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null)); // tus reads the stream itself
  app.addHook('onRequest', async (_request, reply) => void reply.header('tus-resumable', '1.0.0').header('cache-control', 'no-store'));

  async function pass(request: FastifyRequest, reply: FastifyReply, maker?: { appId: string; userId: string }): Promise<FastifyReply> {
    const asked = webRequest(request);
    if (maker) makers.set(asked, maker);
    const response = await tus.handleWeb(asked);
    if (response.status >= 400) throw failures.get(asked) ?? refusal(response.status, await response.text());
    for (const [name, value] of response.headers) {
      if (!name.startsWith('access-control-') && name !== 'content-length' && name !== 'content-type') reply.header(name, value);
    }
    return reply.code(response.status).send();
  }

  /** Lets the maker of an upload pass; for others there is none. Answers true when a whole file was answered already. */
  async function own(request: FastifyRequest<Id>, reply: FastifyReply): Promise<boolean> {
    const { appId, userId } = await auth.user(request, OPERATION);
    const row = await core.files.get(appId, request.params.id);
    if (row && row.user_id === userId && request.method === 'HEAD') {
      reply.header('upload-offset', String(row.size)).header('upload-length', String(row.size)).header('earshot-file-id', row.file_id);
      return true;
    }
    const owner = await store.owner(request.params.id);
    if (owner?.appId !== appId || owner.userId !== userId) throw new EarshotError('file:not-found', OPERATION);
    return false;
  }

  app.options('/uploads', (request, reply) => pass(request, reply));

  app.post('/uploads', async (request, reply) => {
    const { appId, userId } = await auth.user(request, OPERATION);
    creations.take(`${appId}\n${userId}`, OPERATION);
    return pass(request, reply, { appId, userId });
  });

  app.head<Id>('/uploads/:id', async (request, reply) => {
    if (await own(request, reply)) return reply.code(200).send();
    const { id } = request.params;
    const upload = await store.uploads.getUpload(id).catch((error: unknown) => {
      const { status_code: status = 500, body = '' } = error as { status_code?: number; body?: string }; // tus throws plain objects
      throw refusal(status, body);
    });
    if (upload.size === upload.offset) {
      // the last byte came, the answer to it was lost
      const owner = await store.owner(id);
      if (owner) reply.header('earshot-file-id', (await store.finish(id, owner)).file_id);
      return reply.code(200).header('upload-offset', String(upload.size)).header('upload-length', String(upload.size)).send();
    }
    return pass(request, reply);
  });

  app.patch<Id>('/uploads/:id', async (request, reply) => {
    await own(request, reply);
    return pass(request, reply);
  });

  app.delete<Id>('/uploads/:id', async (request, reply) => {
    await own(request, reply);
    return pass(request, reply);
  });
};
