// The form fields that the forms of all backend kinds are composed of.
import {
  Caption1,
  Dropdown,
  Field,
  Input,
  type InputProps,
  makeStyles,
  Option,
  Textarea,
  tokens,
  useId,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Language } from '../../../contract/primitives.ts';
import { type Phrase, useTexts } from '../../ui/texts.ts';

const useStyles = makeStyles({
  group: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXS,
    minWidth: 0,
    margin: 0,
    padding: 0,
    border: 'none',
  },
  legend: { padding: 0, fontSize: tokens.fontSizeBase300, marginBottom: tokens.spacingVerticalXXS },
  hint: { color: tokens.colorNeutralForeground2 },
  problem: { color: tokens.colorStatusDangerForeground1 },
  mono: { fontFamily: tokens.fontFamilyMonospace },
});

interface Labelled {
  label: Phrase;
  hint?: Phrase;
  /** validation message, which says what to do; null while the value is valid */
  problem: Phrase | null;
}

function useFieldProps({ label, hint, problem }: Labelled) {
  const { t } = useTexts();
  return {
    label: t(label),
    ...(hint && { hint: t(hint) }),
    ...(problem && { validationMessage: t(problem) }),
  };
}

/** A fieldset: several controls under one legend. */
export function Group({ label, hint, problem, children }: Labelled & { children: ReactNode }) {
  const { t } = useTexts();
  const styles = useStyles();
  const about = useId('about');
  return (
    <fieldset className={styles.group} aria-describedby={about}>
      <legend className={styles.legend}>{t(label)}</legend>
      {hint && <Caption1 className={styles.hint}>{t(hint)}</Caption1>}
      {children}
      <Caption1 id={about} role="alert" className={styles.problem}>
        {problem && t(problem)}
      </Caption1>
    </fieldset>
  );
}

interface TextFieldProps extends Labelled {
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
  type?: InputProps['type'];
  placeholder?: string;
}

export function TextField({
  value,
  onChange,
  required = false,
  type,
  placeholder,
  ...labelled
}: TextFieldProps) {
  return (
    <Field required={required} {...useFieldProps(labelled)}>
      <Input
        value={value}
        onChange={(_, data) => onChange(data.value)}
        {...(type && { type })}
        {...(placeholder !== undefined && { placeholder })}
      />
    </Field>
  );
}

/** A password input. `isStored`: the server has a secret, which is unchanged while the input is empty. */
export function SecretField(props: Omit<TextFieldProps, 'type' | 'placeholder'> & { isStored: boolean }) {
  const { value, onChange, isStored, required = false, ...labelled } = props;
  const { t } = useTexts();
  const hint = isStored ? 'backends.keptHint' : labelled.hint;
  return (
    <Field required={required && !isStored} {...useFieldProps({ ...labelled, ...(hint && { hint }) })}>
      <Input
        type="password"
        autoComplete="new-password"
        value={value}
        {...(isStored && { placeholder: t('backends.kept') })}
        onChange={(_, data) => onChange(data.value)}
      />
    </Field>
  );
}

export function AreaField({
  value,
  onChange,
  ...labelled
}: Labelled & Pick<TextFieldProps, 'value' | 'onChange'>) {
  const styles = useStyles();
  return (
    <Field {...useFieldProps(labelled)}>
      <Textarea
        rows={8}
        resize="vertical"
        maxLength={5000}
        textarea={{ className: styles.mono }}
        value={value}
        onChange={(_, data) => onChange(data.value)}
      />
    </Field>
  );
}

interface ChoiceFieldProps<T extends string> {
  label: Phrase;
  hint?: Phrase;
  options: readonly { value: T; text: string }[];
  value: T;
  onChange: (value: T) => void;
}

export function ChoiceField<T extends string>({
  options,
  value,
  onChange,
  ...labelled
}: ChoiceFieldProps<T>) {
  return (
    <Field {...useFieldProps({ ...labelled, problem: null })}>
      <Choice options={options} value={value} onChange={onChange} />
    </Field>
  );
}

/** A language; of a backend's technicians, unless the label says otherwise. */
export function LanguageField({
  label = 'backends.language',
  hint = 'backends.languageHint',
  value,
  onChange,
}: {
  label?: Phrase;
  hint?: Phrase;
  value: Language;
  onChange: (language: Language) => void;
}) {
  const { t } = useTexts();
  return (
    <ChoiceField
      label={label}
      hint={hint}
      value={value}
      options={Language.options.map((language) => ({ value: language, text: t(`language.${language}`) }))}
      onChange={onChange}
    />
  );
}

interface ChoiceProps<T extends string> {
  options: readonly { value: T; text: string }[];
  value: T | '';
  onChange: (value: T) => void;
  /** accessible name, for use without a label */
  name?: string;
  isWrong?: boolean;
}

/** A drop-down list for a few options. */
export function Choice<T extends string>({
  options,
  value,
  onChange,
  name,
  isWrong = false,
}: ChoiceProps<T>) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Dropdown
      inlinePopup
      style={{ minWidth: 0 }}
      value={chosen?.text ?? ''}
      selectedOptions={chosen ? [chosen.value] : []}
      onOptionSelect={(_, { optionValue }) => {
        const next = options.find((option) => option.value === optionValue);
        if (next) onChange(next.value);
      }}
      {...(name !== undefined && { 'aria-label': name })}
      {...(isWrong && { 'aria-invalid': true })}
    >
      {options.map((option) => (
        <Option key={option.value} value={option.value}>
          {option.text}
        </Option>
      ))}
    </Dropdown>
  );
}
