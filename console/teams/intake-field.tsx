// The field of the tickets that a team takes when they come in: rules of an organisation and a category.
import { Button, Caption1, Field, makeStyles, Text, tokens } from '@fluentui/react-components';
import { AddRegular, DismissRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { IntakeRule } from '../../contract/teams.ts';
import { CategoryChoice } from '../backends/category-choice.tsx';
import { entriesFor } from '../backends/edited-routes.ts';
import { useRoutableEntries } from '../backends/queries.ts';
import { useOrganisations } from '../devices/queries.ts';
import { OrganisationChoice } from '../ui/organisation-choice.tsx';
import { Pair } from '../ui/pair.tsx';
import { plainList } from '../ui/plain-list.ts';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    padding: 0,
    border: 'none',
  },
  legend: { padding: 0, paddingBottom: tokens.spacingVerticalXXS },
  list: plainList(tokens.spacingVerticalXXS),
  rule: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  name: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  // two beside each other
  choice: { minWidth: 0 },
  secondary: { color: tokens.colorNeutralForeground2 },
});

const NOTHING: IntakeRule = { organisationId: null, entryId: null };

interface IntakeFieldProps {
  rules: readonly IntakeRule[];
  onChange: (rules: IntakeRule[]) => void;
}

export function IntakeField({ rules, onChange }: IntakeFieldProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const nameOf = useRuleName();
  const { data: organisations = [] } = useOrganisations();
  const { data: entries = [] } = useRoutableEntries();
  const [next, setNext] = useState(NOTHING);
  const isKnown = rules.some((rule) => isSame(rule, next));
  const add = () => {
    if (!isKnown) onChange([...rules, next]);
    setNext(NOTHING);
  };
  return (
    <fieldset className={styles.root}>
      <legend className={styles.legend}>{t('teams.takes')}</legend>
      <Caption1 className={styles.secondary}>{t('teams.takesHint')}</Caption1>
      <ul className={styles.list}>
        {rules.map((rule) => (
          <li key={`${rule.organisationId} ${rule.entryId}`} className={styles.rule}>
            <Text className={styles.name}>{nameOf(rule)}</Text>
            <Button
              size="small"
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={t('teams.removeRule', { rule: nameOf(rule) })}
              onClick={() => onChange(rules.filter((one) => one !== rule))}
            />
          </li>
        ))}
      </ul>
      <Pair>
        <Field label={t('backends.column.organisation')}>
          <OrganisationChoice
            className={styles.choice}
            organisations={organisations}
            chosenId={next.organisationId}
            all={t('backends.anyOrganisation')}
            onChoose={(organisationId) => setNext({ organisationId, entryId: null })}
          />
        </Field>
        <Field label={t('backends.column.category')}>
          <CategoryChoice
            entries={entriesFor(entries, next.organisationId)}
            entryId={next.entryId}
            isWrong={false}
            onChange={(entryId) => setNext({ ...next, entryId })}
          />
        </Field>
      </Pair>
      <div>
        <Button size="small" icon={<AddRegular />} disabledFocusable={isKnown} onClick={add}>
          {t('teams.addRule')}
        </Button>
      </div>
    </fieldset>
  );
}

function isSame(one: IntakeRule, other: IntakeRule): boolean {
  return one.organisationId === other.organisationId && one.entryId === other.entryId;
}

/** Returns a function that names a rule: the organisation, and the path of the category, or that the catalogue no longer has it. */
export function useRuleName(): (rule: IntakeRule) => string {
  const { t, language } = useTexts();
  const { data: organisations = [] } = useOrganisations();
  const { data: entries } = useRoutableEntries();
  return ({ organisationId, entryId }) => {
    if (organisationId === null && entryId === null) return t('teams.everything');
    const organisation =
      organisations.find(({ id }) => id === organisationId)?.name ?? t('backends.anyOrganisation');
    if (entryId === null) return organisation;
    const entry = entriesFor(entries ?? [], organisationId).find(({ id }) => id === entryId);
    const category = entry?.name[language] ?? (entries ? t('teams.categoryGone', { id: entryId }) : entryId);
    return t('teams.rule', { organisation, category });
  };
}
