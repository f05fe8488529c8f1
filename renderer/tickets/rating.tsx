// The requester's rating: asked for once, and changeable afterwards.
import { Button, Field, makeStyles, Radio, RadioGroup, Textarea, tokens } from '@fluentui/react-components';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { LIMITS } from '../../contract/constants.ts';
import type { GuichetError } from '../../contract/errors.ts';
import type { MyTicketDetail } from '../../contract/ipc.ts';
import type { Satisfaction } from '../../contract/ticket.ts';
import { useBridge, useSentence } from '../ui/bridge.ts';
import { useTexts } from '../ui/texts.ts';
import { TEXT_AND_BUTTON } from './text-and-button.ts';
import { latestRating } from './ticket-acts.ts';

const useStyles = makeStyles({
  shown: TEXT_AND_BUTTON,
  text: { margin: 0, flex: '1 1 200px', overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  quiet: { color: tokens.colorNeutralForeground2 },
  form: { display: 'flex', flexDirection: 'column', gap: '8px' },
  // Aligns the radio buttons with the fields.
  scores: { display: 'flex', flexWrap: 'wrap', columnGap: '8px', marginLeft: '-8px' },
  comment: { minHeight: '36px', maxHeight: '120px', fieldSizing: 'content' },
  foot: { display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: '8px' },
});

/** The best score first. */
const SCORES = ['4', '3', '2', '1'] as const;
type Score = (typeof SCORES)[number];

function scoreOf(value: string): Score | null {
  return SCORES.find((score) => score === value) ?? null;
}

interface RatingProps {
  detail: MyTicketDetail;
  /** takes the focus: the person has just closed the ticket */
  focused: boolean;
}

export function Rating({ detail, focused }: RatingProps) {
  const [changing, setChanging] = useState(false);
  const latest = latestRating(detail);
  if (latest !== null && !changing)
    return (
      <ShownRating
        rating={latest}
        waiting={detail.waitingRating !== null}
        onChange={() => setChanging(true)}
      />
    );
  return (
    <RatingForm
      ticketId={detail.ticket.id}
      latest={latest}
      focused={focused || changing}
      onDone={() => setChanging(false)}
    />
  );
}

interface ShownRatingProps {
  rating: Satisfaction;
  waiting: boolean;
  onChange: () => void;
}

function ShownRating({ rating: { score, comment }, waiting, onChange }: ShownRatingProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const known = scoreOf(String(score));
  return (
    <div className={styles.shown}>
      <p className={styles.text} role="status">
        {known === null ? null : t('tickets.rated', { score: t(`tickets.score.${known}`) })}
        {waiting ? <span className={styles.quiet}> · {t('tickets.waitingToBeSent')}</span> : null}
        {comment === '' ? null : `\n${comment}`}
      </p>
      <Button onClick={onChange}>{t('tickets.changeRating')}</Button>
    </div>
  );
}

interface RatingFormProps {
  ticketId: string;
  latest: Satisfaction | null;
  focused: boolean;
  onDone: () => void;
}

function goToScores(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('input:checked, input[type="radio"]')?.focus();
}

function RatingForm({ ticketId, latest, focused, onDone }: RatingFormProps) {
  const { t } = useTexts();
  const { ask } = useBridge();
  const sentence = useSentence();
  const styles = useStyles();
  const form = useRef<HTMLFormElement>(null);
  const [score, setScore] = useState<Score | null>(latest === null ? null : scoreOf(String(latest.score)));
  const [comment, setComment] = useState(latest?.comment ?? '');
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<GuichetError | null>(null);
  useEffect(() => {
    if (focused) goToScores(form.current);
  }, [focused]);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (score === null || sending) return;
    setSending(true);
    const answer = await ask['tickets:rate']({ id: ticketId, rating: { score: Number(score), comment } });
    setSending(false);
    if (answer.ok) onDone();
    else setFailure(answer.error);
  }
  return (
    <form ref={form} className={styles.form} onSubmit={(event) => void send(event)} noValidate>
      <Field label={t('tickets.howSatisfied')} validationMessage={failure ? sentence(failure) : null}>
        <RadioGroup
          className={styles.scores}
          layout="horizontal"
          value={score ?? ''}
          onChange={(_, { value }) => setScore(scoreOf(value))}
        >
          {SCORES.map((value) => (
            <Radio key={value} value={value} label={t(`tickets.score.${value}`)} />
          ))}
        </RadioGroup>
      </Field>
      {score === null ? null : (
        <>
          <Field label={t('tickets.ratingComment')}>
            <Textarea
              textarea={{ className: styles.comment }}
              value={comment}
              maxLength={LIMITS.comment}
              onChange={(_, { value }) => setComment(value)}
            />
          </Field>
          <div className={styles.foot}>
            {latest === null ? null : <Button onClick={onDone}>{t('act.cancel')}</Button>}
            <Button type="submit" disabledFocusable={sending}>
              {t('tickets.sendRating')}
            </Button>
          </div>
        </>
      )}
    </form>
  );
}
