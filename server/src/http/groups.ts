import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { UserId } from '../../../src/core/protocol/schemas/chat.ts';
import type { HttpDeps } from './deps.ts';
import { responses } from './errors.ts';

const GroupParams = Type.Object({ group_id: UserId });
const Group = Type.Object({ group_id: Type.String(), name: Type.String(), members: Type.Array(Type.String()) });

/** Groups of users that are called together, made by an app's own server. */
export const groupRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, auth }) => {
  const url = '/voice/groups/:group_id';

  app.put(
    url,
    {
      schema: {
        params: GroupParams,
        body: Type.Object({
          name: Type.Optional(Type.String({ minLength: 1, maxLength: 150 })),
          members: Type.Array(UserId, { minItems: 1, maxItems: 100 }),
        }),
        response: responses(Group),
      },
    },
    async (request) => {
      const { appId } = await auth.app(request, 'store a group');
      return core.groups.put(appId, request.params.group_id, request.body);
    },
  );

  app.get(url, { schema: { params: GroupParams, response: responses(Group) } }, async (request) => {
    const { appId } = await auth.app(request, 'read a group');
    return core.groups.get(appId, request.params.group_id);
  });

  app.delete(url, { schema: { params: GroupParams, response: responses(Type.Object({})) } }, async (request) => {
    const { appId } = await auth.app(request, 'delete a group');
    await core.groups.delete(appId, request.params.group_id);
    return {};
  });
};
