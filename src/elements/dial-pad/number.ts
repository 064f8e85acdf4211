/** What is dialled: a phone number without what people write between its digits; anything else, a user's id for one, as it stands. */
export function numberOf(text: string): string {
  const trimmed = text.trim();
  return /^\+?[\d\s().\-/*#\u00a0\u2011]+$/.test(trimmed) ? trimmed.replaceAll(/[^\d+*#]/g, '') : trimmed;
}
