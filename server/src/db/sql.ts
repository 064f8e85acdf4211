import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

export type Value = SQLInputValue;

/** Prepared statements by their text: each is parsed once. */
export class Sql {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  exec(text: string): void {
    this.#database.exec(text);
  }

  get<R>(text: string, ...values: Value[]): R | undefined {
    return this.#prepare(text).get(...values) as R | undefined;
  }

  all<R>(text: string, ...values: Value[]): R[] {
    return this.#prepare(text).all(...values) as R[];
  }

  /** Returns how many rows changed. */
  run(text: string, ...values: Value[]): number {
    return Number(this.#prepare(text).run(...values).changes);
  }

  #prepare(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.#database.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }
}

/** For tests: says in `gate[1]` that a commit is due, and holds it while `gate[0]` is 1. */
export class GatedSql extends Sql {
  readonly #gate: Int32Array;

  constructor(database: DatabaseSync, gate: Int32Array) {
    super(database);
    this.#gate = gate;
  }

  override run(text: string, ...values: Value[]): number {
    if (text === 'commit') {
      Atomics.add(this.#gate, 1, 1);
      Atomics.wait(this.#gate, 0, 1);
    }
    return super.run(text, ...values);
  }
}
