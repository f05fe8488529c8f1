// The page of mails that wait for a technician: who wrote, why it waits, what it says, and what is to become of it.
import { Badge, Button, Link, makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { AttachRegular, MailCheckmarkRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { HeldMail } from '../../contract/held-mails.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Card, CardAbout, CardActions, CardList } from '../ui/card-list.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Moment } from '../ui/instant.tsx';
import { Page } from '../ui/page.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { readableSize } from '../ui/readable-size.ts';
import { useTexts } from '../ui/texts.ts';
import { AddDialog, RefuseDialog, TicketDialog } from './decide-dialogs.tsx';
import { heldFileAddress, useHeldMails } from './queries.ts';

const useStyles = makeStyles({
  subject: { margin: 0, minWidth: 0, overflowWrap: 'anywhere' },
  text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  fold: { cursor: 'pointer', color: tokens.colorNeutralForeground2 },
  files: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  file: { display: 'inline-flex', alignItems: 'center', columnGap: tokens.spacingHorizontalXS },
  secondary: { color: tokens.colorNeutralForeground2 },
});

/** Characters of a mail that are not folded. */
const MOST_SHOWN = 600;

const DIALOGS = { ticket: TicketDialog, comment: AddDialog, refuse: RefuseDialog };
type Act = keyof typeof DIALOGS;

export function HeldMailsPage() {
  const { t } = useTexts();
  const held = useHeldMails();
  const [chosen, setChosen] = useState<{ act: Act; mail: HeldMail } | null>(null);
  const Dialog = chosen && DIALOGS[chosen.act];
  return (
    <Page
      width="full"
      title={t('heldMails.title')}
      back={<BackLink to="/tickets">{t('tickets.title')}</BackLink>}
    >
      <QueryFailureBar query={held} />
      {held.data?.count === 0 && (
        <EmptyState icon={<MailCheckmarkRegular />} title={t('heldMails.none')}>
          {t('heldMails.noneHow')}
        </EmptyState>
      )}
      {held.data && held.data.count > 0 && (
        <>
          <Text>{t('heldMails.what')}</Text>
          <CardList>
            {held.data.mails.map((mail) => (
              <HeldMailCard key={mail.id} mail={mail} onChoose={(act) => setChosen({ act, mail })} />
            ))}
          </CardList>
        </>
      )}
      {chosen && Dialog && <Dialog mail={chosen.mail} onClose={() => setChosen(null)} />}
    </Page>
  );
}

function HeldMailCard({ mail, onChoose }: { mail: HeldMail; onChoose: (act: Act) => void }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { from, name, text, receivedAt, reason, ticketNumber, files, leftOut } = mail;
  const subject = mail.subject || t('heldMails.noSubject');
  const acts = [
    ['refuse', 'heldMails.refuse'],
    ['comment', 'heldMails.add'],
    // nobody could be its requester
    ...(from === '' ? [] : [['ticket', 'heldMails.makeTicket'] as const]),
  ] as const;
  return (
    <Card
      head={
        <>
          <Subtitle2 as="h2" className={styles.subject}>
            {subject}
          </Subtitle2>
          <Badge appearance="tint" color="warning">
            {t(`heldMails.reason.${reason}`)}
          </Badge>
          <CardActions atEnd>
            {acts.map(([act, label]) => (
              <Button
                key={act}
                appearance={act === 'ticket' ? 'primary' : 'secondary'}
                aria-label={`${t(label)}: ${subject}`}
                onClick={() => onChoose(act)}
              >
                {t(label)}
              </Button>
            ))}
          </CardActions>
        </>
      }
    >
      <CardAbout>
        <span>{name === '' || name === from ? from : from === '' ? name : `${name} <${from}>`}</span>
        <Moment at={receivedAt} />
        {ticketNumber !== null && <span>{t('heldMails.answers', { number: ticketNumber })}</span>}
      </CardAbout>
      <Text className={styles.secondary}>{t(`heldMails.why.${reason}`)}</Text>
      <MailText text={text.trim()} />
      {files.length > 0 && (
        <span className={styles.files}>
          {files.map((file, position) => (
            <Link
              key={file.name}
              href={heldFileAddress(mail.id, position)}
              download={file.name}
              className={styles.file}
            >
              <AttachRegular aria-hidden />
              {file.name} ({readableSize(file.size, language)})
            </Link>
          ))}
        </span>
      )}
      {leftOut.length > 0 && (
        <Text className={styles.secondary}>{t('heldMails.leftOut', { files: leftOut.join(', ') })}</Text>
      )}
    </Card>
  );
}

/** Its beginning, and the rest folded. */
function MailText({ text }: { text: string }) {
  const { t } = useTexts();
  const styles = useStyles();
  if (text === '') return <Text className={styles.secondary}>{t('heldMails.noText')}</Text>;
  const isLong = text.length > MOST_SHOWN;
  return (
    <>
      <Text className={styles.text}>{isLong ? `${text.slice(0, MOST_SHOWN)}…` : text}</Text>
      {isLong && (
        <details>
          <summary className={styles.fold}>{t('tickets.wholeMail')}</summary>
          <Text className={styles.text}>{text}</Text>
        </details>
      )}
    </>
  );
}
