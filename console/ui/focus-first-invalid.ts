/** Focuses the first invalid field of a form, if there is one. The form must be rendered with its validation messages. */
export function focusFirstInvalid(form: HTMLFormElement): void {
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
