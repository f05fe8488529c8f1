// The field of somebody's name.
import { Field, Input } from '@fluentui/react-components';
import { useTexts } from '../ui/texts.ts';

interface FullNameFieldProps {
  fullName: string;
  wrong: boolean;
  onChange: (fullName: string) => void;
}

export function FullNameField({ fullName, wrong, onChange }: FullNameFieldProps) {
  const { t } = useTexts();
  return (
    <Field label={t('session.fullName')} {...(wrong && { validationMessage: t('staff.fullNameMissing') })}>
      <Input autoFocus autoComplete="off" value={fullName} onChange={(_, { value }) => onChange(value)} />
    </Field>
  );
}
