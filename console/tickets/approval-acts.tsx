// The acts on a ticket that waits for an approval: to decide, for its approver, and to ask somebody else.
import { Button, useRestoreFocusTarget } from '@fluentui/react-components';
import { PersonSwapRegular, ThumbDislikeRegular, ThumbLikeRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import { useTexts } from '../ui/texts.ts';
import { DecideDialog } from './decide-dialog.tsx';
import { NameApproverDialog } from './name-approver-dialog.tsx';

export function ApprovalActs({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const [asked, setAsked] = useState<'approve' | 'reject' | 'name' | null>(null);
  const focusTarget = useRestoreFocusTarget();
  const isYours = ticket.approval?.isYours ?? false;
  const close = () => setAsked(null);
  return (
    <>
      {isYours && (
        <>
          <Button
            {...focusTarget}
            appearance="primary"
            icon={<ThumbLikeRegular />}
            onClick={() => setAsked('approve')}
          >
            {t('approval.act.approve')}
          </Button>
          <Button {...focusTarget} icon={<ThumbDislikeRegular />} onClick={() => setAsked('reject')}>
            {t('approval.act.reject')}
          </Button>
        </>
      )}
      <Button {...focusTarget} icon={<PersonSwapRegular />} onClick={() => setAsked('name')}>
        {t('tickets.approval.name')}
      </Button>
      {asked === 'name' && <NameApproverDialog ticket={ticket} onClose={close} />}
      {(asked === 'approve' || asked === 'reject') && (
        <DecideDialog ticket={ticket} decision={asked} onClose={close} />
      )}
    </>
  );
}
