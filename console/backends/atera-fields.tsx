// What an Atera is reached by, and how its words and ours go together.
import { Impact, TicketStatus, Urgency } from '../../contract/primitives.ts';
import { useTexts } from '../ui/texts.ts';
import { ChoiceField, LanguageField, Pair, SecretField, TextField } from './fields.tsx';
import type { KindFieldsProps } from './kind-fields-props.ts';
import { MapRows, OurRows } from './map-rows.tsx';
import type { AteraWritten } from './written.ts';

export function AteraFields({ written, wrong, kept, onSecret }: KindFieldsProps) {
  return (
    <SecretField
      label="backends.atera.key"
      hint="backends.atera.keyHint"
      required
      isKept={kept.includes('token')}
      problem={wrong.has('secrets.token') ? 'backends.problem.needed' : null}
      value={written.secrets.token}
      onChange={(value) => onSecret('token', value)}
    />
  );
}

export function MoreAteraFields({ written, wrong, onChange }: KindFieldsProps) {
  const { t } = useTexts();
  const { atera } = written;
  const change = (part: Partial<AteraWritten>) => onChange({ atera: { ...atera, ...part } });
  const isWrong = (map: string) => [...wrong].some((name) => name.startsWith(`settings.${map}`));
  return (
    <>
      <Pair>
        <TextField
          label="backends.url"
          required
          type="url"
          problem={wrong.has('settings.url') ? 'backends.problem.url' : null}
          value={atera.url}
          onChange={(url) => change({ url })}
        />
        <ChoiceField
          label="backends.signIn"
          hint="backends.atera.signInHint"
          value={atera.signIn}
          options={(['api-key', 'bearer'] as const).map((value) => ({
            value,
            text: value === 'bearer' ? 'Authorization: Bearer' : 'X-API-KEY',
          }))}
          onChange={(signIn) => change({ signIn })}
        />
      </Pair>
      <Pair>
        <TextField
          label="backends.atera.deviceField"
          hint="backends.atera.deviceFieldHint"
          problem={wrong.has('settings.deviceField') ? 'backends.problem.long' : null}
          value={atera.deviceField}
          onChange={(deviceField) => change({ deviceField })}
        />
        <TextField
          label="backends.atera.linkDays"
          hint="backends.atera.linkDaysHint"
          required
          type="number"
          problem={wrong.has('settings.linkDays') ? 'backends.problem.days' : null}
          value={atera.linkDays}
          onChange={(linkDays) => change({ linkDays })}
        />
      </Pair>
      <LanguageField value={atera.language} onChange={(language) => change({ language })} />
      <MapRows
        label="backends.statuses"
        hint="backends.atera.statesHint"
        from="backends.theirStatus"
        to="backends.ourStatus"
        rows={atera.statuses}
        onChange={(statuses) => change({ statuses })}
        isWrong={isWrong('statuses')}
        options={TicketStatus.options.map((value) => ({ value, text: t(`tickets.status.${value}`) }))}
      />
      <OurRows
        label="tickets.impactName"
        hint="backends.atera.wordsHint"
        ours={Impact.options.map((value) => ({ value, text: t(`tickets.impact.${value}`) }))}
        map={atera.impacts}
        onChange={(impacts) => change({ impacts })}
        isWrong={isWrong('impacts')}
      />
      <OurRows
        label="tickets.urgencyName"
        hint="backends.atera.wordsHint"
        ours={Urgency.options.map((value) => ({ value, text: t(`tickets.urgency.${value}`) }))}
        map={atera.priorities}
        onChange={(priorities) => change({ priorities })}
        isWrong={isWrong('priorities')}
      />
    </>
  );
}
