// What a field of a form is given of the setting that is typed in it.
import type { Phrase } from '../../ui/texts.ts';
import { problemsIn } from './problems.ts';

interface FieldSource<N extends string> {
  fields: Readonly<Record<N, string>>;
  onChange: (part: Record<N, string>) => void;
  wrong: ReadonlySet<string>;
  /** the setting that holds these fields, such as `smtp`; left out where they are settings themselves */
  within?: string;
}

/** Its value and how it changes; `phrase` is what is said of it while it is wrong. */
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
