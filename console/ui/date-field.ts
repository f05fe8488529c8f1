// The value of a `datetime-local` input: in the time zone of this computer, without seconds.

/** Returns the instant of a date field, or an empty string. Returns `former`, with its seconds, if the field was not changed. */
export function instantOf(field: string, former: string | null): string {
  if (former !== null && toDateField(new Date(former)) === field) return former;
  const date = new Date(field);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** Formats a date for a `datetime-local` input, such as 2026-01-31T09:30. */
export function toDateField(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
