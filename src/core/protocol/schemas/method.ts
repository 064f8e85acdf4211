import { type TSchema, Type } from 'typebox';

/** One thing that a `request` frame can ask: what it takes and what it gives. */
export const method = <P extends TSchema, R extends TSchema>(params: P, result: R) => ({ params, result });

export const Nothing = Type.Object({});
/** How many of a list. */
export const Page = Type.Integer({ minimum: 1, maximum: 100 });
