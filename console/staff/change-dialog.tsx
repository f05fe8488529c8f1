// Dialog that changes the name of somebody, and the role of somebody else.
import { StaffChange, type StaffMember } from '../../contract/staff.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { type Parsed, useForm } from '../ui/use-form.ts';
import { FullNameField } from './full-name-field.tsx';
import { useChangeStaff } from './queries.ts';
import { RoleField } from './role-field.tsx';

function parseForm(form: StaffChange): Parsed<StaffChange> {
  const { data } = StaffChange.safeParse(form);
  return data ? { ok: true, value: data } : { ok: false, wrong: new Set(['fullName']) };
}

interface ChangeDialogProps {
  member: StaffMember;
  /** the signed-in person, whose role stays */
  isSelf: boolean;
  onClose: () => void;
}

export function ChangeDialog({ member, isSelf, onClose }: ChangeDialogProps) {
  const { t } = useTexts();
  const toasts = useToasts();
  const mutation = useChangeStaff(member.id);
  const initial = (): StaffChange => ({ fullName: member.fullName, role: member.role });
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
      title={t('staff.changeTitle', { name: member.fullName })}
      submitLabel={t('staff.save')}
      pending={mutation.isPending}
      failure={mutation.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <FullNameField
        fullName={form.fullName}
        wrong={wrong.has('fullName')}
        onChange={(fullName) => change({ ...form, fullName })}
      />
      <RoleField
        role={form.role}
        fixed={isSelf ? t('staff.ownRole') : null}
        onChange={(role) => change({ ...form, role })}
      />
    </FormDialog>
  );
}
