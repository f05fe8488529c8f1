// The field for a code of the authenticator app, or a recovery code.
import { Field, Input } from '@fluentui/react-components';
import { useTexts } from '../ui/texts.ts';

interface CodeFieldProps {
  value: string;
  onChange: (value: string) => void;
  missing: boolean;
  /** the first code of an app that is being set up: no recovery code will do */
  isFirst?: boolean;
  autoFocus?: boolean;
}

export function CodeField({ value, onChange, missing, isFirst = false, autoFocus = false }: CodeFieldProps) {
  const { t } = useTexts();
  return (
    <Field
      label={t('secondFactor.code')}
      {...(missing
        ? { validationMessage: t('secondFactor.codeMissing') }
        : { hint: isFirst ? t('secondFactor.firstCodeHint') : t('secondFactor.codeHint') })}
    >
      <Input
        autoComplete="one-time-code"
        inputMode={isFirst ? 'numeric' : 'text'}
        maxLength={32}
        autoFocus={autoFocus}
        value={value}
        onChange={(_, { value: typed }) => onChange(typed)}
      />
    </Field>
  );
}
