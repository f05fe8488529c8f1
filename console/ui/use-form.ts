// The state of a form: what is typed, and the fields that the last validation found wrong.
import { useState } from 'react';

/** The value to send, or the names of the missing or invalid fields, such as `title.fr`. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; wrong: ReadonlySet<string> };

interface FormParts<F, T> {
  /** the form when it opens */
  initial: () => F;
  parse: (form: F) => Parsed<T>;
  onEdit: () => void;
}

export function useForm<F, T>({ initial, parse, onEdit }: FormParts<F, T>) {
  const [form, setForm] = useState(initial);
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  return {
    form,
    wrong,
    change(next: F): void {
      const parsed = parse(next);
      setForm(next);
      // A corrected field is cleared at once; a new problem is shown only at the next validation.
      setWrong(new Set(parsed.ok ? [] : [...parsed.wrong].filter((name) => wrong.has(name))));
      onEdit();
    },
    /** Returns the value to send. Returns null and marks the wrong fields if the form is invalid. */
    validate(): T | null {
      const parsed = parse(form);
      setWrong(parsed.ok ? new Set() : parsed.wrong);
      return parsed.ok ? parsed.value : null;
    },
  };
}
