// Binds a text field to a setting of a kind's form.
import type { Phrase } from '../../ui/texts.ts';
import { problemsIn } from './problems.ts';

interface FieldSource<N extends string> {
  fields: Readonly<Record<N, string>>;
  onChange: (part: Record<N, string>) => void;
  wrong: ReadonlySet<string>;
  /** the setting that contains these fields, such as `smtp`; left out for top-level settings */
  within?: string;
}

/** Returns the props of a TextField for the field `name`; `phrase` is its validation message. */
export function bindField<N extends string>(
  { fields, onChange, wrong, within }: FieldSource<NoInfer<N>>,
  name: N,
  phrase: Phrase,
) {
  return {
    value: fields[name],
    onChange: (value: string) => onChange({ [name]: value } as Record<N, string>),
    problem: problemsIn({ wrong }).setting(within === undefined ? name : `${within}.${name}`, phrase),
  };
}
