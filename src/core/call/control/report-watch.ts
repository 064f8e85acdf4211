import type { Connection } from '../../connection/api.ts';
import type { Call } from '../api.ts';
import type { CallObject } from '../call.ts';
import type { CallParts, LoadedCalls } from '../ports.ts';
import { record, recorderOf } from './report.ts';

/** Makes the manager so that every call is recorded from its beginning, with what is asked of the server for it. */
export function watchReports(parts: CallParts, make: (parts: CallParts) => LoadedCalls): LoadedCalls {
  const calls = new Map<string, CallObject>();
  const connection = reporting(parts.connection, (method, params, reply) => {
    const call = calls.get(String(params['call_id']));
    if (call) recorderOf(call)?.requested(method, params, reply);
  });
  const reported = { ...parts, connection };
  const manager = make(reported);
  manager.on('change', (changed: Call) => {
    const call = changed as CallObject;
    if (call.ended && !recorderOf(call)) return;
    record(call, reported);
    calls.set(call.id, call); // by whatever id it has by now
  });
  manager.on('ended', (over) => {
    // its farewell may still be on the way: told by the next one
    for (const [id, call] of calls) if (call.ended && call !== over) calls.delete(id);
  });
  return manager;
}

type Tell = (method: string, params: Readonly<Record<string, unknown>>, reply: Promise<unknown>) => void;

/** The same connection, with an ear on what is asked through it. */
function reporting(connection: Connection, tell: Tell): Connection {
  return new Proxy(connection, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      if (key !== 'request') return value.bind(target);
      return (method: string, params: Record<string, unknown>, ...rest: unknown[]) => {
        const reply = value.call(target, method, params, ...rest) as Promise<unknown>;
        tell(method, params, reply);
        return reply;
      };
    },
  });
}
