import type { FastifySchema } from 'fastify';
import * as chat from '../../../src/core/protocol/schemas/chat.ts';
import { ErrorBody } from '../http/errors.ts';
import { OPERATIONS, type Who } from './operations.ts';

/** A route as it was registered. */
export interface DocumentedRoute {
  method: string;
  url: string;
  schema: FastifySchema;
}

type Json = Record<string, unknown>;

export interface OpenApi extends Json {
  openapi: string;
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Json; securitySchemes: Json };
}

/** Schemas that are met again and again, by name. */
const NAMED: Record<string, unknown> = {
  Error: ErrorBody,
  Message: chat.Message,
  Channel: chat.Channel,
  User: chat.User,
  File: chat.FileData,
  Report: chat.Report,
  Meta: chat.Meta,
};

const SECURITY: Record<Who, Json[]> = {
  app: [{ app_id: [], app_api_key: [] }],
  user: [{ session: [] }],
  either: [{ app_id: [], app_api_key: [] }, { session: [] }],
  anyone: [],
};

const SECURITY_SCHEMES = {
  app_id: { type: 'apiKey', in: 'header', name: 'APP-ID', description: "With the API key: the app's own server. `APP_ID` is read, too." },
  app_api_key: { type: 'apiKey', in: 'header', name: 'APP-API-KEY', description: '`APP_API_KEY` is read, too.' },
  session: { type: 'http', scheme: 'bearer', description: 'The session token of a user.' },
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Plain JSON Schema: without our own marks, and without what JSON cannot say. */
function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => !isObject(one) || one.type !== 'undefined').map(clean);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, one]) => name !== '$comment' && one !== undefined)
      .map(([name, one]) => [name, clean(one)]),
  );
}

const NAMES = new Map(Object.entries(NAMED).map(([name, schema]) => [JSON.stringify(clean(schema)), name]));

/** References in place of what has a name. */
function refer(value: unknown, root = false): unknown {
  if (Array.isArray(value)) return value.map((one) => refer(one));
  if (!isObject(value)) return value;
  const name = root ? undefined : NAMES.get(JSON.stringify(value));
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, refer(one)]));
}

const schemaOf = (schema: unknown): unknown => refer(clean(schema));

/** `/users/:user_id` as `/users/{user_id}`. */
export const pathOf = (url: string): string => url.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{rest}');

function parametersOf(path: string, { params, querystring }: FastifySchema): Json[] {
  const known = (isObject(params) && isObject(params.properties) ? params.properties : {}) as Json;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: schemaOf(known[name!] ?? { type: 'string' }),
  }));
  if (!isObject(querystring) || !isObject(querystring.properties)) return inPath;
  const needed = (querystring.required ?? []) as string[];
  const inQuery = Object.entries(querystring.properties).map(([name, schema]) => ({
    name,
    in: 'query',
    ...(needed.includes(name) && { required: true }),
    schema: schemaOf(schema),
  }));
  return [...inPath, ...inQuery];
}

/** A body that may be absent is a union with nothing. */
function bodyOf(body: unknown): Json | undefined {
  if (!isObject(body)) return undefined;
  const optional = Array.isArray(body.anyOf) && body.anyOf.some((one) => isObject(one) && (one.type === 'null' || one.type === 'undefined'));
  return { ...(!optional && { required: true }), content: { 'application/json': { schema: schemaOf(body) } } };
}

function responsesOf(response: unknown): Json {
  if (!isObject(response)) return { 200: { description: 'Done' }, '4XX': errorResponse, '5XX': errorResponse };
  return Object.fromEntries(
    Object.entries(response).map(([status, schema]) => [
      status.toUpperCase(),
      { description: /^2/.test(status) ? 'Done' : 'Refused', content: { 'application/json': { schema: schemaOf(schema) } } },
    ]),
  );
}

const errorResponse = { description: 'Refused', content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } };

/** The OpenAPI 3.1 document of these routes. */
export function buildDocument(routes: readonly DocumentedRoute[], version: string): OpenApi {
  const paths: OpenApi['paths'] = {};
  for (const { method, url, schema } of routes) {
    const path = pathOf(url);
    const [summary, who, content] = OPERATIONS[`${method} ${path}`] ?? ['', 'either'];
    const parameters = parametersOf(path, schema);
    const requestBody = content ? { required: true, content: Object.fromEntries(content.map((type) => [type, {}])) } : bodyOf(schema.body);
    paths[path] ??= {};
    paths[path][method.toLowerCase()] = {
      operationId: `${method.toLowerCase()}${path.replace(/[^a-z]+(\w)/gi, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, '')}`,
      ...(summary !== '' && { summary }),
      security: SECURITY[who],
      ...(parameters.length > 0 && { parameters }),
      ...(requestBody && { requestBody }),
      responses: responsesOf(schema.response),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Earshot', version, description: 'Voice calls and chat: what an app’s own server and its pages ask over HTTP.' },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(NAMED).map(([name, schema]) => [name, refer(clean(schema), true)])),
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}
