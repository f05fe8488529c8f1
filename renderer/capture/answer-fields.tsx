// The fields of the chosen category, each with the control for its type.
import {
  type FieldControlProps,
  Input,
  makeStyles,
  Select,
  Textarea,
  tokens,
  typographyStyles,
} from '@fluentui/react-components';
import { answerOf, isKnownField } from '../../contract/answers.ts';
import type { FormField, KnownField } from '../../contract/catalogue.ts';
import { unreachable } from '../../contract/constants.ts';
import type { DraftAnswer } from '../../contract/ipc.ts';
import type { Person } from '../../contract/people.ts';
import { PeoplePicker } from '../people/people-picker.tsx';
import { useAppState } from '../ui/bridge.ts';
import { FormRow } from '../ui/form-row.tsx';
import { useTexts } from '../ui/texts.ts';
import type { Problems } from './form-problems.ts';
import { useProblemAt } from './problem-text.ts';

const useStyles = makeStyles({
  short: { maxWidth: '240px' },
  longText: { minHeight: '56px', maxHeight: '240px', fieldSizing: 'content' },
  newer: {
    ...typographyStyles.body1,
    margin: 0,
    paddingTop: '6px',
    color: tokens.colorNeutralForeground2,
  },
});

type Answers = Readonly<Record<string, DraftAnswer>>;

interface AnswerFieldsProps {
  fields: readonly FormField[];
  answers: Answers;
  problems: Problems;
  onAnswers: (answers: Record<string, DraftAnswer>) => void;
}

/** Sets an answer. An empty answer is removed. */
function withAnswer(answers: Answers, id: string, answer: DraftAnswer): Record<string, DraftAnswer> {
  const { [id]: _, ...others } = answers;
  return answer.value === '' ? others : { ...others, [id]: answer };
}

export function AnswerFields({ fields, answers, problems, onAnswers }: AnswerFieldsProps) {
  const { language } = useAppState();
  const problemAt = useProblemAt(problems);
  return fields.map((field) => (
    <FormRow
      key={field.id}
      place={`answer:${field.id}`}
      label={field.label[language]}
      required={field.required}
      hint={isKnownField(field) ? field.hint?.[language] : undefined}
      problem={problemAt(`answer:${field.id}`)}
    >
      {(control) =>
        isKnownField(field) ? (
          <AnswerControl
            field={field}
            answer={answerOf(answers, field.id) ?? { value: '', reference: null }}
            control={control}
            onAnswer={(answer) => onAnswers(withAnswer(answers, field.id, answer))}
          />
        ) : (
          <NewerField isRequired={field.required} />
        )
      }
    </FormRow>
  ));
}

/** A field that this program cannot show. If it is required, the problem under it says why the ticket cannot be sent. */
function NewerField({ isRequired }: { isRequired: boolean }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <p className={styles.newer} tabIndex={-1}>
      {isRequired ? '—' : t('capture.problem.newerOptional')}
    </p>
  );
}

interface AnswerControlProps {
  field: KnownField;
  answer: DraftAnswer;
  control: FieldControlProps;
  onAnswer: (answer: DraftAnswer) => void;
}

function AnswerControl({ field, answer, control, onAnswer }: AnswerControlProps) {
  const styles = useStyles();
  const plain = (value: string) => onAnswer({ value, reference: null });
  switch (field.type) {
    case 'text':
      return <Input value={answer.value} onChange={(_, { value }) => plain(value)} autoComplete="off" />;
    case 'long-text':
      return (
        <Textarea
          textarea={{ className: styles.longText }}
          value={answer.value}
          onChange={(_, { value }) => plain(value)}
        />
      );
    case 'number':
      return (
        <Input
          className={styles.short}
          inputMode="decimal"
          value={answer.value}
          onChange={(_, { value }) => plain(value)}
          autoComplete="off"
        />
      );
    case 'date':
      return (
        <Input
          className={styles.short}
          type="date"
          value={answer.value}
          onChange={(_, { value }) => plain(value)}
        />
      );
    case 'choice':
      return <Choice field={field} answer={answer} onAnswer={onAnswer} />;
    case 'person':
      return <OnePerson answer={answer} control={control} onAnswer={onAnswer} />;
    default:
      return unreachable(field);
  }
}

type ChoiceField = Extract<KnownField, { type: 'choice' }>;

/** An option that the field no longer has is shown as no choice. */
function Choice({ field, answer, onAnswer }: Omit<AnswerControlProps, 'control'> & { field: ChoiceField }) {
  const { t } = useTexts();
  const { language } = useAppState();
  const chosen = field.options.find(({ id }) => id === answer.reference);
  function choose(id: string): void {
    const option = field.options.find((other) => other.id === id);
    onAnswer(option ? { value: option.label[language], reference: id } : { value: '', reference: null });
  }
  return (
    <Select value={chosen?.id ?? ''} onChange={(_, { value }) => choose(value)}>
      <option value="">{t('capture.choose')}</option>
      {field.options.map(({ id, label }) => (
        <option key={id} value={id}>
          {label[language]}
        </option>
      ))}
    </Select>
  );
}

/** The answer holds the name and the address of the person. */
function OnePerson({ answer, control, onAnswer }: Omit<AnswerControlProps, 'field'>) {
  const { t } = useTexts();
  const { value, reference } = answer;
  const people: Person[] = reference === null ? [] : [{ email: reference, fullName: value, site: null }];
  return (
    <PeoplePicker
      people={people}
      max={1}
      placeholder={t('people.find')}
      control={control}
      onChange={([person]) =>
        onAnswer(
          person ? { value: person.fullName, reference: person.email } : { value: '', reference: null },
        )
      }
    />
  );
}
