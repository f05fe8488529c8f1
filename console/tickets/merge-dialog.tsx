// Dialog that merges a duplicate into the ticket of a number.
import { Field, Input, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import { Merge } from '../../contract/relations.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useDeskAct } from './queries.ts';

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
      <Field
        label={t('tickets.merge.number')}
        hint={t('tickets.merge.numberHint')}
        required
        {...(isSubmitted && !parsed.success && { validationMessage: t('tickets.merge.numberMissing') })}
      >
        <Input
          value={number}
          placeholder="R-000123"
          autoComplete="off"
          onChange={(_, { value }) => {
            setNumber(value);
            deskAct.reset();
          }}
          autoFocus
        />
      </Field>
    </FormDialog>
  );
}
