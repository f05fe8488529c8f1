// Moves the focus to a field.

/** Focuses a field and scrolls it into view with the message under it, which `scroll-padding` leaves room for. */
export function focusField(field: HTMLElement | null): void {
  field?.focus();
  field?.scrollIntoView({ block: 'nearest' });
}
