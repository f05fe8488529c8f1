// The fields that the forms of several kinds have: a secret, and how a backend's words and ours go together.
import type { ReactNode } from 'react';
import type { SecretName } from '../../contract/backends.ts';
import { Impact, TicketStatus, Urgency } from '../../contract/primitives.ts';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { SecretField } from './fields.tsx';
import type { KindFieldsProps } from './kind-fields-props.ts';
import { MapRows, OurRows } from './map-rows.tsx';
import { problemsIn } from './problems.ts';
import type { Row } from './rows.ts';

interface KindSecretProps extends Pick<KindFieldsProps<unknown>, 'secrets' | 'onSecret' | 'kept' | 'wrong'> {
  name: SecretName;
  label: Phrase;
  hint?: Phrase;
  required: boolean;
}

/** One of the secrets of a kind, by its name. */
export function KindSecret(props: KindSecretProps) {
  const { name, label, hint, required, secrets, onSecret, kept } = props;
  return (
    <SecretField
      label={label}
      {...(hint && { hint })}
      required={required}
      isKept={kept.includes(name)}
      problem={problemsIn(props).secret(name)}
      value={secrets[name]}
      onChange={(value) => onSecret(name, value)}
    />
  );
}

interface StatusRowsProps extends Pick<KindFieldsProps<unknown>, 'wrong'> {
  hint: Phrase;
  rows: Row[];
  onChange: (rows: Row[]) => void;
  /** ways to fill the rows, beside Add */
  presets?: ReactNode;
}

/** The setting `statuses`: the backend's own, each with ours. */
export function StatusRows({ wrong, ...rows }: StatusRowsProps) {
  const { t } = useTexts();
  return (
    <MapRows
      {...rows}
      label="backends.statuses"
      from="backends.theirStatus"
      to="backends.ourStatus"
      isWrong={problemsIn({ wrong }).setting('statuses', 'backends.problem.rows') !== null}
      options={TicketStatus.options.map((value) => ({ value, text: t(`tickets.status.${value}`) }))}
    />
  );
}

interface OurWordsProps<T extends string> extends Pick<KindFieldsProps<unknown>, 'wrong'> {
  /** of the setting */
  name: string;
  hint: Phrase;
  map: Record<T, string>;
  onChange: (map: Record<T, string>) => void;
}

/** Each of our impacts with the backend's number or word. */
export function ImpactRows({ name, wrong, ...rows }: OurWordsProps<Impact>) {
  const { t } = useTexts();
  return (
    <OurRows
      {...rows}
      label="tickets.impactName"
      ours={Impact.options.map((value) => ({ value, text: t(`tickets.impact.${value}`) }))}
      isWrong={problemsIn({ wrong }).setting(name, 'backends.problem.needed') !== null}
    />
  );
}

/** Each of our urgencies with the backend's number or word. */
export function UrgencyRows({ name, wrong, ...rows }: OurWordsProps<Urgency>) {
  const { t } = useTexts();
  return (
    <OurRows
      {...rows}
      label="tickets.urgencyName"
      ours={Urgency.options.map((value) => ({ value, text: t(`tickets.urgency.${value}`) }))}
      isWrong={problemsIn({ wrong }).setting(name, 'backends.problem.needed') !== null}
    />
  );
}
