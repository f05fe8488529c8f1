// The page of the one-time set-up link, which creates the first administrator.
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { SetupRequest } from '../../contract/console.ts';
import { FailureBar } from '../ui/failure-bar.tsx';
import { RouteLink } from '../ui/route-link.tsx';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { AuthLayout } from './auth-layout.tsx';
import { TokenMissing } from './link-problem.tsx';
import { useLinkToken } from './link-token.ts';
import { useSetUp } from './session.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
});

type FieldName = 'fullName' | 'email' | 'password' | 'repeated';
type SetupFields = Record<FieldName, string>;

/** The message of each invalid field; valid fields have no entry. */
function problemsOf(fields: SetupFields): Partial<Record<FieldName, Phrase>> {
  const { fullName, email, password } = SetupRequest.shape;
  return {
    ...(!fullName.safeParse(fields.fullName).success && { fullName: 'session.fullNameMissing' }),
    ...(!email.safeParse(fields.email).success && { email: 'session.emailInvalid' }),
    ...(!password.safeParse(fields.password).success && { password: 'session.passwordShort' }),
    ...(fields.repeated !== fields.password && { repeated: 'session.passwordsDiffer' }),
  };
}

const FIELDS = [
  { name: 'fullName', label: 'session.fullName', type: 'text', autoComplete: 'name' },
  { name: 'email', label: 'session.email', type: 'email', autoComplete: 'username' },
  { name: 'password', label: 'session.password', type: 'password', autoComplete: 'new-password' },
  { name: 'repeated', label: 'session.repeatPassword', type: 'password', autoComplete: 'new-password' },
] as const;

function SetupForm({ token }: { token: string }) {
  const { t } = useTexts();
  const styles = useStyles();
  const navigate = useNavigate();
  const setUp = useSetUp();
  const [fields, setFields] = useState<SetupFields>({ fullName: '', email: '', password: '', repeated: '' });
  const [isSubmitted, setIsSubmitted] = useState(false);
  const problems = isSubmitted ? problemsOf(fields) : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (Object.keys(problemsOf(fields)).length > 0 || setUp.isPending) return;
    setUp.mutate({ token, ...fields }, { onSuccess: () => navigate('/devices', { replace: true }) });
  };
  const isUsed = setUp.error?.failure.code === 'setup-link-invalid';
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {setUp.error && (
        <FailureBar
          failure={setUp.error.failure}
          {...(isUsed && { action: <RouteLink to="/signin">{t('session.signIn')}</RouteLink> })}
        />
      )}
      {FIELDS.map(({ name, label, type, autoComplete }, index) => {
        const problem = problems[name];
        return (
          <Field
            key={name}
            label={t(label)}
            {...(name === 'password' && !problem && { hint: t('session.passwordHint') })}
            {...(problem && { validationMessage: t(problem) })}
          >
            <Input
              type={type}
              autoComplete={autoComplete}
              autoFocus={index === 0}
              value={fields[name]}
              onChange={(_, { value }) => setFields({ ...fields, [name]: value })}
            />
          </Field>
        );
      })}
      <Button type="submit" appearance="primary" disabledFocusable={setUp.isPending}>
        {t('session.createAdministrator')}
      </Button>
    </form>
  );
}

export function SetupPage({ token: initialToken }: { token: string | null }) {
  const { t } = useTexts();
  const token = useLinkToken(initialToken);
  return (
    <AuthLayout title={t('session.setUp')} intro={t('session.setUpIntro')}>
      {token ? <SetupForm token={token} /> : <TokenMissing>{t('session.setUpNoToken')}</TokenMissing>}
    </AuthLayout>
  );
}
