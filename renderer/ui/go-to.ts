// Where the attention of a person is led.

/** Moves the focus to a field, and what is told under it into view: the scrolled area leaves room for that. */
export function goTo(field: HTMLElement | null): void {
  field?.focus();
  field?.scrollIntoView({ block: 'nearest' });
}
