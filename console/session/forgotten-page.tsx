// The page of a forgotten password: asks for the address, and says the same whether it has an account or not.
import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { Email } from '../../contract/primitives.ts';
import { FailureBar } from '../ui/failure-bar.tsx';
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { AuthLayout } from './auth-layout.tsx';
import { useRequestPasswordLink } from './links.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
});

export function ForgottenPage() {
  const { t, language } = useTexts();
  const styles = useStyles();
  const request = useRequestPasswordLink();
  const [typed, setTyped] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);
  const email = Email.safeParse(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsSubmitted(true);
    if (email.success && !request.isPending) request.mutate({ email: email.data, language });
  };
  return (
    <AuthLayout title={t('forgotten.title')} intro={t('forgotten.intro')}>
      {request.isSuccess ? (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>{t('forgotten.sent')}</MessageBarBody>
        </MessageBar>
      ) : (
        <form className={styles.form} onSubmit={submit} noValidate>
          {request.error && <FailureBar failure={request.error.failure} />}
          <Field
            label={t('session.email')}
            {...(isSubmitted && !email.success && { validationMessage: t('session.emailInvalid') })}
          >
            <Input
              type="email"
              autoComplete="username"
              autoFocus
              value={typed}
              onChange={(_, { value }) => setTyped(value)}
            />
          </Field>
          <Button type="submit" appearance="primary" disabledFocusable={request.isPending}>
            {t('forgotten.act')}
          </Button>
        </form>
      )}
      <RouteLink to="/signin">{t('forgotten.back')}</RouteLink>
    </AuthLayout>
  );
}
