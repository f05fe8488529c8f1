// What the help desk orders its work by, asked in words: the kind of ticket, who is affected, how much it hinders.
import { makeStyles, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { memo } from 'react';
import { IMPACTS, TICKET_KINDS, URGENCIES } from '../../contract/constants.ts';
import type { DraftContent } from '../../contract/ipc.ts';
import { FormRow, Pair } from '../ui/form-row.tsx';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  // the marks stand in line with the fields
  kinds: { flexWrap: 'wrap', columnGap: '8px', marginLeft: '-8px' },
});

interface CircumstancesProps extends Pick<DraftContent, 'ticketKind' | 'impact' | 'urgency'> {
  /** the category leaves it to the requester whether it is an incident or a service request */
  asksKind: boolean;
  onChange: (change: Partial<DraftContent>) => void;
}

/** Worst first: who cannot work does not read on. */
const WORST_FIRST = URGENCIES.toReversed();

/** The word that a control was given, null where none was chosen. */
function oneOf<T extends string>(words: readonly T[], value: string): T | null {
  return words.find((word) => word === value) ?? null;
}

export const Circumstances = memo(function Circumstances(props: CircumstancesProps) {
  const { ticketKind, impact, urgency, asksKind, onChange } = props;
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <>
      {asksKind ? (
        <FormRow place="kind" label={t('capture.kind')}>
          <RadioGroup
            className={styles.kinds}
            layout="horizontal"
            value={ticketKind}
            onChange={(_, { value }) => onChange({ ticketKind: oneOf(TICKET_KINDS, value) ?? ticketKind })}
          >
            {TICKET_KINDS.map((kind) => (
              <Radio key={kind} value={kind} label={t(`capture.${kind}`)} />
            ))}
          </RadioGroup>
        </FormRow>
      ) : null}
      <Pair>
        <FormRow place="impact" label={t('capture.impact.label')}>
          <Select
            value={impact ?? ''}
            onChange={(_, { value }) => onChange({ impact: oneOf(IMPACTS, value) })}
          >
            <option value="">{t('capture.notSaid')}</option>
            {IMPACTS.map((degree) => (
              <option key={degree} value={degree}>
                {t(`capture.impact.${degree}`)}
              </option>
            ))}
          </Select>
        </FormRow>
        <FormRow place="urgency" label={t('capture.urgency.label')} second>
          <Select
            value={urgency ?? ''}
            onChange={(_, { value }) => onChange({ urgency: oneOf(URGENCIES, value) })}
          >
            <option value="">{t('capture.notSaid')}</option>
            {WORST_FIRST.map((degree) => (
              <option key={degree} value={degree}>
                {t(`capture.urgency.${degree}`)}
              </option>
            ))}
          </Select>
        </FormRow>
      </Pair>
    </>
  );
});
