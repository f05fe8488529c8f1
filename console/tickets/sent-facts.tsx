// The facts of the machine that were sent with the ticket, as the requester saw them before Send.
import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import type { DeskTicket } from '../../contract/console.ts';
import { labelOfFact } from '../../contract/fact-labels.ts';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  root: {
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground2,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorTransparentStroke}`,
  },
  panel: { margin: `0 ${tokens.spacingHorizontalL}` },
  list: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    margin: 0,
    paddingBottom: tokens.spacingVerticalM,
    overflowWrap: 'anywhere',
  },
  name: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  value: { margin: 0, whiteSpace: 'pre-wrap' },
});

export function SentFacts({ facts }: { facts: DeskTicket['facts'] }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  return (
    <Accordion collapsible className={styles.root}>
      <AccordionItem value="sent">
        <AccordionHeader as="h2">{t('tickets.sent', { count: facts.length })}</AccordionHeader>
        <AccordionPanel className={styles.panel}>
          <dl className={styles.list}>
            {facts.map(({ name, value }) => (
              <div key={name}>
                <dt className={styles.name}>{labelOfFact(name)[language]}</dt>
                <dd className={styles.value}>{value}</dd>
              </div>
            ))}
          </dl>
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  );
}
