/** Returns the entries of a list typed with commas, semicolons, spaces or line breaks between them. */
export function typedList(typed: string): string[] {
  return typed.split(/[\s,;]+/).filter((entry) => entry !== '');
}
