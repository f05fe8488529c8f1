// Replaces the message box when the ticket's backend accepts no messages: says so, and offers the acts it accepts.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { MyTicketDetail } from '../../contract/ipc.ts';
import type { RequesterAct } from '../../contract/ticket.ts';
import { useBridge, useSentence } from '../ui/bridge.ts';
import { Notice } from '../ui/notice.tsx';
import { useTexts } from '../ui/texts.ts';
import { actText, comingStatus, offeredActs } from './ticket-acts.ts';

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: '8px' },
  why: { ...typographyStyles.body1, margin: 0, color: tokens.colorNeutralForeground2 },
  acts: { display: 'flex', flexWrap: 'wrap', justifyContent: 'end', gap: '8px' },
});

interface ActsOnlyProps {
  detail: MyTicketDetail;
  onActed: () => void;
}

export function ActsOnly({ detail, onActed }: ActsOnlyProps) {
  const { t } = useTexts();
  const { ask } = useBridge();
  const sentence = useSentence();
  const styles = useStyles();
  const [failure, setFailure] = useState<GuichetError | null>(null);
  const acts = offeredActs(detail);
  async function decide(act: RequesterAct): Promise<void> {
    const answer = await ask['tickets:act']({ id: detail.ticket.id, act });
    setFailure(answer.ok ? null : answer.error);
    if (answer.ok) onActed();
  }
  return (
    <div className={styles.part}>
      {failure ? <Notice intent="warning">{sentence(failure)}</Notice> : null}
      <p className={styles.why}>{t('tickets.noMessages')}</p>
      <div className={styles.acts}>
        {acts.map((act) => (
          <Button key={act} onClick={() => void decide(act)}>
            {actText(act, comingStatus(detail), t)}
          </Button>
        ))}
      </div>
    </div>
  );
}
