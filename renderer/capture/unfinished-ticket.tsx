// Offers the drafts that are not finished: after a crash, a restart or a refusal, or saved by the person.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { memo } from 'react';
import type { DraftSummary } from '../../contract/ipc.ts';
import { useSentence } from '../ui/bridge.ts';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 8px',
    flexShrink: 0,
    padding: '3px 8px 3px 12px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
  },
  text: { ...typographyStyles.body1, flex: '1 1 200px', minWidth: 0, overflowWrap: 'anywhere' },
  acts: { display: 'flex', gap: '8px', marginLeft: 'auto' },
  why: { ...typographyStyles.caption1, display: 'block' },
});

interface UnfinishedTicketProps {
  /** the last saved first */
  drafts: readonly DraftSummary[];
  onContinue: (id: string) => void;
  onDiscard: (id: string) => void;
}

/** Shows the last draft and the number of drafts. The next one follows once it is continued or discarded. */
export const UnfinishedTicket = memo(function UnfinishedTicket(props: UnfinishedTicketProps) {
  const { drafts, onContinue, onDiscard } = props;
  const { t } = useTexts();
  const sentence = useSentence();
  const styles = useStyles();
  const [last] = drafts;
  if (last === undefined) return null;
  const title = last.title.trim() === '' ? t('capture.untitled') : last.title;
  return (
    <div className={styles.line}>
      <span className={styles.text}>
        {t('capture.unfinished', { count: drafts.length, title })}
        {last.problem === null ? null : <span className={styles.why}>{sentence(last.problem)}</span>}
      </span>
      <div className={styles.acts}>
        <Button size="small" onClick={() => onContinue(last.id)}>
          {t('capture.continue')}
        </Button>
        <Button
          size="small"
          appearance="subtle"
          aria-label={t('capture.discardUnfinished')}
          onClick={() => onDiscard(last.id)}
        >
          {t('capture.discard')}
        </Button>
      </div>
    </div>
  );
});
