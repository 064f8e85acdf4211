import { SerializerSelector } from '@fastify/fast-json-stringify-compiler';
import type { FastifySerializerCompiler } from 'fastify';

/**
 * Writes answers as Fastify does, what the schema does not name left out; but a route's writer is made with its first answer. All of
 * them at once are most of the time that a start takes.
 */
export function lazySerializers(): FastifySerializerCompiler<unknown> {
  const compile = SerializerSelector()({}, {});
  return (route) => {
    let write: ((data: unknown) => string) | undefined;
    return (data) => {
      write ??= compile(route as Parameters<typeof compile>[0]);
      return write(data);
    };
  };
}
