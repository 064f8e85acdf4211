import type { TSchema } from 'typebox';

/** Marks what a page checks only where it uses it: its validator in the first load leaves it out (`lean`). */
export const LATER = { $comment: 'later' } as const;

const isLater = (schema: unknown): boolean => (schema as { $comment?: string } | null)?.$comment === LATER.$comment;

/** The same schema without the optional members and the kinds of a union that are marked `LATER`. */
export function lean<T extends TSchema>(schema: T): T {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((one) => !isLater(one)).map(strip);
    if (value === null || typeof value !== 'object') return value;
    const copy: Record<string, unknown> = {};
    for (const [name, inner] of Object.entries(value)) {
      copy[name] =
        name === 'properties'
          ? Object.fromEntries(
              Object.entries(inner as object)
                .filter(([, one]) => !isLater(one))
                .map(([key, one]) => [key, strip(one)]),
            )
          : strip(inner);
    }
    return copy;
  };
  return strip(JSON.parse(JSON.stringify(schema))) as T;
}
