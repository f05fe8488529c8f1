// What a dialog asks of an identity provider: the address to register there, its issuer, and the client, with a test of the issuer.
import { Field, Input, makeStyles, tokens, useId } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import type { SignInCheck } from '../../contract/sign-in.ts';
import { orThrow, useAsk } from '../api.ts';
import { CheckList } from './check-list.tsx';
import { CopyButton } from './copy-button.tsx';
import { FailureBar } from './failure-bar.tsx';
import { type Phrase, useTexts } from './texts.ts';

const CHECKS: Record<SignInCheck['name'], Phrase> = {
  document: 'signIn.check.document',
  issuer: 'signIn.check.issuer',
  endpoints: 'signIn.check.endpoints',
  pkce: 'signIn.check.pkce',
};

const useStyles = makeStyles({
  uri: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  address: { flexGrow: 1 },
  mono: { fontFamily: tokens.fontFamilyMonospace },
});

/** What to register at the provider before anything can be entered here. */
export function RedirectUri({ uri, hint }: { uri: string; hint: string }) {
  const { t } = useTexts();
  const styles = useStyles();
  const fieldId = useId();
  return (
    <Field label={t('signIn.redirectUri')} hint={hint}>
      <div className={styles.uri}>
        <Input
          id={fieldId}
          readOnly
          value={uri}
          className={styles.address}
          input={{ className: styles.mono }}
        />
        <CopyButton text={uri} fieldId={fieldId} />
      </div>
    </Field>
  );
}

interface Client {
  issuer: string;
  clientId: string;
  /** empty: the stored one stays */
  clientSecret: string;
}

interface ProviderFieldsProps<F extends Client> {
  form: F;
  wrong: ReadonlySet<string>;
  change: (form: F) => void;
  hasSecret: boolean;
}

export function ProviderFields<F extends Client>({ form, wrong, change, hasSecret }: ProviderFieldsProps<F>) {
  const { t } = useTexts();
  return (
    <>
      <Field
        required
        label={t('signIn.issuer')}
        hint={t('signIn.issuerHint')}
        {...(wrong.has('issuer') && { validationMessage: t('signIn.issuerWrong') })}
      >
        <Input
          type="url"
          autoFocus
          value={form.issuer}
          onChange={(_, { value }) => change({ ...form, issuer: value })}
        />
      </Field>
      <Field
        required
        label={t('signIn.clientId')}
        {...(wrong.has('clientId') && { validationMessage: t('signIn.clientIdWrong') })}
      >
        <Input value={form.clientId} onChange={(_, { value }) => change({ ...form, clientId: value })} />
      </Field>
      <Field
        label={t('signIn.clientSecret')}
        hint={t(hasSecret ? 'backends.keptHint' : 'signIn.clientSecretHint')}
      >
        <Input
          type="password"
          autoComplete="new-password"
          value={form.clientSecret}
          {...(hasSecret && { placeholder: t('backends.kept') })}
          onChange={(_, { value }) => change({ ...form, clientSecret: value })}
        />
      </Field>
    </>
  );
}

/** Tests an issuer, saved or not. */
export function useTestIssuer() {
  const ask = useAsk();
  return useMutation({
    mutationFn: async (issuer: string) => orThrow(await ask('testSignIn', { body: { issuer } })),
  });
}

/** What the test found. Renders nothing before it. */
export function IssuerChecks({ test }: { test: ReturnType<typeof useTestIssuer> }) {
  const { t } = useTexts();
  if (test.error) return <FailureBar failure={test.error.failure} />;
  if (!test.data) return null;
  return (
    <CheckList
      checks={test.data.map(({ name, problem }) => ({ label: t(CHECKS[name]), problem }))}
      fine={t('signIn.testFine')}
    />
  );
}
