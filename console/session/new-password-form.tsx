// The form that chooses the password of an account: of a new one, or of one that is recovered.
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useState } from 'react';
import { NewPassword } from '../../contract/console.ts';
import type { GuichetError } from '../../contract/errors.ts';
import { FailureBar } from '../ui/failure-bar.tsx';
import { type Phrase, useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
});

interface NewPasswordFormProps {
  /** of the account; shown, and kept by password managers beside the password */
  email: string;
  submitLabel: string;
  pending: boolean;
  failure: GuichetError | null;
  /** beside the failure */
  action?: ReactNode;
  onSubmit: (password: string) => void;
}

export function NewPasswordForm(props: NewPasswordFormProps) {
  const { email, submitLabel, pending, failure, action, onSubmit } = props;
  const { t } = useTexts();
  const styles = useStyles();
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);
  const isShort = !NewPassword.safeParse(password).success;
  const differs = repeated !== password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (!isShort && !differs && !pending) onSubmit(password);
  };
  const problem = (isWrong: boolean, phrase: Phrase) =>
    isSubmitted && isWrong && { validationMessage: t(phrase) };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {failure && <FailureBar failure={failure} action={action} />}
      <Field label={t('session.email')}>
        <Input type="email" autoComplete="username" readOnly value={email} />
      </Field>
      <Field
        label={t('session.password')}
        {...(problem(isShort, 'session.passwordShort') || { hint: t('session.passwordHint') })}
      >
        <Input
          type="password"
          autoComplete="new-password"
          autoFocus
          value={password}
          onChange={(_, { value }) => setPassword(value)}
        />
      </Field>
      <Field label={t('session.repeatPassword')} {...problem(differs, 'session.passwordsDiffer')}>
        <Input
          type="password"
          autoComplete="new-password"
          value={repeated}
          onChange={(_, { value }) => setRepeated(value)}
        />
      </Field>
      <Button type="submit" appearance="primary" disabledFocusable={pending}>
        {submitLabel}
      </Button>
    </form>
  );
}
