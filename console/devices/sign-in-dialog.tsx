// Dialog that sets the identity provider of an organisation, with a test of its discovery document.
import { Checkbox, Field, Radio, RadioGroup } from '@fluentui/react-components';
import type { Organisation } from '../../contract/console.ts';
import { AddressClaim, REGISTERED_REDIRECT_URI } from '../../contract/sign-in.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { IssuerChecks, ProviderFields, RedirectUri, useTestIssuer } from '../ui/provider-fields.tsx';
import { TestButton } from '../ui/test-button.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useForm } from '../ui/use-form.ts';
import { useSaveSignIn } from './queries.ts';
import { parseSignInForm, type SignInForm, signInFormOf } from './sign-in-form.ts';

export function SignInDialog({ organisation, onClose }: { organisation: Organisation; onClose: () => void }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const save = useSaveSignIn(organisation.id);
  const test = useTestIssuer();
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
      <RedirectUri uri={REGISTERED_REDIRECT_URI} hint={t('signIn.redirectUriHint')} />
      <ProviderFields {...fields} hasSecret={organisation.signIn?.hasSecret ?? false} />
      <AddressFields {...fields} />
      <IssuerChecks test={test} />
    </FormDialog>
  );
}

interface FieldsProps {
  form: SignInForm;
  change: (form: SignInForm) => void;
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
