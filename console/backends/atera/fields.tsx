// What an Atera is reached by, and how its words and ours go together.
import { ChoiceField, LanguageField, Pair, TextField } from '../fields.tsx';
import type { KindFieldsProps } from '../kind-fields-props.ts';
import { problemsIn } from '../problems.ts';
import { ImpactRows, KindSecret, StatusRows, UrgencyRows } from '../shared-fields.tsx';
import type { AteraForm } from './form.ts';

export function AteraFields(props: KindFieldsProps<AteraForm>) {
  return (
    <KindSecret {...props} name="token" label="backends.atera.key" hint="backends.atera.keyHint" required />
  );
}

export function MoreAteraFields(props: KindFieldsProps<AteraForm>) {
  const { fields, wrong, onChange } = props;
  const problem = problemsIn(props).setting;
  return (
    <>
      <Pair>
        <TextField
          label="backends.url"
          required
          type="url"
          problem={problem('url', 'backends.problem.url')}
          value={fields.url}
          onChange={(url) => onChange({ url })}
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
          problem={problem('deviceField', 'backends.problem.long')}
          value={fields.deviceField}
          onChange={(deviceField) => onChange({ deviceField })}
        />
        <TextField
          label="backends.atera.linkDays"
          hint="backends.atera.linkDaysHint"
          required
          type="number"
          problem={problem('linkDays', 'backends.problem.days')}
          value={fields.linkDays}
          onChange={(linkDays) => onChange({ linkDays })}
        />
      </Pair>
      <LanguageField value={fields.language} onChange={(language) => onChange({ language })} />
      <StatusRows
        hint="backends.atera.statesHint"
        rows={fields.statuses}
        onChange={(statuses) => onChange({ statuses })}
        wrong={wrong}
      />
      <ImpactRows
        name="impacts"
        hint="backends.atera.wordsHint"
        map={fields.impacts}
        onChange={(impacts) => onChange({ impacts })}
        wrong={wrong}
      />
      <UrgencyRows
        name="priorities"
        hint="backends.atera.wordsHint"
        map={fields.priorities}
        onChange={(priorities) => onChange({ priorities })}
        wrong={wrong}
      />
    </>
  );
}
