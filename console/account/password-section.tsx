// The section of the own password, and the dialog that changes it.
import { Button, Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import { NewPassword } from '../../contract/console.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { type Parsed, useForm } from '../ui/use-form.ts';
import { useChangePassword } from './queries.ts';
import { Section } from './section.tsx';

const FIELDS = [
  {
    name: 'oldPassword',
    label: 'account.oldPassword',
    autoComplete: 'current-password',
    problem: 'session.passwordMissing',
  },
  {
    name: 'newPassword',
    label: 'account.newPassword',
    autoComplete: 'new-password',
    problem: 'session.passwordShort',
  },
  {
    name: 'repeated',
    label: 'session.repeatPassword',
    autoComplete: 'new-password',
    problem: 'session.passwordsDiffer',
  },
] as const satisfies readonly { name: string; label: Phrase; autoComplete: string; problem: Phrase }[];
type PasswordForm = Record<(typeof FIELDS)[number]['name'], string>;

function parseForm(form: PasswordForm): Parsed<{ oldPassword: string; newPassword: string }> {
  const wrong = new Set([
    ...(form.oldPassword === '' ? ['oldPassword'] : []),
    ...(NewPassword.safeParse(form.newPassword).success ? [] : ['newPassword']),
    ...(form.repeated === form.newPassword ? [] : ['repeated']),
  ]);
  const { oldPassword, newPassword } = form;
  return wrong.size > 0 ? { ok: false, wrong } : { ok: true, value: { oldPassword, newPassword } };
}

export function PasswordSection() {
  const { t } = useTexts();
  const [isChanging, setIsChanging] = useState(false);
  return (
    <Section
      title={t('session.password')}
      intro={t('account.passwordIntro')}
      action={<Button onClick={() => setIsChanging(true)}>{t('account.changePassword')}</Button>}
    >
      {isChanging && <PasswordDialog onClose={() => setIsChanging(false)} />}
    </Section>
  );
}

function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const change = useChangePassword();
  const initial = (): PasswordForm => ({ oldPassword: '', newPassword: '', repeated: '' });
  const {
    form,
    wrong,
    change: edit,
    validate,
  } = useForm({ initial, parse: parseForm, onEdit: change.reset });
  const submit = () => {
    const value = validate();
    if (!value) return;
    change.mutate(value, {
      onSuccess: () => {
        toasts.success(t('account.passwordChanged'));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title={t('account.changePassword')}
      submitLabel={t('account.changePassword')}
      pending={change.isPending}
      failure={change.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      {FIELDS.map(({ name, label, autoComplete, problem }) => (
        <Field
          key={name}
          label={t(label)}
          {...(wrong.has(name) && { validationMessage: t(problem) })}
          {...(name === 'newPassword' && !wrong.has(name) && { hint: t('session.passwordHint') })}
        >
          <Input
            type="password"
            autoComplete={autoComplete}
            value={form[name]}
            onChange={(_, { value }) => edit({ ...form, [name]: value })}
          />
        </Field>
      ))}
    </FormDialog>
  );
}
