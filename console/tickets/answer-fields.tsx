// The fields of a category's form, filled in by staff.
import { Field, Input, Select, Textarea } from '@fluentui/react-components';
import { isKnownField } from '../../contract/answers.ts';
import type { FormField, KnownField } from '../../contract/catalogue.ts';
import { unreachable } from '../../contract/primitives.ts';
import { useTexts } from '../ui/texts.ts';
import type { TypedAnswers } from './correct-form.ts';

interface AnswerFieldsProps {
  fields: readonly FormField[];
  answers: TypedAnswers;
  isDemanded: (field: FormField) => boolean;
  /** ids of fields whose answer is missing, or cannot be stored */
  wrong: ReadonlySet<string>;
  onAnswer: (field: string, value: string) => void;
}

/** A field of a kind that only a newer server knows is left out. */
export function AnswerFields({ fields, answers, isDemanded, wrong, onAnswer }: AnswerFieldsProps) {
  const { t, language } = useTexts();
  return fields.filter(isKnownField).map((field) => (
    <Field
      key={field.id}
      label={field.label[language]}
      required={isDemanded(field)}
      {...(field.hint && { hint: field.hint[language] })}
      {...(wrong.has(field.id) && {
        validationMessage: t(
          answers.get(field.id)?.trim() ? 'tickets.correct.answerWrong' : 'tickets.correct.answerMissing',
        ),
      })}
    >
      <AnswerControl
        field={field}
        value={answers.get(field.id) ?? ''}
        onChange={(value) => onAnswer(field.id, value)}
      />
    </Field>
  ));
}

interface AnswerControlProps {
  field: KnownField;
  value: string;
  onChange: (value: string) => void;
}

/** Without its own label: the Field around it passes it one. */
function AnswerControl({ field, value, onChange, ...control }: AnswerControlProps) {
  const { t, language } = useTexts();
  const given = { ...control, value };
  switch (field.type) {
    case 'long-text':
      return <Textarea {...given} rows={3} resize="vertical" onChange={(_, data) => onChange(data.value)} />;
    case 'choice':
      return (
        <Select {...given} onChange={(_, data) => onChange(data.value)}>
          <option value="">{t('tickets.correct.noAnswer')}</option>
          {field.options.map(({ id, label }) => (
            <option key={id} value={id}>
              {label[language]}
            </option>
          ))}
        </Select>
      );
    case 'date':
      return <Input {...given} type="date" onChange={(_, data) => onChange(data.value)} />;
    case 'number':
      return <Input {...given} inputMode="decimal" onChange={(_, data) => onChange(data.value)} />;
    case 'text':
    case 'person':
      return <Input {...given} onChange={(_, data) => onChange(data.value)} />;
    default:
      return unreachable(field);
  }
}
