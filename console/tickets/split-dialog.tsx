// Dialog that makes a ticket of its own of what a ticket also asks for.
import { Field, Input, Select, Text, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { v7 } from 'uuid';
import type { DeskTicket } from '../../contract/console.ts';
import { LIMITS } from '../../contract/primitives.ts';
import { Split } from '../../contract/relations.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useSplit } from './queries.ts';

/** Characters of a message in the list of them. */
const SHOWN = 80;

export function SplitDialog({ ticket, onClose }: { ticket: DeskTicket; onClose: () => void }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const navigate = useNavigate();
  const split = useSplit(ticket.id);
  // the same for each try: a lost answer makes no second ticket
  const [key] = useState(() => v7());
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [message, setMessage] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);
  const messages = messagesOf(ticket, t('tickets.noDescription'));
  const parsed = Split.safeParse({ key, title, description, message: message === '' ? null : message });
  const submit = () => {
    setIsSubmitted(true);
    if (!parsed.success) return;
    split.mutate(parsed.data, {
      onSuccess: ({ id }) => {
        toasts.success(t('tickets.split.done'));
        onClose();
        void navigate(`/tickets/${id}`);
      },
    });
  };
  const choose = (id: string) => {
    setMessage(id);
    const chosen = messages.find((one) => one.id === id);
    if (chosen) setDescription(chosen.body);
  };
  return (
    <FormDialog
      title={t('tickets.split.title', { ticket: ticket.number ?? ticket.title })}
      submitLabel={t('tickets.split.act')}
      pending={split.isPending}
      failure={split.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text>{t('tickets.split.what')}</Text>
      <Field
        label={t('tickets.split.name')}
        required
        {...(isSubmitted && title.trim() === '' && { validationMessage: t('tickets.split.nameMissing') })}
      >
        <Input
          value={title}
          maxLength={LIMITS.title}
          autoComplete="off"
          onChange={(_, { value }) => setTitle(value)}
          autoFocus
        />
      </Field>
      <Field label={t('tickets.split.message')} hint={t('tickets.split.messageHint')}>
        <Select value={message} onChange={(_, { value }) => choose(value)}>
          <option value="">{t('tickets.split.noMessage')}</option>
          {messages.map(({ id, author, body }) => (
            <option key={id} value={id}>
              {shortOf(`${author}: ${body}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('tickets.split.description')}>
        <Textarea
          rows={6}
          resize="vertical"
          value={description}
          onChange={(_, { value }) => setDescription(value)}
        />
      </Field>
    </FormDialog>
  );
}

interface Message {
  id: string;
  author: string;
  body: string;
}

/** What participants read, the description first: a second wish is often there. */
function messagesOf(
  { writtenBy, requester, description, comments }: DeskTicket,
  noDescription: string,
): Message[] {
  const first = { id: 'description', author: writtenBy ?? requester, body: description || noDescription };
  const others = comments.filter(({ internal }) => !internal);
  return [first, ...others.map(({ id, authorName: author, body }) => ({ id, author, body }))];
}

function shortOf(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
