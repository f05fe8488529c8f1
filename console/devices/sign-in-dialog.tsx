// Dialog that sets the identity provider of an organisation, with a test of its discovery document.
import {
  Checkbox,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  tokens,
  useId,
} from '@fluentui/react-components';
import type { Organisation } from '../../contract/console.ts';
import { AddressClaim, REGISTERED_REDIRECT_URI, type SignInCheck } from '../../contract/sign-in.ts';
import { CheckList } from '../ui/check-list.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { FailureBar } from '../ui/failure-bar.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { TestButton } from '../ui/test-button.tsx';
import { type Phrase, useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useForm } from '../ui/use-form.ts';
import { useSaveSignIn, useTestSignIn } from './queries.ts';
import { parseSignInForm, type SignInForm, signInFormOf } from './sign-in-form.ts';

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

export function SignInDialog({ organisation, onClose }: { organisation: Organisation; onClose: () => void }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const save = useSaveSignIn(organisation.id);
  const test = useTestSignIn();
  const { validate, ...fields } = useForm({
    initial: () => signInFormOf(organisation.signIn),
    parse: parseSignInForm,
    onEdit: () => test.reset(),
  });
  const submit = () => {
    const signIn = validate();
    if (!signIn) return;
    save.mutate(signIn, {
      onSuccess: () => {
        toasts.success(t('signIn.savedNow', { organisation: organisation.name }));
        onClose();
      },
    });
  };
  const testIssuer = () => {
    const signIn = validate();
    if (signIn && !test.isPending) test.mutate(signIn.issuer);
  };
  return (
    <FormDialog
      title={t('signIn.for', { organisation: organisation.name })}
      submitLabel={t('backends.save')}
      pending={save.isPending}
      failure={save.error?.failure ?? null}
      extra={<TestButton label={t('signIn.test')} pending={test.isPending} onClick={testIssuer} />}
      onSubmit={submit}
      onClose={onClose}
    >
      <RedirectUri />
      <ProviderFields {...fields} hasSecret={organisation.signIn?.hasSecret ?? false} />
      <AddressFields {...fields} />
      {test.error && <FailureBar failure={test.error.failure} />}
      {test.data && (
        <CheckList
          checks={test.data.map(({ name, problem }) => ({ label: t(CHECKS[name]), problem }))}
          fine={t('signIn.testFine')}
        />
      )}
    </FormDialog>
  );
}

/** What to register at the provider before anything can be entered here. */
function RedirectUri() {
  const { t } = useTexts();
  const styles = useStyles();
  const fieldId = useId();
  return (
    <Field label={t('signIn.redirectUri')} hint={t('signIn.redirectUriHint')}>
      <div className={styles.uri}>
        <Input
          id={fieldId}
          readOnly
          value={REGISTERED_REDIRECT_URI}
          className={styles.address}
          input={{ className: styles.mono }}
        />
        <CopyButton text={REGISTERED_REDIRECT_URI} fieldId={fieldId} />
      </div>
    </Field>
  );
}

interface FieldsProps {
  form: SignInForm;
  wrong: ReadonlySet<string>;
  change: (form: SignInForm) => void;
}

function ProviderFields({ form, wrong, change, hasSecret }: FieldsProps & { hasSecret: boolean }) {
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

function AddressFields({ form, change }: FieldsProps) {
  const { t } = useTexts();
  return (
    <>
      <Field label={t('signIn.addressClaim')}>
        <RadioGroup
          value={form.addressClaim}
          onChange={(_, { value }) => change({ ...form, addressClaim: AddressClaim.parse(value) })}
        >
          {AddressClaim.options.map((claim) => (
            <Radio key={claim} value={claim} label={t(`signIn.claim.${claim}`)} />
          ))}
        </RadioGroup>
      </Field>
      <Field hint={t('signIn.acceptsUnverifiedHint')}>
        <Checkbox
          checked={form.acceptsUnverified}
          label={t('signIn.acceptsUnverified')}
          onChange={(_, { checked }) => change({ ...form, acceptsUnverified: checked === true })}
        />
      </Field>
    </>
  );
}
