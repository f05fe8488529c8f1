// The fields that the chosen category asks for, each as its kind is best answered.
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

/** The answers with this one: an empty one is no answer. */
function withAnswer(answers: Answers, id: string, answer: DraftAnswer): Record<string, DraftAnswer> {
  const { [id]: _, ...others } = answers;
  return answer.value === '' ? others : { ...others, [id]: answer };
}

export function AnswerFields({ fields, answers, problems, onAnswers }: AnswerFieldsProps) {
  const { language } = useAppState();
  const problemAt = useProblemAt(problems);
  return fields.map((asked) => (
    <FormRow
      key={asked.id}
      place={`answer:${asked.id}`}
      label={asked.label[language]}
      required={asked.required}
      hint={isKnownField(asked) ? asked.hint?.[language] : undefined}
      problem={problemAt(`answer:${asked.id}`)}
    >
      {(control) =>
        isKnownField(asked) ? (
          <AnswerControl
            asked={asked}
            answer={answerOf(answers, asked.id) ?? { value: '', reference: null }}
            control={control}
            onAnswer={(answer) => onAnswers(withAnswer(answers, asked.id, answer))}
          />
        ) : (
          <NewerField isNeeded={asked.required} />
        )
      }
    </FormRow>
  ));
}

/** What this program cannot show; why a needed one keeps the ticket from being sent is shown as a problem under it. */
function NewerField({ isNeeded }: { isNeeded: boolean }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <p className={styles.newer} tabIndex={-1}>
      {isNeeded ? '—' : t('capture.problem.newerOptional')}
    </p>
  );
}

interface AnswerControlProps {
  asked: KnownField;
  answer: DraftAnswer;
  control: FieldControlProps;
  onAnswer: (answer: DraftAnswer) => void;
}

function AnswerControl({ asked, answer, control, onAnswer }: AnswerControlProps) {
  const styles = useStyles();
  const plain = (value: string) => onAnswer({ value, reference: null });
  switch (asked.type) {
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
      return <Choice asked={asked} answer={answer} onAnswer={onAnswer} />;
    case 'person':
      return <OnePerson answer={answer} control={control} onAnswer={onAnswer} />;
    default:
      return unreachable(asked);
  }
}

type ChoiceField = Extract<KnownField, { type: 'choice' }>;

/** An option that is no longer offered shows as nothing chosen. */
function Choice({ asked, answer, onAnswer }: Omit<AnswerControlProps, 'control'> & { asked: ChoiceField }) {
  const { t } = useTexts();
  const { language } = useAppState();
  const chosen = asked.options.find(({ id }) => id === answer.reference);
  function choose(id: string): void {
    const option = asked.options.find((offered) => offered.id === id);
    onAnswer(option ? { value: option.label[language], reference: id } : { value: '', reference: null });
  }
  return (
    <Select value={chosen?.id ?? ''} onChange={(_, { value }) => choose(value)}>
      <option value="">{t('capture.choose')}</option>
      {asked.options.map(({ id, label }) => (
        <option key={id} value={id}>
          {label[language]}
        </option>
      ))}
    </Select>
  );
}

/** The answer carries the name and the address, which is all that is shown of a person. */
function OnePerson({ answer, control, onAnswer }: Omit<AnswerControlProps, 'asked'>) {
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
