import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { isEarshotError } from '../../../src/core/protocol/index.ts';
import { COMMANDS } from './commands.ts';
import type { FromWorker, Order, Outcome, WireFailure, WorkerOptions } from './messages.ts';
import { openDatabase } from './open.ts';
import { GatedSql, Sql } from './sql.ts';
import type { Tx } from './tx.ts';

/**
 * The only thread that touches the database. Whatever was ordered while the last commit ran goes into one transaction (group
 * commit); each order has a savepoint of its own, so that one that fails rolls back nothing but itself. Nothing is reported
 * before the commit: an acknowledgement means that the row is on disk (I1).
 */
const port = parentPort!;
const options = workerData as WorkerOptions;
const post = (message: FromWorker): void => port.postMessage(message);

/** `SQLITE_IOERR`: what the disk holds is no longer known. */
const IO_ERROR = 10;

try {
  const database = openDatabase(options.dataDir, options.maxPages);
  const sql = options.commitGate ? new GatedSql(database, options.commitGate) : new Sql(database);
  let scheduled = false;
  const queue: Order[] = [];

  const flush = (): void => {
    scheduled = false;
    while (queue.length < options.groupCommitMax) {
      const next = receiveMessageOnPort(port);
      if (!next) break;
      queue.push(next.message as Order);
    }
    const group = queue.splice(0, options.groupCommitMax);
    const closing = group.findIndex((order) => order.name === 'close');
    const outcomes = commit(closing < 0 ? group : group.slice(0, closing));
    if (outcomes.length > 0) post({ type: 'outcomes', outcomes });
    if (closing >= 0) {
      database.close();
      post({ type: 'closed' });
      port.close();
    } else if (queue.length > 0) schedule();
  };

  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  };

  const commit = (group: Order[]): Outcome[] => {
    if (group.length === 0) return [];
    const outcomes: Outcome[] = [];
    try {
      sql.run('begin');
      for (const order of group) outcomes.push(perform(order));
      sql.run('commit');
      return outcomes;
    } catch (error) {
      if (database.isTransaction) sql.run('rollback');
      const fault = error as { errcode?: number; message?: string };
      const broken = ((fault.errcode ?? 0) & 0xff) === IO_ERROR;
      post({ type: 'trouble', fatal: broken, reason: String(fault.message) });
      return group.map(({ id }) => ({
        id,
        failure: { code: 'server:busy', operation: 'store it', reason: 'the database refused', retryAfterMs: 1_000 },
      }));
    }
  };

  const perform = (order: Order): Outcome => {
    const tx: Tx = { sql, now: order.now, effects: [], limits: options.limits };
    sql.run('savepoint one');
    try {
      const command = COMMANDS[order.name as keyof typeof COMMANDS] as (tx: Tx, args: unknown) => unknown;
      const result = command(tx, order.args);
      sql.run('release one');
      return { id: order.id, result, effects: tx.effects };
    } catch (error) {
      // a full disk rolls the whole transaction back by itself: then nothing of the group stands
      if (!database.isTransaction) throw error;
      sql.run('rollback to one');
      sql.run('release one');
      return { id: order.id, failure: describe(order.name, error) };
    }
  };

  const describe = (name: string, error: unknown): WireFailure => {
    if (isEarshotError(error)) {
      const [, operation = name, reason = error.message] = /^unable to ([^;]*); ([\s\S]*)$/.exec(error.message) ?? [];
      return { code: error.code, operation, reason, retryAfterMs: error.retryAfterMs };
    }
    post({ type: 'trouble', fatal: false, reason: `${name}: ${error instanceof Error ? error.message : String(error)}` });
    return { code: 'server:internal', operation: name, reason: 'something went wrong in the server' };
  };

  port.on('message', (order: Order) => {
    queue.push(order);
    schedule();
  });
  post({ type: 'ready' });
} catch (error) {
  post({ type: 'refused', reason: error instanceof Error ? error.message : String(error) });
  port.close();
}
