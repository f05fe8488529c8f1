// Dialog that makes a ticket pending: why, and when it comes back.
import { Checkbox, Field, Input, Text, Textarea } from '@fluentui/react-components';
import type { DeskTicket } from '../../contract/console.ts';
import { LIMITS } from '../../contract/primitives.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useForm } from '../ui/use-form.ts';
import { formOf, type PendingForm, parseForm } from './pending-form.ts';
import { useDeskAct } from './queries.ts';

export function PendingDialog({ ticket, onClose }: { ticket: DeskTicket; onClose: () => void }) {
  const { t } = useTexts();
  const isElsewhere = ticket.elsewhere !== null;
  const deskAct = useDeskAct(ticket.id);
  const { form, wrong, change, validate } = useForm({
    // another system brings its tickets back itself
    initial: () => ({ ...formOf(ticket.pending), ...(isElsewhere && { until: '', untilAnswer: false }) }),
    parse: (typed) => parseForm(typed, ticket.pending, Date.now()),
    onEdit: deskAct.reset,
  });
  const submit = () => {
    const pending = validate();
    if (pending) deskAct.mutate({ act: 'set-pending', pending }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={t('tickets.pending.title', { ticket: ticket.number ?? ticket.title })}
      submitLabel={t('tickets.act.setPending')}
      pending={deskAct.isPending}
      failure={deskAct.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label={t('tickets.pending.reason')}
        hint={t('tickets.pending.reasonHint')}
        required
        {...(wrong.has('reason') && { validationMessage: t('tickets.pending.missing.reason') })}
      >
        <Textarea
          rows={3}
          resize="vertical"
          maxLength={LIMITS.pendingReason}
          value={form.reason}
          onChange={(_, { value }) => change({ ...form, reason: value })}
          autoFocus
        />
      </Field>
      {!isElsewhere && <ComesBack form={form} wrong={wrong} onChange={change} />}
    </FormDialog>
  );
}

interface ComesBackProps {
  form: PendingForm;
  wrong: ReadonlySet<string>;
  onChange: (form: PendingForm) => void;
}

/** When the ticket comes back by itself. */
function ComesBack({ form, wrong, onChange: change }: ComesBackProps) {
  const { t } = useTexts();
  return (
    <>
      <Text>{t('tickets.pending.comesBack')}</Text>
      <Field
        label={t('tickets.pending.until')}
        hint={t('tickets.pending.untilHint')}
        {...(wrong.has('until') && { validationMessage: t('tickets.pending.missing.until') })}
      >
        <Input
          type="datetime-local"
          value={form.until}
          onChange={(_, { value }) => change({ ...form, until: value })}
        />
      </Field>
      <Checkbox
        label={t('tickets.pending.untilAnswer')}
        checked={form.untilAnswer}
        onChange={(_, { checked }) => change({ ...form, untilAnswer: checked === true })}
      />
    </>
  );
}
