// The field of a role, with what each of them may do.
import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import { type Staff, StaffRole } from '../../contract/console.ts';
import { useTexts } from '../ui/texts.ts';

interface RoleFieldProps {
  role: Staff['role'];
  /** why it cannot be changed; null where it can */
  fixed: string | null;
  onChange: (role: Staff['role']) => void;
}

export function RoleField({ role, fixed, onChange }: RoleFieldProps) {
  const { t } = useTexts();
  return (
    <Field label={t('staff.column.role')} {...(fixed !== null && { hint: fixed })}>
      <RadioGroup
        value={role}
        disabled={fixed !== null}
        onChange={(_, { value }) => onChange(StaffRole.parse(value))}
      >
        {(['technician', 'administrator'] as const).map((option) => (
          <Radio key={option} value={option} label={t(`staff.may.${option}`)} />
        ))}
      </RadioGroup>
    </Field>
  );
}
