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
