import multipart from '@fastify/multipart';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { uuid } from '../../../src/core/base/index.ts';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import { ChannelId, ClientId, Message, Meta, UserId } from '../../../src/core/protocol/schemas/chat.ts';
import { Send } from '../../../src/core/protocol/schemas/frames.ts';
import { METHODS } from '../../../src/core/protocol/schemas/methods.ts';
import type { FileRow } from '../api.ts';
import type { HttpDeps } from './deps.ts';
import { responses } from './errors.ts';

const ChannelParams = Type.Object({ channel_id: ChannelId });
const { channel_id: _channel, ...page } = METHODS['message.list'].params.properties;
const PageQuery = Type.Object(page);

const { t: _t, channel_id: _to, client_id: _id, ...draft } = Send.properties;
const MessageBody = Type.Object({
  ...draft,
  /** Makes a retry safe: the same id again is the same message. */
  client_id: Type.Optional(ClientId),
  /** Whom an app's own server sends for. */
  user_id: Type.Optional(UserId),
});

const FormFields = Type.Object({ type: Type.Optional(Type.Literal('file')), client_id: Type.Optional(ClientId), meta: Type.Optional(Meta) });

/** Checks the text fields of a form, `meta` being JSON. */
function readFields(values: Record<string, unknown>): Static<typeof FormFields> {
  const fields = { ...values };
  if (typeof fields.meta === 'string') {
    try {
      fields.meta = JSON.parse(fields.meta);
    } catch (error) {
      throw new EarshotError('request:invalid', 'send a message', 'meta is not JSON', { cause: error });
    }
  }
  if (!Value.Check(FormFields, fields)) throw new EarshotError('request:invalid', 'send a message', 'a field of the form is malformed');
  return fields;
}

/** History for both, sending for users; a multipart form is a file message (GC-021). */
export const messageRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, auth, store }) => {
  const { fileBytes } = core.settings;
  await app.register(multipart, { limits: { files: 1, fields: 8, fieldSize: 8192, fileSize: fileBytes } });

  /** Takes the one file of a form straight to the store; nothing is held in memory. */
  async function sendForm(request: FastifyRequest, channelId: string): Promise<Static<typeof Message>> {
    const operation = 'send a message';
    const { appId, userId } = await auth.user(request, operation);
    await core.execute({ kind: 'user', appId, userId }, 'channel.members', { channel_id: channelId }); // before the bytes: who may not write, uploads nothing
    const values: Record<string, unknown> = {};
    let row: FileRow | undefined;
    for await (const part of request.parts()) {
      if (part.type === 'field') values[part.fieldname] = part.value;
      else row = await store.add({ appId, userId, name: part.filename ?? '', content: part.file });
    }
    if (!row) throw new EarshotError('request:invalid', operation, 'the form has no file');
    const { client_id, meta } = readFields(values);
    const ack = await core.send(
      appId,
      userId,
      { client_id: client_id ?? uuid(), channel_id: channelId, type: 'file', file_id: row.file_id, meta },
      { address: request.ip },
    );
    return ack.message;
  }

  /** A user sends for himself; an app's server names who does, and is bound by nothing that managers set. */
  async function sendJson(request: FastifyRequest, channelId: string, body: Static<typeof MessageBody>): Promise<Static<typeof Message>> {
    const operation = 'send a message';
    const actor = await auth.actor(request, operation);
    const { client_id = uuid(), user_id, ...rest } = body;
    if (actor.kind === 'user' && user_id !== undefined && user_id !== actor.userId)
      throw new EarshotError('auth:forbidden', operation, 'you may only send for yourself');
    const sender = actor.kind === 'user' ? actor.userId : user_id;
    if (sender === undefined) throw new EarshotError('request:invalid', operation, 'body.user_id is needed');
    const byApp = actor.kind === 'app';
    return (await core.send(actor.appId, sender, { ...rest, client_id, channel_id: channelId }, byApp ? { byApp } : { address: request.ip })).message;
  }

  for (const kind of ['group', 'open']) {
    const path = `/${kind}/channels/:channel_id/messages`;
    app.get(
      path,
      { schema: { params: ChannelParams, querystring: PageQuery, response: responses(METHODS['message.list'].result) } },
      async (request) => core.execute(await auth.actor(request, 'list messages'), 'message.list', { ...request.params, ...request.query }),
    );

    app.post(path, { bodyLimit: 64 * 1024, schema: { params: ChannelParams, response: responses(Message) } }, async (request) => {
      if (request.isMultipart()) return sendForm(request, request.params.channel_id);
      if (!Value.Check(MessageBody, request.body)) {
        throw new EarshotError('request:invalid', 'send a message', 'the body needs type "text" with content, or type "file" with file_id');
      }
      return sendJson(request, request.params.channel_id, request.body);
    });
  }
};
