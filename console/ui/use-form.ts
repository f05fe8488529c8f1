// A form as it is typed, and which of its fields were found wrong when it was last asked for.
import { useState } from 'react';

/** What is to be sent of a form, or the names of the fields that are missing or make no sense, such as `title.fr`. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; wrong: ReadonlySet<string> };

interface FormParts<F, T> {
  /** as it is when it opens */
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
      // What was wrong and no longer is, is no longer said; nothing new is, before it is asked for.
      setWrong(new Set(parsed.ok ? [] : [...parsed.wrong].filter((name) => wrong.has(name))));
      onEdit();
    },
    /** What can be sent; null, and the fields say why, when something is missing. */
    validate(): T | null {
      const parsed = parse(form);
      setWrong(parsed.ok ? new Set() : parsed.wrong);
      return parsed.ok ? parsed.value : null;
    },
  };
}
