/**
 * `describe`, `it` and `expect` over node:test or mocha, so that one core test runs in both (DESIGN 7.18).
 * Import from here, never from a runner.
 */
import { expect } from 'chai';

type Body = () => void | Promise<void>;
interface Runner {
  describe(name: string, body: () => void): void;
  it(name: string, body: Body): void;
  before(body: Body): void;
  after(body: Body): void;
  beforeEach(body: Body): void;
  afterEach(body: Body): void;
}

const inNode = typeof process !== 'undefined' && Boolean(process.versions?.node);
const nodeTest = 'node:test'; // a variable, so that a browser's dev server does not try to resolve it
const runner: Runner = inNode ? ((await import(nodeTest)) as Runner) : (globalThis as unknown as Runner);

export const describe = (name: string, body: () => void): void => void runner.describe(name, body);
export const it = (name: string, body: Body): void => void runner.it(name, async () => void (await body()));
export const before = (body: Body): void => runner.before(body);
export const after = (body: Body): void => runner.after(body);
export const beforeEach = (body: Body): void => runner.beforeEach(body);
export const afterEach = (body: Body): void => runner.afterEach(body);
export { expect };
