/** What a row of the audit holds of one side of a change; a longer one says only how long it was. */
export const LONGEST_JSON = 20_000;

/** A value as JSON keeps it, and as PostgreSQL gives it back: dates as text, nothing that `jsonb` refuses. */
export function plainJson(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  const text = JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'string' ? one.replace(/[\0\p{Cs}]/gu, '\uFFFD') : one,
  ) as string | undefined;
  if (text === undefined) return null;
  if (text.length > LONGEST_JSON) return { leftOut: `${text.length} characters` };
  return JSON.parse(text);
}
