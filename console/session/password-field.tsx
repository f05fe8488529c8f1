// The field of the current password of an account.
import { Field, Input } from '@fluentui/react-components';
import { useTexts } from '../ui/texts.ts';

interface PasswordFieldProps {
  value: string;
  onChange: (value: string) => void;
  missing: boolean;
}

export function PasswordField({ value, onChange, missing }: PasswordFieldProps) {
  const { t } = useTexts();
  return (
    <Field
      label={t('session.password')}
      {...(missing && { validationMessage: t('session.passwordMissing') })}
    >
      <Input
        type="password"
        autoComplete="current-password"
        value={value}
        onChange={(_, { value: typed }) => onChange(typed)}
      />
    </Field>
  );
}
