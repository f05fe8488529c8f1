// Dialog that asks somebody else for the approval that a ticket waits for.
import { Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import type { Person } from '../../contract/people.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { PersonField } from './person-field.tsx';
import { useDeskAct } from './queries.ts';

export function NameApproverDialog({ ticket, onClose }: { ticket: DeskTicket; onClose: () => void }) {
  const { t } = useTexts();
  const deskAct = useDeskAct(ticket.id);
  const [chosen, setChosen] = useState<Person | null>(null);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const submit = () => {
    setIsSubmitted(true);
    if (chosen)
      deskAct.mutate({ act: 'name-approver', approver: { email: chosen.email } }, { onSuccess: onClose });
  };
  const former = ticket.approval?.approvers ?? [];
  return (
    <FormDialog
      title={t('tickets.approval.name')}
      submitLabel={t('tickets.approval.ask')}
      pending={deskAct.isPending}
      failure={deskAct.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      {former.length > 0 && (
        <Text>
          {t('tickets.approval.instead', { names: former.map(({ fullName }) => fullName).join(', ') })}
        </Text>
      )}
      <PersonField
        organisationId={ticket.organisationId}
        label={t('tickets.approver')}
        hint={t('tickets.personHint')}
        unchosen=""
        chosen={chosen}
        required
        problem={isSubmitted && !chosen ? t('tickets.approval.nameMissing') : null}
        onChoose={setChosen}
      />
    </FormDialog>
  );
}
