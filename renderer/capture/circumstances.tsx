// The kind, the impact and the urgency of the ticket, in everyday language.
import { makeStyles, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { memo } from 'react';
import { IMPACTS, TICKET_KINDS, URGENCIES } from '../../contract/constants.ts';
import type { DraftContent } from '../../contract/ipc.ts';
import { FormRow, Pair } from '../ui/form-row.tsx';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  // Aligns the radio buttons with the fields.
  kinds: { flexWrap: 'wrap', columnGap: '8px', marginLeft: '-8px' },
});

interface CircumstancesProps extends Pick<DraftContent, 'ticketKind' | 'impact' | 'urgency'> {
  /** the requester chooses between incident and service request, because the category does not */
  asksKind: boolean;
  onChange: (change: Partial<DraftContent>) => void;
}

/** Worst first: a person who cannot work does not read the whole list. */
const WORST_FIRST = URGENCIES.toReversed();

/** Returns the value of a control, or null when none is chosen. */
function oneOf<T extends string>(values: readonly T[], value: string): T | null {
  return values.find((known) => known === value) ?? null;
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
