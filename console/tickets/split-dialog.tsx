// Dialog that makes a ticket of its own of what a ticket also asks for.
import { Field, Input, Select, Text, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { v7 } from 'uuid';
import type { DeskComment, DeskTicket } from '../../contract/console.ts';
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
  const [commentId, setCommentId] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);
  const messages = ticket.comments.filter(({ internal }) => !internal);
  const parsed = Split.safeParse({ key, title, description, commentId: commentId === '' ? null : commentId });
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
    setCommentId(id);
    const message = messages.find((comment) => comment.id === id);
    if (message) setDescription(message.body);
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
      {messages.length > 0 && (
        <Field label={t('tickets.split.message')} hint={t('tickets.split.messageHint')}>
          <Select value={commentId} onChange={(_, { value }) => choose(value)}>
            <option value="">{t('tickets.split.noMessage')}</option>
            {messages.map((message) => (
              <option key={message.id} value={message.id}>
                {shortOf(message)}
              </option>
            ))}
          </Select>
        </Field>
      )}
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

function shortOf({ authorName, body }: DeskComment): string {
  const line = body.replace(/\s+/g, ' ');
  return `${authorName}: ${line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line}`;
}
