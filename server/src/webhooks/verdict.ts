import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

/** What a `before_delivery` webhook answers. An empty body allows, too. */
export const Verdict = Type.Union([
  Type.Object({ action: Type.Literal('allow') }),
  Type.Object({ action: Type.Literal('change'), content: Type.String({ minLength: 1 }) }),
  Type.Object({ action: Type.Literal('reject'), reason: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })) }),
]);
export type Verdict = Static<typeof Verdict>;

/** Undefined when it is no verdict, or another text for what has none. */
export function parseVerdict(body: Buffer, hasText: boolean, messageLength: number): Verdict | undefined {
  if (body.length === 0) return { action: 'allow' };
  let answer: unknown;
  try {
    answer = JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!Value.Check(Verdict, answer)) return undefined;
  return answer.action === 'change' && (!hasText || answer.content.length > messageLength) ? undefined : answer;
}
