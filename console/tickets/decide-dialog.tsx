// Dialog in which an approver among the staff decides, with a reason.
import { Field, Text, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import type { StaffDecision } from '../../contract/approvals.ts';
import type { DeskTicket } from '../../contract/console.ts';
import { LIMITS } from '../../contract/primitives.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useDeskAct } from './queries.ts';
import { useUnsent } from './unsent.ts';

interface DecideDialogProps {
  ticket: DeskTicket;
  decision: StaffDecision['decision'];
  onClose: () => void;
}

export function DecideDialog({ ticket, decision, onClose }: DecideDialogProps) {
  const { t } = useTexts();
  const deskAct = useDeskAct(ticket.id);
  const [reason, setReason] = useUnsent(`${ticket.id}.decide`);
  // what was shown when the dialog was opened
  const [asked] = useState(ticket.approval?.asked);
  const submit = () =>
    deskAct.mutate(
      { act: 'decide', decision: { decision, reason: reason.trim(), asked } },
      {
        onSuccess: () => {
          setReason('');
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title={t(`approval.ask.${decision}`, { ticket: ticket.number ?? ticket.title })}
      submitLabel={t(`approval.act.${decision}`)}
      pending={deskAct.isPending}
      failure={deskAct.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text>{t(`approval.then.${decision}`)}</Text>
      <Field label={t('approval.reason')} hint={t('approval.reasonHint')}>
        <Textarea
          rows={4}
          resize="vertical"
          maxLength={LIMITS.comment}
          value={reason}
          onChange={(_, { value }) => setReason(value)}
        />
      </Field>
    </FormDialog>
  );
}
