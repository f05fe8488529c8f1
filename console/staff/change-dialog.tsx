// Dialog that changes the name of somebody, and the role and the organisations of somebody else.
import { StaffChange, type StaffMember } from '../../contract/staff.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { type Parsed, useForm } from '../ui/use-form.ts';
import { FullNameField } from './full-name-field.tsx';
import { OrganisationsField } from './organisations-field.tsx';
import { useChangeStaff } from './queries.ts';
import { RoleField } from './role-field.tsx';

function parseForm(form: StaffChange): Parsed<StaffChange> {
  const { data, error } = StaffChange.safeParse(form);
  return data
    ? { ok: true, value: data }
    : { ok: false, wrong: new Set(error.issues.map(({ path }) => String(path[0]))) };
}

interface ChangeDialogProps {
  member: StaffMember;
  /** the signed-in person, whose role and organisations stay */
  isSelf: boolean;
  onClose: () => void;
}

export function ChangeDialog({ member, isSelf, onClose }: ChangeDialogProps) {
  const { t } = useTexts();
  const toasts = useToasts();
  const mutation = useChangeStaff(member.id);
  const { fullName, role, organisationIds } = member;
  const initial = (): StaffChange => ({ fullName, role, organisationIds });
  const { form, wrong, change, validate } = useForm({ initial, parse: parseForm, onEdit: mutation.reset });
  const submit = () => {
    const value = validate();
    if (!value) return;
    mutation.mutate(value, {
      onSuccess: ({ fullName: name }) => {
        toasts.success(t('staff.changed', { name }));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title={t('staff.changeTitle', { name: fullName })}
      submitLabel={t('staff.save')}
      pending={mutation.isPending}
      failure={mutation.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <FullNameField
        fullName={form.fullName}
        wrong={wrong.has('fullName')}
        onChange={(name) => change({ ...form, fullName: name })}
      />
      <RoleField
        role={form.role}
        fixed={isSelf ? t('staff.ownRole') : null}
        onChange={(chosen) => change({ ...form, role: chosen })}
      />
      <OrganisationsField
        chosen={form.organisationIds}
        fixed={isSelf ? t('staff.ownOrganisations') : null}
        wrong={wrong.has('organisationIds')}
        onChange={(organisations) => change({ ...form, organisationIds: organisations })}
      />
    </FormDialog>
  );
}
