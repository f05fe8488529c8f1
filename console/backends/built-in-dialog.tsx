// Dialog that changes the built-in desk: its name, when its resolved tickets close by themselves, and the mailbox that it reads.
import { Checkbox, Field, Input, makeStyles, Subtitle2 } from '@fluentui/react-components';
import type { ListedBackend } from '../../contract/backends.ts';
import { FailureBar } from '../ui/failure-bar.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TestButton } from '../ui/test-button.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useForm } from '../ui/use-form.ts';
import { builtInForm, parseBuiltIn } from './built-in-form.ts';
import { ConnectionChecks } from './connection-checks.tsx';
import { TextField } from './fields/fields.tsx';
import { MailboxFields } from './mailbox-fields.tsx';
import { useSaveBackend, useTestSettings } from './queries.ts';

const useStyles = makeStyles({ heading: { margin: 0 } });

export function BuiltInDialog({ backend, onClose }: { backend: ListedBackend; onClose: () => void }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const toasts = useToasts();
  const save = useSaveBackend(backend.id);
  const test = useTestSettings(backend.id);
  const { storedSecrets } = backend;
  const { form, wrong, change, validate } = useForm({
    initial: () => builtInForm(backend, language),
    parse: (typed) => parseBuiltIn(typed, storedSecrets),
    onEdit: () => {
      save.reset();
      test.reset();
    },
  });
  const submit = () => {
    const parsed = validate();
    if (!parsed) return;
    save.mutate(parsed, {
      onSuccess: ({ name }) => {
        toasts.success(t('backends.changedNow', { name }));
        onClose();
      },
    });
  };
  const testMailbox = () => {
    const parsed = validate();
    if (parsed && !test.isPending) test.mutate(parsed);
  };
  return (
    <FormDialog
      title={t('backends.editTitle', { name: backend.name })}
      submitLabel={t('backends.save')}
      width={form.reads ? 'wide' : 'narrow'}
      pending={save.isPending}
      failure={save.error?.failure ?? null}
      extra={
        form.reads && <TestButton label={t('backends.test')} pending={test.isPending} onClick={testMailbox} />
      }
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        label="backends.name"
        required
        problem={wrong.has('name') ? 'backends.problem.name' : null}
        value={form.name}
        onChange={(name) => change({ ...form, name })}
      />
      <Field
        label={t('backends.closeAfter')}
        hint={t('backends.closeAfterHint')}
        {...(wrong.has('settings.closeAfterDays') && { validationMessage: t('backends.problem.closeAfter') })}
      >
        <Input
          inputMode="numeric"
          value={form.days}
          contentAfter={t('backends.days')}
          onChange={(_, { value }) => change({ ...form, days: value })}
        />
      </Field>
      <Subtitle2 as="h3" className={styles.heading}>
        {t('backends.mailbox.title')}
      </Subtitle2>
      <Checkbox
        label={t('backends.mailbox.reads')}
        checked={form.reads}
        onChange={(_, { checked }) => change({ ...form, reads: checked === true })}
      />
      {form.reads && (
        <MailboxFields
          fields={form.mailbox}
          onChange={(part) => change({ ...form, mailbox: { ...form.mailbox, ...part } })}
          secret={form.secret}
          onSecret={(secret) => change({ ...form, secret })}
          storedSecrets={storedSecrets}
          wrong={wrong}
        />
      )}
      {test.error && <FailureBar failure={test.error.failure} />}
      {test.data && <ConnectionChecks checks={test.data} />}
    </FormDialog>
  );
}
