import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { EarshotError } from '../../../src/core/protocol/index.ts';
import { Report, User, UserId } from '../../../src/core/protocol/schemas/chat.ts';
import { AuditRecord } from '../../../src/core/protocol/schemas/chat-methods.ts';
import { METHODS } from '../../../src/core/protocol/schemas/methods.ts';
import type { HttpDeps } from './deps.ts';
import { responses } from './errors.ts';

const WordBody = Type.Object({
  pattern: Type.String({ minLength: 1, maxLength: 200 }),
  /** What it is, told in `filter.type`; `profanity` unless said. */
  kind: Type.Optional(Type.String({ minLength: 1, maxLength: 40, pattern: '^[a-z][a-z0-9_-]*$' })),
  action: Type.Union([Type.Literal('block'), Type.Literal('mask'), Type.Literal('report')]),
});
const Word = Type.Object({
  rule_id: Type.String(),
  pattern: Type.String(),
  kind: Type.String(),
  action: WordBody.properties.action,
  created_at: Type.Integer(),
});
const RuleParams = Type.Object({ rule_id: Type.String({ maxLength: 64 }) });
const { channel_id: _channel, ...reportFind } = METHODS['report.list'].params.properties;
const { limit, next } = reportFind;
const AppAudit = Type.Object({
  records: Type.Array(Type.Object({ ...AuditRecord.properties, channel_id: Type.Optional(Type.String()) })),
  next: Type.Optional(Type.String()),
});
const ReportParams = Type.Object({ report_id: Type.String({ maxLength: 64 }) });
const { report_id: _report, ...decision } = METHODS['report.decide'].params.properties;
const { set, remove } = METHODS['user.meta'].params.properties;

/** Word rules, reports, what was done, and what is kept with a user: for the app's own server, and for users what is theirs. */
export const moderationRoutes: FastifyPluginAsyncTypebox<HttpDeps> = async (app, { core, auth }) => {
  app.get('/moderation/words', { schema: { response: responses(Type.Object({ words: Type.Array(Word) })) } }, async (request) => {
    const { appId } = await auth.app(request, 'list the words');
    return { words: await core.moderation.words(appId) };
  });

  app.put('/moderation/words', { schema: { body: WordBody, response: responses(Word) } }, async (request) => {
    const { appId } = await auth.app(request, 'store a word');
    return core.moderation.putWord(appId, { ...request.body, kind: request.body.kind ?? 'profanity' });
  });

  app.delete('/moderation/words/:rule_id', { schema: { params: RuleParams, response: responses(Type.Object({})) } }, async (request) => {
    const { appId } = await auth.app(request, 'delete a word');
    await core.moderation.deleteWord(appId, request.params.rule_id);
    return {};
  });

  app.post('/moderation/reports', { schema: { body: METHODS['report.create'].params, response: responses(Report) } }, async (request) => {
    const actor = await auth.user(request, 'report something');
    return (await core.execute(actor, 'report.create', request.body)).report;
  });

  app.get(
    '/moderation/reports',
    { schema: { querystring: Type.Object(reportFind), response: responses(METHODS['report.list'].result) } },
    async (request) => {
      const { appId } = await auth.app(request, 'list reports');
      return core.moderation.reports(appId, request.query);
    },
  );

  app.put(
    '/moderation/reports/:report_id',
    { schema: { params: ReportParams, body: Type.Object(decision), response: responses(Report) } },
    async (request) =>
      (await core.execute(await auth.actor(request, 'decide a report'), 'report.decide', { ...request.body, ...request.params })).report,
  );

  app.get('/moderation/audit', { schema: { querystring: Type.Object({ limit, next }), response: responses(AppAudit) } }, async (request) => {
    const { appId } = await auth.app(request, 'read what was done');
    return core.moderation.audit(appId, request.query);
  });

  app.patch(
    '/users/:user_id/meta',
    { schema: { params: Type.Object({ user_id: UserId }), body: Type.Object({ set, remove }), response: responses(User) } },
    async (request) => {
      const operation = 'change what is kept with a user';
      const actor = await auth.actor(request, operation);
      const { user_id } = request.params;
      if (actor.kind === 'user' && actor.userId !== user_id) throw new EarshotError('auth:forbidden', operation);
      return (await core.execute({ kind: 'user', appId: actor.appId, userId: user_id, byApp: actor.kind === 'app' }, 'user.meta', request.body)).user;
    },
  );
};
