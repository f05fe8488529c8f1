// Dialog that gives the requester of a ticket another address. Where somebody has it already, it asks whether both are one person.
import { Field, Input, MessageBar, MessageBarBody, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { DeskTicket } from '../../contract/console.ts';
import type { ChangedAddress } from '../../contract/people.ts';
import { Email } from '../../contract/primitives.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useChangeAddress } from './queries.ts';

export function ChangeAddressDialog({ ticket, onClose }: { ticket: DeskTicket; onClose: () => void }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const change = useChangeAddress(ticket.organisationId);
  const [typed, setTyped] = useState('');
  const [taken, setTaken] = useState<Extract<ChangedAddress, { outcome: 'taken' }> | null>(null);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const { requester: name, requesterEmail: from, organisation } = ticket;
  const parsed = Email.safeParse(typed);
  const problem = !parsed.success ? 'wrong' : parsed.data === from ? 'same' : null;
  const submit = () => {
    setIsSubmitted(true);
    if (!parsed.success || problem !== null) return;
    const to = parsed.data;
    change.mutate(
      { from, to, join: taken !== null },
      {
        onSuccess: (changed) => {
          if (changed.outcome === 'taken') return setTaken(changed);
          toasts.success(t(`tickets.address.${changed.outcome}`, { name, to }));
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={t('tickets.address.title', { name })}
      submitLabel={t(taken ? 'tickets.address.join' : 'tickets.address.act')}
      pending={change.isPending}
      failure={change.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text>{t('tickets.address.what', { name, from, organisation })}</Text>
      <Field
        label={t('tickets.address.to')}
        required
        {...(isSubmitted && problem && { validationMessage: t(`tickets.address.${problem}`) })}
      >
        <Input
          type="email"
          value={typed}
          autoComplete="off"
          autoFocus
          onChange={(_, { value }) => {
            setTyped(value);
            // what was said of another address no longer counts
            setTaken(null);
          }}
        />
      </Field>
      {taken && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            {t('tickets.address.taken', { other: taken.fullName, name, count: taken.tickets })}
          </MessageBarBody>
        </MessageBar>
      )}
    </FormDialog>
  );
}
