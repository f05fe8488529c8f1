// The page Mails: the texts of what people are told of tickets, and their language.
import { Body1, makeStyles, Subtitle1, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import {
  APPROVER_EVENTS,
  type MailEvent,
  REQUESTER_EVENTS,
  STAFF_EVENTS,
} from '../../contract/mail-events.ts';
import type { MailText } from '../../contract/mails.ts';
import { CardList } from '../ui/card-list.tsx';
import { Page } from '../ui/page.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { Languages } from './languages.tsx';
import { useMailTexts } from './queries.ts';
import { TextCard } from './text-card.tsx';
import { TextDialog } from './text-dialog.tsx';

const GROUPS = [
  { title: 'mails.toRequesters', events: REQUESTER_EVENTS },
  { title: 'mails.toApprovers', events: APPROVER_EVENTS },
  { title: 'mails.toStaff', events: STAFF_EVENTS },
] as const;

const useStyles = makeStyles({
  intro: { margin: 0, color: tokens.colorNeutralForeground2 },
  group: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  title: { margin: 0 },
});

export function MailsPage() {
  const { t } = useTexts();
  const styles = useStyles();
  const texts = useMailTexts();
  const [edited, setEdited] = useState<MailText | null>(null);
  const textsOf = (event: MailEvent) => texts.data?.filter((text) => text.event === event) ?? [];
  return (
    <Page width="cards" title={t('mails.title')}>
      <Body1 as="p" className={styles.intro}>
        {t('mails.how')}
      </Body1>
      <QueryFailureBar query={texts} />
      {texts.data &&
        GROUPS.map(({ title, events }) => (
          <section key={title} className={styles.group} aria-label={t(title)}>
            <Subtitle1 as="h2" className={styles.title}>
              {t(title)}
            </Subtitle1>
            <CardList>
              {events.map((event) => (
                <TextCard key={event} event={event} texts={textsOf(event)} onEdit={setEdited} />
              ))}
            </CardList>
          </section>
        ))}
      <Languages />
      {edited && <TextDialog text={edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}
