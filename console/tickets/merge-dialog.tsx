// Dialog that merges a duplicate into another ticket.
import { Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import { Merge } from '../../contract/relations.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useDeskAct } from './queries.ts';
import { TicketField } from './ticket-field.tsx';

export function MergeDialog({ ticket, onClose }: { ticket: DeskTicket; onClose: () => void }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const deskAct = useDeskAct(ticket.id);
  const [number, setNumber] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);
  const parsed = Merge.safeParse({ ticketNumber: number });
  const submit = () => {
    setIsSubmitted(true);
    if (!parsed.success) return;
    deskAct.mutate(
      { act: 'merge', merge: parsed.data },
      {
        onSuccess: () => {
          toasts.success(t('tickets.merge.done', { number: parsed.data.ticketNumber.toUpperCase() }));
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={t('tickets.merge.title', { ticket: ticket.number ?? ticket.title })}
      submitLabel={t('tickets.merge.act')}
      pending={deskAct.isPending}
      failure={deskAct.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text>{t('tickets.merge.what')}</Text>
      <TicketField
        ticket={ticket}
        value={number}
        isMissing={isSubmitted && !parsed.success}
        onChange={(value) => {
          setNumber(value);
          deskAct.reset();
        }}
      />
    </FormDialog>
  );
}
