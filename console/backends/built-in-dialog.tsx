// Dialog that changes the built-in desk: its name, and when its resolved tickets close by themselves.
import { Field, Input } from '@fluentui/react-components';
import { type ListedBackend, NewBackend } from '../../contract/backends.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { type Parsed, useForm } from '../ui/use-form.ts';
import { TextField } from './fields/fields.tsx';
import { useSaveBackend } from './queries.ts';

interface BuiltInForm {
  name: string;
  /** empty: never */
  days: string;
}

function formOf({ name, settings }: ListedBackend): BuiltInForm {
  const days = settings?.kind === 'built-in' ? settings.closeAfterDays : null;
  return { name, days: days === null ? '' : String(days) };
}

function parseForm({ name, days }: BuiltInForm): Parsed<NewBackend> {
  const closeAfterDays = days.trim() === '' ? null : Number(days);
  const parsed = NewBackend.safeParse({ name, settings: { kind: 'built-in', closeAfterDays }, secrets: {} });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, wrong: new Set(parsed.error.issues.map(({ path }) => path.join('.'))) };
}

export function BuiltInDialog({ backend, onClose }: { backend: ListedBackend; onClose: () => void }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const save = useSaveBackend(backend.id);
  const { form, wrong, change, validate } = useForm({
    initial: () => formOf(backend),
    parse: parseForm,
    onEdit: save.reset,
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
  return (
    <FormDialog
      title={t('backends.editTitle', { name: backend.name })}
      submitLabel={t('backends.save')}
      pending={save.isPending}
      failure={save.error?.failure ?? null}
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
    </FormDialog>
  );
}
