// Dialog that hands a ticket over to another backend, with a note.
import { Dropdown, Field, Option, Text, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { HandOver } from '../../contract/backends.ts';
import type { DeskTicket } from '../../contract/console.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useDeskAct } from './queries.ts';
import { useUnsent } from './unsent.ts';

export function HandOverDialog({ ticket, onClose }: { ticket: DeskTicket; onClose: () => void }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const deskAct = useDeskAct(ticket.id);
  const [only, another] = ticket.handOverTo;
  const [chosenId, setChosenId] = useState(another ? '' : (only?.id ?? ''));
  const [note, setNote] = useUnsent(`${ticket.id}.hand-over`);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const chosen = ticket.handOverTo.find(({ id }) => id === chosenId);
  const handOver = HandOver.safeParse({ backendId: chosen?.id, note });
  const submit = () => {
    setIsSubmitted(true);
    if (!chosen || !handOver.success) return;
    deskAct.mutate(
      { act: 'hand-over', handOver: handOver.data },
      {
        onSuccess: () => {
          setNote('');
          toasts.success(t('tickets.handOverDone', { backend: chosen.name }));
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={t('tickets.handOver')}
      submitLabel={t('tickets.handOverAct')}
      pending={deskAct.isPending}
      failure={deskAct.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text>{t('tickets.handOverWhat')}</Text>
      <Field
        label={t('tickets.handOverTo')}
        required
        {...(isSubmitted && !chosen && { validationMessage: t('tickets.handOverMissing') })}
      >
        <Dropdown
          inlinePopup
          value={chosen?.name ?? ''}
          selectedOptions={chosen ? [chosen.id] : []}
          onOptionSelect={(_, { optionValue }) => setChosenId(optionValue ?? '')}
        >
          {ticket.handOverTo.map(({ id, name }) => (
            <Option key={id} value={id}>
              {name}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Field label={t('tickets.handOverNote')} hint={t('tickets.handOverNoteHint')}>
        <Textarea
          rows={5}
          resize="vertical"
          maxLength={5000}
          value={note}
          onChange={(_, { value }) => setNote(value)}
        />
      </Field>
    </FormDialog>
  );
}
