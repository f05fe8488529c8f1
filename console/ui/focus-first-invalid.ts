// Leads to what is missing in a form that was just sent.

/** Focuses the first field of the form that is drawn as wrong, if there is one. */
export function focusFirstInvalid(form: HTMLFormElement): void {
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
