// The answers to the fields of the category's form, with the labels that the requester saw.
import { makeStyles, tokens } from '@fluentui/react-components';
import type { Answer } from '../../contract/ticket.ts';
import { useTexts } from './texts.ts';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(96px, max-content) minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    overflowWrap: 'anywhere',
    '@media (max-width: 720px)': { gridTemplateColumns: 'minmax(0, 1fr)', rowGap: 0 },
  },
  label: { maxWidth: '240px', color: tokens.colorNeutralForeground2 },
  value: { margin: 0, whiteSpace: 'pre-wrap' },
});

export function Answers({ answers }: { answers: Answer[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <dl className={styles.list} aria-label={t('tickets.answers')}>
      {answers.flatMap(({ field, label, value }) => [
        <dt key={`${field}.label`} className={styles.label}>
          {label}
        </dt>,
        <dd key={field} className={styles.value}>
          {value}
        </dd>,
      ])}
    </dl>
  );
}
