// What an iTop is reached by, and how its words and ours go together.
import { Button, Field, Radio, RadioGroup } from '@fluentui/react-components';
import { Impact, TicketStatus, Urgency } from '../../contract/primitives.ts';
import { useOrganisations } from '../devices/queries.ts';
import { useTexts } from '../ui/texts.ts';
import { ChoiceField, Pair, SecretField, TextField } from './fields.tsx';
import type { KindFieldsProps } from './kind-fields-props.ts';
import { MapRows, OurRows } from './map-rows.tsx';
import { ITOP_STATUSES, UNIVERSITY_STATUSES } from './presets.ts';
import { rowsOf } from './rows.ts';
import type { ItopWritten } from './written.ts';

const SIGN_INS = ['password', 'token'] as const;

export function ItopFields({ written, wrong, kept, onChange, onSecret }: KindFieldsProps) {
  const { t } = useTexts();
  const { itop, secrets } = written;
  const change = (part: Partial<ItopWritten>) => onChange({ itop: { ...itop, ...part } });
  const needed = (name: string) => (wrong.has(name) ? 'backends.problem.needed' : null);
  return (
    <>
      <TextField
        label="backends.url"
        hint="backends.itop.urlHint"
        required
        type="url"
        placeholder="https://itop.example.org"
        problem={wrong.has('settings.url') ? 'backends.problem.url' : null}
        value={itop.url}
        onChange={(url) => change({ url })}
      />
      <Field label={t('backends.signIn')} hint={t('backends.itop.signInHint')}>
        <RadioGroup
          layout="horizontal"
          value={itop.signIn}
          onChange={(_, { value }) =>
            change({ signIn: SIGN_INS.find((name) => name === value) ?? 'password' })
          }
        >
          {SIGN_INS.map((name) => (
            <Radio key={name} value={name} label={t(`backends.itop.signInBy.${name}`)} />
          ))}
        </RadioGroup>
      </Field>
      {itop.signIn === 'password' ? (
        <Pair>
          <TextField
            label="backends.user"
            required
            problem={needed('settings.user')}
            value={itop.user}
            onChange={(user) => change({ user })}
          />
          <SecretField
            label="backends.password"
            required
            isKept={kept.includes('password')}
            problem={needed('secrets.password')}
            value={secrets.password}
            onChange={(value) => onSecret('password', value)}
          />
        </Pair>
      ) : (
        <SecretField
          label="backends.token"
          required
          isKept={kept.includes('token')}
          problem={needed('secrets.token')}
          value={secrets.token}
          onChange={(value) => onSecret('token', value)}
        />
      )}
    </>
  );
}

export function MoreItopFields({ written, wrong, onChange }: KindFieldsProps) {
  const { t } = useTexts();
  const { itop } = written;
  const change = (part: Partial<ItopWritten>) => onChange({ itop: { ...itop, ...part } });
  const fill = (statuses: Readonly<Record<string, string>>) => change({ statuses: rowsOf(statuses) });
  const isWrong = (map: string) => [...wrong].some((name) => name.startsWith(`settings.${map}`));
  return (
    <>
      <MapRows
        label="backends.statuses"
        hint="backends.itop.statesHint"
        from="backends.theirStatus"
        to="backends.ourStatus"
        rows={itop.statuses}
        onChange={(statuses) => change({ statuses })}
        isWrong={isWrong('statuses')}
        options={TicketStatus.options.map((value) => ({ value, text: t(`tickets.status.${value}`) }))}
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
      <Organisations rows={itop.organisations} isWrong={isWrong('organisations')} onChange={change} />
      <Pair>
        <ChoiceField
          label="backends.itop.incidentClass"
          hint="backends.itop.incidentClassHint"
          value={itop.incidentClass}
          options={(['UserRequest', 'Incident'] as const).map((value) => ({ value, text: value }))}
          onChange={(incidentClass) => change({ incidentClass })}
        />
        <TextField
          label="backends.itop.timeZone"
          hint="backends.itop.timeZoneHint"
          placeholder="Europe/Paris"
          problem={wrong.has('settings.timeZone') ? 'backends.problem.needed' : null}
          value={itop.timeZone}
          onChange={(timeZone) => change({ timeZone })}
        />
      </Pair>
      <OurRows
        label="tickets.impactName"
        hint="backends.itop.numbersHint"
        ours={Impact.options.map((value) => ({ value, text: t(`tickets.impact.${value}`) }))}
        map={itop.impacts}
        onChange={(impacts) => change({ impacts })}
        isWrong={isWrong('impacts')}
      />
      <OurRows
        label="tickets.urgencyName"
        hint="backends.itop.numbersHint"
        ours={Urgency.options.map((value) => ({ value, text: t(`tickets.urgency.${value}`) }))}
        map={itop.urgencies}
        onChange={(urgencies) => change({ urgencies })}
        isWrong={isWrong('urgencies')}
      />
      <MapRows
        label="backends.itop.extraFields"
        hint="backends.itop.extraFieldsHint"
        from="backends.itop.field"
        to="backends.itop.value"
        rows={itop.extraFields}
        onChange={(extraFields) => change({ extraFields })}
        isWrong={isWrong('extraFields')}
      />
    </>
  );
}

interface OrganisationsProps {
  rows: ItopWritten['organisations'];
  isWrong: boolean;
  onChange: (part: Partial<ItopWritten>) => void;
}

function Organisations({ rows, isWrong, onChange }: OrganisationsProps) {
  const { data: organisations = [] } = useOrganisations();
  const known = new Set([...organisations.map(({ name }) => name), ...rows.map(({ from }) => from)]);
  return (
    <MapRows
      label="backends.itop.organisations"
      hint="backends.itop.organisationsHint"
      from="backends.itop.ourOrganisation"
      to="backends.itop.theirOrganisation"
      rows={rows}
      onChange={(changed) => onChange({ organisations: changed })}
      isWrong={isWrong}
      fromOptions={[...known].filter((name) => name !== '').map((name) => ({ value: name, text: name }))}
    />
  );
}
