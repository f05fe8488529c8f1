// The field of the organisations that somebody works for: all, or some.
import { Checkbox, Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import type { StaffScope } from '../../contract/console.ts';
import { useOrganisations } from '../devices/queries.ts';
import { useStaff } from '../session/session.ts';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  group: { margin: 0, padding: 0, border: 'none' },
  legend: { padding: 0, paddingBottom: tokens.spacingVerticalXXS },
  list: {
    display: 'flex',
    flexDirection: 'column',
    maxHeight: '180px',
    overflowY: 'auto',
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
});

interface OrganisationsFieldProps {
  /** empty: some, and none is chosen yet */
  chosen: StaffScope;
  /** why it cannot be changed; null where it can */
  fixed: string | null;
  wrong: boolean;
  onChange: (chosen: StaffScope) => void;
}

/** Whoever is limited themselves gives some of their own organisations. */
export function OrganisationsField({ chosen, fixed, wrong, onChange }: OrganisationsFieldProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { organisationIds: own } = useStaff();
  const { data: organisations = [] } = useOrganisations();
  const toggle = (id: string, isIn: boolean) => {
    const others = (chosen ?? []).filter((one) => one !== id);
    onChange(isIn ? [...others, id] : others);
  };
  return (
    <>
      <Field label={t('staff.organisations')} {...(fixed !== null && { hint: fixed })}>
        <RadioGroup
          value={chosen === null ? 'all' : 'some'}
          disabled={fixed !== null}
          onChange={(_, { value }) => onChange(value === 'all' ? null : [])}
        >
          <Radio value="all" label={t('staff.allOrganisations')} disabled={own !== null} />
          <Radio value="some" label={t('staff.someOrganisations')} />
        </RadioGroup>
      </Field>
      {chosen !== null && (
        // not in a Field, which would give all checkboxes one id
        <fieldset className={styles.group} disabled={fixed !== null}>
          <legend className={styles.legend}>{t('staff.whichOrganisations')}</legend>
          <div className={styles.list}>
            {organisations.map(({ id, name }) => (
              <Checkbox
                key={id}
                label={name}
                disabled={fixed !== null}
                checked={chosen.includes(id)}
                onChange={(_, { checked }) => toggle(id, checked === true)}
              />
            ))}
          </div>
          {wrong && <Field validationMessage={t('staff.organisationMissing')} />}
        </fieldset>
      )}
    </>
  );
}
