// The page behind the one-time set-up link: it makes the first administrator.
import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { SetupRequest } from '../../contract/console.ts';
import { FailureBar } from '../ui/failure-bar.tsx';
import { RouteLink } from '../ui/route-link.tsx';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { Door } from './door.tsx';
import { useSetUp } from './session.ts';
import { takeSetupToken } from './setup-token.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
});

/** The token the console was opened with, or that of a link pasted over this page later. */
function useSetupToken(first: string | null): string | null {
  const [token, setToken] = useState(first);
  useEffect(() => {
    const take = () => setToken((known) => takeSetupToken(window.location, window.history) ?? known);
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return token;
}

type FieldName = 'fullName' | 'email' | 'password' | 'repeated';
type Typed = Record<FieldName, string>;

/** What is wrong with each field, as a phrase; no entry where nothing is. */
function problemsOf(typed: Typed): Partial<Record<FieldName, Phrase>> {
  const { fullName, email, password } = SetupRequest.shape;
  return {
    ...(!fullName.safeParse(typed.fullName).success && { fullName: 'session.fullNameMissing' }),
    ...(!email.safeParse(typed.email).success && { email: 'session.emailInvalid' }),
    ...(!password.safeParse(typed.password).success && { password: 'session.passwordShort' }),
    ...(typed.repeated !== typed.password && { repeated: 'session.passwordsDiffer' }),
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
  const [typed, setTyped] = useState<Typed>({ fullName: '', email: '', password: '', repeated: '' });
  const [asked, setAsked] = useState(false);
  const problems = asked ? problemsOf(typed) : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (Object.keys(problemsOf(typed)).length > 0 || setUp.isPending) return;
    setUp.mutate({ token, ...typed }, { onSuccess: () => navigate('/devices', { replace: true }) });
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
              value={typed[name]}
              onChange={(_, { value }) => setTyped({ ...typed, [name]: value })}
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

export function SetupPage({ token: first }: { token: string | null }) {
  const { t } = useTexts();
  const token = useSetupToken(first);
  return (
    <Door title={t('session.setUp')} intro={t('session.setUpIntro')}>
      {token ? (
        <SetupForm token={token} />
      ) : (
        <>
          <MessageBar intent="info" layout="multiline">
            <MessageBarBody>{t('session.setUpNoToken')}</MessageBarBody>
          </MessageBar>
          <RouteLink to="/signin">{t('session.signIn')}</RouteLink>
        </>
      )}
    </Door>
  );
}
