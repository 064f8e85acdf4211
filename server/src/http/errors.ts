import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { catalogueEntry, EarshotError, isEarshotError } from '../../../src/core/protocol/index.ts';
import '../catalogue.ts';

/** The body of every REST error (GC-114 to GC-127) with the catalogue's code beside the number (DESIGN 7.3). */
export const ErrorBody = Type.Object({
  status: Type.Integer(),
  timestamp: Type.Integer(),
  path: Type.String(),
  message: Type.String(),
  code: Type.Optional(Type.Integer()),
  error: Type.String(),
  retry_after_ms: Type.Optional(Type.Integer()),
});
export type ErrorBody = Static<typeof ErrorBody>;

/** Response schemas of a route: its success and, for everything else, the error body. */
export const responses = <S>(ok: S) => ({ 200: ok, '4xx': ErrorBody, '5xx': ErrorBody });

/** The path without its query string, which may carry signatures. */
export const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

/** The body for an error; 9001 goes out as 429, everything else by the catalogue. */
export function errorBody(error: EarshotError, path: string, nowMs: number): ErrorBody {
  return {
    status: error.status ?? catalogueEntry(error.code).status ?? 500,
    timestamp: nowMs,
    path,
    message: error.message,
    ...(error.number !== undefined && { code: error.number }),
    error: error.code,
    ...(error.retryAfterMs !== undefined && { retry_after_ms: Math.ceil(error.retryAfterMs) }),
  };
}

interface Complaint {
  instancePath?: string;
  message?: string;
}

const isComplaint = (value: unknown): value is Complaint => typeof value === 'object' && value !== null && 'message' in value;

/** What a schema found wrong, as "body.expires_at must be integer". */
function describe(error: FastifyError): string {
  const first: unknown = Array.isArray(error.validation) ? error.validation[0] : undefined;
  if (!isComplaint(first)) return error.message;
  return `${error.validationContext ?? 'request'}${(first.instancePath ?? '').replaceAll('/', '.')} ${first.message ?? 'is malformed'}`;
}

/** Anything thrown on the way through HTTP, as one of ours. Unknown faults say nothing of their inside. */
export function toEarshotError(error: unknown): EarshotError {
  if (isEarshotError(error)) return error;
  const fault = error as Partial<FastifyError>;
  const operation = 'answer the request';
  if (fault.validation) return new EarshotError('request:invalid', operation, describe(fault as FastifyError));
  switch (fault.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new EarshotError('request:too-large', operation);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new EarshotError('request:invalid', operation, 'this media type is not accepted', { status: 415 });
    case 'FST_REQ_FILE_TOO_LARGE':
      return new EarshotError('file:too-large', 'store the file');
    default:
  }
  const status = fault.statusCode ?? 500;
  if (status === 404) return new EarshotError('request:not-found', operation);
  if (status === 503) return new EarshotError('connection:restart', operation, undefined, { status: 503 });
  if (status >= 400 && status < 500) {
    return new EarshotError('request:invalid', operation, fault.message ?? 'the request is malformed', { status, cause: error });
  }
  return new EarshotError('server:internal', operation, undefined, { cause: error });
}

/** Sends an error in the one form. */
export function sendError(reply: FastifyReply, error: EarshotError, nowMs: number): FastifyReply {
  const body = errorBody(error, pathOf(reply.request.url), nowMs);
  if (body.retry_after_ms !== undefined) reply.header('retry-after', String(Math.ceil(body.retry_after_ms / 1000)));
  if (body.status === 401) reply.header('www-authenticate', 'Bearer');
  // no serializer: the route's schema may know only its success
  return reply.code(body.status).header('cache-control', 'no-store').type('application/json; charset=utf-8').serializer(JSON.stringify).send(body);
}

/** Makes every failure under this instance answer with {@link ErrorBody}: thrown, not found, malformed. */
export function registerErrors(app: FastifyInstance, now: () => number): void {
  app.setErrorHandler((error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const ours = toEarshotError(error);
    if ((ours.status ?? 500) >= 500) request.log.error({ err: error }, 'request failed');
    else request.log.info({ error: ours.code }, 'request refused');
    return sendError(reply, ours, now());
  });
  app.setNotFoundHandler((_request, reply) => sendError(reply, new EarshotError('request:not-found', 'answer the request'), now()));
}
