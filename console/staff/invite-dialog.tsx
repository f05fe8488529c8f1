// Dialog that invites somebody by mail: name, address, role, and the language of the mail.
import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import type { z } from 'zod';
import { Language } from '../../contract/primitives.ts';
import { NewInvitation } from '../../contract/staff.ts';
import { useStaff } from '../session/session.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { type Parsed, useForm } from '../ui/use-form.ts';
import { FullNameField } from './full-name-field.tsx';
import { OrganisationsField } from './organisations-field.tsx';
import { useInvite } from './queries.ts';
import { RoleField } from './role-field.tsx';

type InvitationForm = z.input<typeof NewInvitation>;

function parseForm(form: InvitationForm): Parsed<NewInvitation> {
  const { data, error } = NewInvitation.safeParse(form);
  return data
    ? { ok: true, value: data }
    : { ok: false, wrong: new Set(error.issues.map(({ path }) => String(path[0]))) };
}

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useTexts();
  const toasts = useToasts();
  const invite = useInvite();
  const { organisationIds } = useStaff();
  const initial = (): InvitationForm => ({
    ...{ fullName: '', email: '', role: 'technician', language },
    organisationIds,
  });
  const { form, wrong, change, validate } = useForm({ initial, parse: parseForm, onEdit: invite.reset });
  const submit = () => {
    const value = validate();
    if (!value) return;
    invite.mutate(value, {
      onSuccess: ({ email }) => {
        toasts.success(t('staff.sent', { email }));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title={t('staff.inviteTitle')}
      submitLabel={t('staff.invite')}
      pending={invite.isPending}
      failure={invite.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <FullNameField
        fullName={form.fullName}
        wrong={wrong.has('fullName')}
        onChange={(fullName) => change({ ...form, fullName })}
      />
      <Field
        label={t('session.email')}
        {...(wrong.has('email') && { validationMessage: t('session.emailInvalid') })}
      >
        <Input
          type="email"
          autoComplete="off"
          value={form.email}
          onChange={(_, { value }) => change({ ...form, email: value })}
        />
      </Field>
      <RoleField role={form.role} fixed={null} onChange={(role) => change({ ...form, role })} />
      <OrganisationsField
        chosen={form.organisationIds}
        fixed={null}
        wrong={wrong.has('organisationIds')}
        onChange={(organisations) => change({ ...form, organisationIds: organisations })}
      />
      <Field label={t('staff.language')}>
        <RadioGroup
          layout="horizontal"
          value={form.language}
          onChange={(_, { value }) => change({ ...form, language: Language.parse(value) })}
        >
          {Language.options.map((option) => (
            <Radio key={option} value={option} label={t(`language.${option}`)} />
          ))}
        </RadioGroup>
      </Field>
    </FormDialog>
  );
}
