// The fields of an iTop: address, account, and the maps between its values and ours.
import { Button, Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useOrganisations } from '../../devices/queries.ts';
import { Pair } from '../../ui/pair.tsx';
import { useTexts } from '../../ui/texts.ts';
import { bindField } from '../fields/bind-field.ts';
import { ChoiceField, TextField } from '../fields/fields.tsx';
import type { KindFieldsProps } from '../fields/kind-fields-props.ts';
import { MapRows } from '../fields/map-rows.tsx';
import { problemsIn } from '../fields/problems.ts';
import { rowsOf } from '../fields/rows.ts';
import { ImpactRows, KindSecret, StatusRows, UrgencyRows } from '../fields/shared-fields.tsx';
import type { ItopForm } from './form.ts';
import { ITOP_STATUSES, UNIVERSITY_STATUSES } from './presets.ts';

const SIGN_INS = ['password', 'token'] as const;

export function ItopFields(props: KindFieldsProps<ItopForm>) {
  const { fields, onChange } = props;
  const { t } = useTexts();
  return (
    <>
      <TextField
        label="backends.url"
        hint="backends.itop.urlHint"
        required
        type="url"
        placeholder="https://itop.example.org"
        {...bindField(props, 'url', 'backends.problem.url')}
      />
      <Field label={t('backends.signIn')} hint={t('backends.itop.signInHint')}>
        <RadioGroup
          layout="horizontal"
          value={fields.signIn}
          onChange={(_, { value }) =>
            onChange({ signIn: SIGN_INS.find((name) => name === value) ?? 'password' })
          }
        >
          {SIGN_INS.map((name) => (
            <Radio key={name} value={name} label={t(`backends.itop.signInBy.${name}`)} />
          ))}
        </RadioGroup>
      </Field>
      {fields.signIn === 'password' ? (
        <Pair>
          <TextField
            label="backends.user"
            required
            {...bindField(props, 'user', 'backends.problem.needed')}
          />
          <KindSecret {...props} name="password" label="backends.password" required />
        </Pair>
      ) : (
        <KindSecret {...props} name="token" label="backends.token" required />
      )}
    </>
  );
}

export function MoreItopFields(props: KindFieldsProps<ItopForm>) {
  const { fields, onChange } = props;
  const { t } = useTexts();
  const problem = problemsIn(props).setting;
  const fill = (statuses: Readonly<Record<string, string>>) => onChange({ statuses: rowsOf(statuses) });
  return (
    <>
      <StatusRows
        {...props}
        hint="backends.itop.statesHint"
        presets={
          <>
            <Button size="small" onClick={() => fill(ITOP_STATUSES)}>
              {t('backends.itop.ownStates')}
            </Button>
            <Button size="small" onClick={() => fill(UNIVERSITY_STATUSES)}>
              {t('backends.itop.universityStates')}
            </Button>
          </>
        }
      />
      <Organisations {...props} />
      <Pair>
        <ChoiceField
          label="backends.itop.incidentClass"
          hint="backends.itop.incidentClassHint"
          value={fields.incidentClass}
          options={(['UserRequest', 'Incident'] as const).map((value) => ({ value, text: value }))}
          onChange={(incidentClass) => onChange({ incidentClass })}
        />
        <TextField
          label="backends.itop.timeZone"
          hint="backends.itop.timeZoneHint"
          placeholder="Europe/Paris"
          {...bindField(props, 'timeZone', 'backends.problem.needed')}
        />
      </Pair>
      <ImpactRows {...props} name="impacts" hint="backends.itop.numbersHint" />
      <UrgencyRows {...props} name="urgencies" hint="backends.itop.numbersHint" />
      <MapRows
        label="backends.itop.extraFields"
        hint="backends.itop.extraFieldsHint"
        from="backends.itop.field"
        to="backends.itop.value"
        rows={fields.extraFields}
        onChange={(extraFields) => onChange({ extraFields })}
        isWrong={problem('extraFields', 'backends.problem.rows') !== null}
      />
    </>
  );
}

function Organisations(props: KindFieldsProps<ItopForm>) {
  const { fields, onChange } = props;
  const { data: organisations = [] } = useOrganisations();
  const rows = fields.organisations;
  const known = new Set([...organisations.map(({ name }) => name), ...rows.map(({ from }) => from)]);
  return (
    <MapRows
      label="backends.itop.organisations"
      hint="backends.itop.organisationsHint"
      from="backends.itop.ourOrganisation"
      to="backends.itop.theirOrganisation"
      rows={rows}
      onChange={(changed) => onChange({ organisations: changed })}
      isWrong={problemsIn(props).setting('organisations', 'backends.problem.rows') !== null}
      fromOptions={[...known].filter((name) => name !== '').map((name) => ({ value: name, text: name }))}
    />
  );
}
