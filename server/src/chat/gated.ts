import { type Ack, EarshotError, type Message } from '../../../src/core/protocol/index.ts';
import type { Database } from '../db/database.ts';
import type { Question } from '../webhooks/gate.ts';
import type { Verdict } from '../webhooks/verdict.ts';
import type { Draft } from './drafts.ts';
import type { EditMessage } from './edit.ts';

export interface GatedPorts {
  db: Database;
  gate: {
    inTurn<T>(app: string, user: string, task: () => Promise<T>): Promise<T>;
    ask(app: string, question: Question): Promise<Verdict>;
  };
  /** Whether anybody of the app is to be asked. */
  hasGates(app: string): boolean;
  editWindowMs: number;
}

/** What is said when the app's server gave no reason. */
const NO_REASON = 'it is not allowed here';

/** Messages of users on their way to the database: past the app's server, where it wants to see them first. */
export class GatedMessages {
  readonly #ports: GatedPorts;

  constructor(ports: GatedPorts) {
    this.#ports = ports;
  }

  /** Idempotent by (sender, client_id), the verdict included. */
  send(args: { app: string; user: string; draft: Draft }): Promise<Ack> {
    const { db, gate, hasGates } = this.#ports;
    const { app, user, draft } = args;
    return gate.inTurn(app, user, async () => {
      if (!hasGates(app)) return db.run('message.send', args);
      const prepared = await db.run('message.prepare', args);
      if ('ack' in prepared) return prepared.ack;
      const { proposal, hash } = prepared;
      const { content: _text, ...rest } = draft;
      const verdict = await gate.ask(app, {
        action: 'send',
        ...(draft.type === 'text' && draft.content !== undefined && { content: draft.content }),
        about: { message: { ...rest, ...proposal } },
      });
      if (verdict.action === 'reject') {
        const { reason = NO_REASON } = verdict;
        await db.run('message.refuse', { app, user, clientId: draft.client_id, hash, reason }); // before it is told
        throw new EarshotError('message:rejected', 'send the message', reason);
      }
      return db.run('message.send', { ...args, ...(verdict.action === 'change' && { content: verdict.content }) });
    });
  }

  /** The app itself is not asked about what it does. */
  edit(args: EditMessage): Promise<Message> {
    const { db, gate, hasGates, editWindowMs } = this.#ports;
    const { app, user } = args;
    const whole = { ...args, windowMs: editWindowMs };
    if (user === undefined) return db.run('message.edit', whole);
    return gate.inTurn(app, user, async () => {
      if (!hasGates(app)) return db.run('message.edit', whole);
      const about = await db.run('message.prepare-edit', whole);
      const verdict = await gate.ask(app, { action: 'edit', content: args.content, about: { ...about } });
      if (verdict.action === 'reject') throw new EarshotError('message:rejected', 'edit the message', verdict.reason ?? NO_REASON);
      return db.run('message.edit', verdict.action === 'change' ? { ...whole, content: verdict.content } : whole);
    });
  }
}
