// The sign-in page: address and password, a code where there is a second factor, then a redirect to the page that required the
// session.
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { Navigate, useLocation } from 'react-router';
import { z } from 'zod';
import { SignInRequest } from '../../contract/console.ts';
import { FailureBar } from '../ui/failure-bar.tsx';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { AuthLayout } from './auth-layout.tsx';
import { CodeField } from './code-field.tsx';
import { OtherWays } from './other-ways.tsx';
import { PasswordField } from './password-field.tsx';
import { useSession, useSignIn } from './session.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
});

/** The page that required a session. It must be a path of this console, never another site (no open redirect). */
const ReturnPath = z.object({ from: z.string().regex(/^\/(?!\/)/) });

export function SignInPage() {
  const { t } = useTexts();
  const styles = useStyles();
  const { data: staff } = useSession();
  const { state } = useLocation();
  const signIn = useSignIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksForCode, setAsksForCode] = useState(false);
  const [isSubmitted, setIsSubmitted] = useState(false);

  const from = ReturnPath.safeParse(state).data?.from ?? '/devices';
  if (staff) return <Navigate to={from} replace />;

  const request = SignInRequest.safeParse({ email, password, code: asksForCode ? code : null });
  const emailMissing = isSubmitted && !request.success;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (!request.success || !password || (asksForCode && !code) || signIn.isPending) return;
    signIn.mutate(request.data, {
      onError: ({ failure }) => {
        if (failure.code !== 'second-factor-needed') return;
        setAsksForCode(true);
        setIsSubmitted(false);
      },
    });
  };
  const startOver = () => {
    setAsksForCode(false);
    setCode('');
    setPassword('');
    setIsSubmitted(false);
    signIn.reset();
  };
  const failure = signIn.error?.failure;
  const shown = failure && failure.code !== 'second-factor-needed' && <FailureBar failure={failure} />;
  if (asksForCode) {
    return (
      <AuthLayout title={t('session.signIn')} intro={t('secondFactor.asked')}>
        <form className={styles.form} onSubmit={submit} noValidate>
          {shown}
          <CodeField value={code} onChange={setCode} missing={isSubmitted && !code} autoFocus />
          <Button type="submit" appearance="primary" disabledFocusable={signIn.isPending}>
            {t('session.signIn')}
          </Button>
          <Button onClick={startOver}>{t('secondFactor.otherAccount')}</Button>
        </form>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title={t('session.signIn')} intro={t('session.signInIntro')}>
      <form className={styles.form} onSubmit={submit} noValidate>
        {shown}
        <Field
          label={t('session.email')}
          {...(emailMissing && { validationMessage: t('session.emailInvalid') })}
        >
          <Input
            type="email"
            autoComplete="username"
            autoFocus
            value={email}
            onChange={(_, { value }) => setEmail(value)}
          />
        </Field>
        <PasswordField value={password} onChange={setPassword} missing={isSubmitted && !password} />
        <Button type="submit" appearance="primary" disabledFocusable={signIn.isPending}>
          {t('session.signIn')}
        </Button>
        <RouteLink to="/forgotten">{t('forgotten.link')}</RouteLink>
        <OtherWays from={from} />
      </form>
    </AuthLayout>
  );
}
