import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { after, before, describe, expect, it } from '../../../test/harness.ts';
import { startTestServer, type TestServer } from '../http/testing.ts';
import type { OpenApi } from './document.ts';
import { OPERATIONS } from './operations.ts';

interface Operation {
  operationId: string;
  security: object[];
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema?: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}

describe('the OpenAPI document', () => {
  let server: TestServer;
  let document: OpenApi;
  let operations: [name: string, path: string, operation: Operation][];
  before(async () => {
    server = await startTestServer();
    document = (await server.app.inject({ url: '/v1/openapi.json' })).json();
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, one]): (typeof operations)[number] => [
        `${method.toUpperCase()} ${path}`,
        path,
        one as unknown as Operation,
      ]),
    );
  });
  after(() => server.close());

  it('holds every route, by its true method and path, and none that is not there', () => {
    const tree = server.app.printRoutes({ commonPrefix: false }).split('\n');
    const routes: string[] = [];
    const trail: string[] = [];
    for (const line of tree) {
      const [, indent, path, methods] = /^([│├└─\s]*)(\S+) \(([^)]*)\)/.exec(line) ?? [];
      if (indent === undefined || path === undefined || methods === undefined) continue;
      const depth = Math.round(indent.length / 4) - 1;
      trail.length = depth;
      trail[depth] = path;
      for (const method of methods.split(', ')) routes.push(`${method} ${trail.join('').replace(/:(\w+)/g, '{$1}')}`);
    }
    const ours = routes.filter((one) => / \/v1\//.test(one) && !one.startsWith('OPTIONS'));
    const named = operations.map(([name]) => name);
    expect(ours.length).to.be.greaterThan(50);
    expect(named.filter((name) => !ours.includes(name))).to.deep.equal([]);
    expect(ours.filter((one) => !one.startsWith('HEAD') && !named.includes(one))).to.deep.equal([]);
    expect(Object.keys(OPERATIONS).filter((name) => !named.includes(name))).to.deep.equal([]);
  });

  it('is sound: ids are unique, path parameters declared, references lead somewhere, schemas are schemas', () => {
    expect(document.openapi).to.equal('3.1.0');
    expect(document.info).to.include.keys('title', 'version');
    const ids = operations.map(([, , one]) => one.operationId);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const [name, path, { parameters = [], responses, security }] of operations) {
      const inPath = parameters.filter((one) => one.in === 'path');
      expect(inPath.map((one) => `{${one.name}}`).sort(), name).to.deep.equal((path.match(/\{\w+\}/g) ?? []).sort());
      expect(
        inPath.every((one) => one.required),
        name,
      ).to.equal(true);
      expect(Object.keys(responses).length, name).to.be.greaterThan(0);
      for (const [status, { description }] of Object.entries(responses)) {
        expect(status, name).to.match(/^[1-5](\d\d|XX)$/);
        expect(description, name).to.be.a('string');
      }
      for (const one of security) for (const scheme of Object.keys(one)) expect(document.components.securitySchemes).to.have.property(scheme);
    }
    const text = JSON.stringify(document);
    expect(text).to.not.include('$comment');
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)) expect(document.components.schemas).to.have.property(name!);
    expect(text).to.include('"$ref":"#/components/schemas/Message"');
    for (const one of schemasOf(document.paths)) expect(() => Compile(inlined(one))).to.not.throw();
  });

  it('describes what is really answered', async () => {
    const made = await server.app.inject({
      method: 'POST',
      url: '/v1/group/channels',
      headers: server.keys,
      payload: { channel_id: 'desk', name: 'Desk' },
    });
    expect(made.statusCode, made.body).to.equal(200);
    const { responses } = document.paths['/v1/group/channels']!.post as unknown as Operation;
    const schemaOf = (status: string) => Compile(inlined(responses[status]!.content!['application/json']!.schema));
    expect(schemaOf('200').Check(made.json())).to.equal(true);
    const again = await server.app.inject({ method: 'POST', url: '/v1/group/channels', headers: server.keys, payload: {} });
    expect(schemaOf('4XX').Check(again.json())).to.equal(true);
    expect(schemaOf('200').Check(again.json())).to.equal(false);
  });

  /** With what the references mean in their place. */
  function inlined(schema: object): TSchema {
    return JSON.parse(JSON.stringify(schema), (_, value: unknown) => {
      const name = /schemas\/(\w+)$/.exec((value as { $ref?: string } | null)?.$ref ?? '')?.[1];
      return name === undefined ? value : inlined(document.components.schemas[name] as object);
    }) as TSchema;
  }

  function schemasOf(value: unknown): object[] {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, one]) => (name === 'schema' ? [one as object] : schemasOf(one)));
  }
});
