// The requester's rating: the score as stars and text, and their comment.
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { StarFilled, StarRegular } from '@fluentui/react-icons';
import type { Satisfaction as Rating } from '../../contract/ticket.ts';
import { useTexts } from '../ui/texts.ts';

const SCORES = [1, 2, 3, 4] as const;

const useStyles = makeStyles({
  stars: { display: 'inline-flex', fontSize: '16px', color: tokens.colorBrandForeground1 },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  comment: { whiteSpace: 'pre-wrap', color: tokens.colorNeutralForeground2 },
});

export function Satisfaction({ rating }: { rating: Rating }) {
  const { t } = useTexts();
  const styles = useStyles();
  const score = SCORES.find((known) => known === rating.score) ?? 1;
  return (
    <>
      <span className={styles.line}>
        <span className={styles.stars} aria-hidden>
          {SCORES.map((star) => (star <= score ? <StarFilled key={star} /> : <StarRegular key={star} />))}
        </span>
        {t(`tickets.score.${score}`)}
      </span>
      {rating.comment && <Text className={styles.comment}>{rating.comment}</Text>}
    </>
  );
}
