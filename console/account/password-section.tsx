// The section of the own password, and the dialog that changes it.
import { Button, Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import type { ChangePassword } from '../../contract/account.ts';
import { NewPassword } from '../../contract/console.ts';
import { CodeField } from '../session/code-field.tsx';
import { useAccount } from '../session/second-factor.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Section } from '../ui/section.tsx';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { type Parsed, useForm } from '../ui/use-form.ts';
import { useChangePassword } from './queries.ts';

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
type PasswordForm = Record<(typeof FIELDS)[number]['name'] | 'code', string>;

const parseFormOf =
  (needsCode: boolean) =>
  (form: PasswordForm): Parsed<ChangePassword> => {
    const wrong = new Set([
      ...(form.oldPassword === '' ? ['oldPassword'] : []),
      ...(NewPassword.safeParse(form.newPassword).success ? [] : ['newPassword']),
      ...(form.repeated === form.newPassword ? [] : ['repeated']),
      ...(needsCode && form.code === '' ? ['code'] : []),
    ]);
    const { oldPassword: password, newPassword, code } = form;
    if (wrong.size > 0) return { ok: false, wrong };
    return { ok: true, value: { password, code: needsCode ? code : null, newPassword } };
  };

export function PasswordSection() {
  const { t } = useTexts();
  const account = useAccount();
  const [isChanging, setIsChanging] = useState(false);
  return (
    <Section
      title={t('session.password')}
      intro={t('account.passwordIntro')}
      action={<Button onClick={() => setIsChanging(true)}>{t('account.changePassword')}</Button>}
    >
      {isChanging && account.data && (
        <PasswordDialog
          needsCode={account.data.secondFactorSince !== null}
          onClose={() => setIsChanging(false)}
        />
      )}
    </Section>
  );
}

function PasswordDialog({ needsCode, onClose }: { needsCode: boolean; onClose: () => void }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const change = useChangePassword();
  const initial = (): PasswordForm => ({ oldPassword: '', newPassword: '', repeated: '', code: '' });
  const {
    form,
    wrong,
    change: edit,
    validate,
  } = useForm({ initial, parse: parseFormOf(needsCode), onEdit: change.reset });
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
      {needsCode && (
        <CodeField
          value={form.code}
          onChange={(code) => edit({ ...form, code })}
          missing={wrong.has('code')}
        />
      )}
    </FormDialog>
  );
}
