// Dialog that resolves a ticket with a solution. An unassigned ticket has to be taken first.
import {
  Button,
  Field,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Textarea,
} from '@fluentui/react-components';
import { useState } from 'react';
import { type DeskTicket, Resolution } from '../../contract/console.ts';
import { statusAfter } from '../../contract/ticket.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useDeskAct } from './queries.ts';
import { isUnassigned } from './unassigned.ts';
import { useUnsent } from './unsent.ts';

export function ResolveDialog({ ticket, onClose }: { ticket: DeskTicket; onClose: () => void }) {
  const { t } = useTexts();
  const deskAct = useDeskAct(ticket.id);
  const [solution, setSolution] = useUnsent(`${ticket.id}.solution`);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const resolution = Resolution.safeParse({ solution });
  const isResolvable = statusAfter('resolve', ticket.status) !== null;
  const submit = () => {
    setIsSubmitted(true);
    if (!resolution.success) return;
    deskAct.mutate(
      { act: 'resolve', resolution: resolution.data },
      {
        onSuccess: () => {
          setSolution('');
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={t('tickets.resolveTitle', { ticket: ticket.number ?? ticket.title })}
      submitLabel={t('tickets.act.resolve')}
      pending={deskAct.isPending}
      disabled={!isResolvable}
      failure={deskAct.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      {isUnassigned(ticket.status) && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t('tickets.takeFirst')}</MessageBarBody>
          <MessageBarActions>
            <Button disabledFocusable={deskAct.isPending} onClick={() => deskAct.mutate({ act: 'take' })}>
              {t('tickets.act.take')}
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      <Field
        label={t('tickets.solution')}
        hint={t('tickets.solutionHint')}
        {...(isSubmitted && !resolution.success && { validationMessage: t('tickets.solutionMissing') })}
      >
        <Textarea
          rows={6}
          resize="vertical"
          value={solution}
          onChange={(_, { value }) => setSolution(value)}
          autoFocus
        />
      </Field>
    </FormDialog>
  );
}
