// The fields of an Atera account: API key, address, and the maps between its values and ours.
import { Pair } from '../../ui/pair.tsx';
import { bindField } from '../fields/bind-field.ts';
import { ChoiceField, LanguageField, TextField } from '../fields/fields.tsx';
import type { KindFieldsProps } from '../fields/kind-fields-props.ts';
import { ImpactRows, KindSecret, StatusRows, UrgencyRows } from '../fields/shared-fields.tsx';
import type { AteraForm } from './form.ts';

export function AteraFields(props: KindFieldsProps<AteraForm>) {
  return (
    <KindSecret {...props} name="token" label="backends.atera.key" hint="backends.atera.keyHint" required />
  );
}

export function MoreAteraFields(props: KindFieldsProps<AteraForm>) {
  const { fields, onChange } = props;
  return (
    <>
      <Pair>
        <TextField
          label="backends.url"
          required
          type="url"
          {...bindField(props, 'url', 'backends.problem.url')}
        />
        <ChoiceField
          label="backends.signIn"
          hint="backends.atera.signInHint"
          value={fields.signIn}
          options={(['api-key', 'bearer'] as const).map((value) => ({
            value,
            text: value === 'bearer' ? 'Authorization: Bearer' : 'X-API-KEY',
          }))}
          onChange={(signIn) => onChange({ signIn })}
        />
      </Pair>
      <Pair>
        <TextField
          label="backends.atera.deviceField"
          hint="backends.atera.deviceFieldHint"
          {...bindField(props, 'deviceField', 'backends.problem.long')}
        />
        <TextField
          label="backends.atera.linkDays"
          hint="backends.atera.linkDaysHint"
          required
          type="number"
          {...bindField(props, 'linkDays', 'backends.problem.days')}
        />
      </Pair>
      <TextField
        label="backends.atera.noteTechnician"
        hint="backends.atera.noteTechnicianHint"
        {...bindField(props, 'noteTechnician', 'backends.atera.noteTechnicianWrong')}
      />
      <LanguageField value={fields.language} onChange={(language) => onChange({ language })} />
      <StatusRows {...props} hint="backends.atera.statesHint" />
      <ImpactRows {...props} name="impacts" hint="backends.atera.wordsHint" />
      <UrgencyRows {...props} name="priorities" hint="backends.atera.wordsHint" />
    </>
  );
}
