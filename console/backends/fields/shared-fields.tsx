// The fields that several kinds share: a secret, and the maps of statuses, impacts and urgencies.
import type { ReactNode } from 'react';
import type { SecretName } from '../../../contract/backends.ts';
import { Impact, TicketStatus, Urgency } from '../../../contract/primitives.ts';
import { type Phrase, useTexts } from '../../ui/texts.ts';
import { SecretField } from './fields.tsx';
import type { KindFieldsProps } from './kind-fields-props.ts';
import { FixedRows, MapRows } from './map-rows.tsx';
import { problemsIn } from './problems.ts';
import type { Row } from './rows.ts';

interface KindSecretProps
  extends Pick<KindFieldsProps<unknown>, 'secrets' | 'onSecret' | 'storedSecrets' | 'wrong'> {
  name: SecretName;
  label: Phrase;
  hint?: Phrase;
  required: boolean;
}

/** The input of one secret of a kind. */
export function KindSecret(props: KindSecretProps) {
  const { name, label, hint, required, secrets, onSecret, storedSecrets } = props;
  return (
    <SecretField
      label={label}
      {...(hint && { hint })}
      required={required}
      isStored={storedSecrets.includes(name)}
      problem={problemsIn(props).secret(name)}
      value={secrets[name]}
      onChange={(value) => onSecret(name, value)}
    />
  );
}

interface StatusRowsProps {
  fields: { statuses: Row[] };
  onChange: (part: { statuses: Row[] }) => void;
  wrong: ReadonlySet<string>;
  hint: Phrase;
  /** buttons that fill the rows, beside Add */
  presets?: ReactNode;
}

/** The setting `statuses`: maps each status of the backend to ours. */
export function StatusRows({ fields, onChange, wrong, hint, presets }: StatusRowsProps) {
  const { t } = useTexts();
  return (
    <MapRows
      label="backends.statuses"
      hint={hint}
      from="backends.theirStatus"
      to="backends.ourStatus"
      rows={fields.statuses}
      onChange={(statuses) => onChange({ statuses })}
      isWrong={problemsIn({ wrong }).setting('statuses', 'backends.problem.rows') !== null}
      options={TicketStatus.options.map((value) => ({ value, text: t(`tickets.status.${value}`) }))}
      presets={presets}
    />
  );
}

interface LevelRowsProps<N extends string, T extends string> {
  /** name of the setting */
  name: N;
  fields: Record<N, Record<T, string>>;
  onChange: (part: Record<N, Record<T, string>>) => void;
  wrong: ReadonlySet<string>;
  hint: Phrase;
}

/** Maps each of our impacts to the backend's value. */
export function ImpactRows<N extends string>(props: LevelRowsProps<N, Impact>) {
  const { t } = useTexts();
  const keys = Impact.options.map((value) => ({ value, text: t(`tickets.impact.${value}`) }));
  return <LevelRows {...props} label="tickets.impactName" keys={keys} />;
}

/** Maps each of our urgencies to the backend's value. */
export function UrgencyRows<N extends string>(props: LevelRowsProps<N, Urgency>) {
  const { t } = useTexts();
  const keys = Urgency.options.map((value) => ({ value, text: t(`tickets.urgency.${value}`) }));
  return <LevelRows {...props} label="tickets.urgencyName" keys={keys} />;
}

type LabelledLevelRowsProps<N extends string, T extends string> = LevelRowsProps<N, T> & {
  label: Phrase;
  keys: readonly { value: T; text: string }[];
};

function LevelRows<N extends string, T extends string>(props: LabelledLevelRowsProps<N, T>) {
  const { name, label, keys, fields, onChange, wrong, hint } = props;
  return (
    <FixedRows
      label={label}
      hint={hint}
      keys={keys}
      map={fields[name]}
      onChange={(map) => onChange({ [name]: map } as Record<N, Record<T, string>>)}
      isWrong={problemsIn({ wrong }).setting(name, 'backends.problem.needed') !== null}
    />
  );
}
