// Dialog that sets the identity provider with which staff sign in, with a test of its discovery document.
import { Field, Input, Textarea } from '@fluentui/react-components';
import type { StaffProviderSettings } from '../../contract/staff-provider.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { IssuerChecks, ProviderFields, RedirectUri, useTestIssuer } from '../ui/provider-fields.tsx';
import { TestButton } from '../ui/test-button.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useForm } from '../ui/use-form.ts';
import { type ProviderForm, parseProviderForm, providerFormOf } from './provider-form.ts';
import { useSaveProvider } from './queries.ts';

interface ProviderDialogProps {
  settings: StaffProviderSettings;
  onClose: () => void;
}

export function ProviderDialog({ settings: { redirectUri, provider }, onClose }: ProviderDialogProps) {
  const { t } = useTexts();
  const toasts = useToasts();
  const save = useSaveProvider();
  const test = useTestIssuer();
  const { validate, ...fields } = useForm({
    initial: () => providerFormOf(provider),
    parse: parseProviderForm,
    onEdit: () => test.reset(),
  });
  const submit = () => {
    const typed = validate();
    if (!typed) return;
    save.mutate(typed, {
      onSuccess: () => {
        toasts.success(t('provider.saved'));
        onClose();
      },
    });
  };
  const testIssuer = () => {
    const typed = validate();
    if (typed && !test.isPending) test.mutate(typed.issuer);
  };
  return (
    <FormDialog
      title={t('provider.title')}
      submitLabel={t('backends.save')}
      pending={save.isPending}
      failure={save.error?.failure ?? null}
      extra={<TestButton label={t('signIn.test')} pending={test.isPending} onClick={testIssuer} />}
      onSubmit={submit}
      onClose={onClose}
    >
      <RedirectUri uri={redirectUri} hint={t('provider.redirectUriHint')} />
      <ProviderFields {...fields} hasSecret={provider?.hasSecret ?? false} />
      <GroupFields {...fields} />
      <IssuerChecks test={test} />
    </FormDialog>
  );
}

interface GroupFieldsProps {
  form: ProviderForm;
  wrong: ReadonlySet<string>;
  change: (form: ProviderForm) => void;
}

function GroupFields({ form, wrong, change }: GroupFieldsProps) {
  const { t } = useTexts();
  return (
    <>
      <Field
        required
        label={t('provider.label')}
        {...(wrong.has('label')
          ? { validationMessage: t('provider.labelWrong') }
          : { hint: t('provider.labelHint') })}
      >
        <Input
          maxLength={60}
          value={form.label}
          onChange={(_, { value }) => change({ ...form, label: value })}
        />
      </Field>
      <Field
        required
        label={t('provider.groupsClaim')}
        {...(wrong.has('groupsClaim')
          ? { validationMessage: t('provider.groupsClaimWrong') }
          : { hint: t('provider.groupsClaimHint') })}
      >
        <Input
          maxLength={100}
          value={form.groupsClaim}
          onChange={(_, { value }) => change({ ...form, groupsClaim: value })}
        />
      </Field>
      {(['administratorGroups', 'technicianGroups'] as const).map((name) => (
        <Field
          key={name}
          label={t(`provider.${name}`)}
          {...(wrong.has(name)
            ? { validationMessage: t('provider.groupsWrong') }
            : { hint: t('provider.groupsHint') })}
        >
          <Textarea
            resize="vertical"
            value={form[name]}
            onChange={(_, { value }) => change({ ...form, [name]: value })}
          />
        </Field>
      ))}
    </>
  );
}
