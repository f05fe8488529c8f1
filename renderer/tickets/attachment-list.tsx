// The files of a ticket or a comment: pictures to look at, other files to save.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { ArrowDownloadRegular, DocumentRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { GuichetError } from '../../contract/errors.ts';
import type { Attachment } from '../../contract/ticket.ts';
import { useBridge, useSentence } from '../ui/bridge.ts';
import { useLocale } from '../ui/instant.tsx';
import { LargePicture } from '../ui/large-picture.tsx';
import { useTexts } from '../ui/texts.ts';
import { fileSize } from '../ui/time.ts';
import { isShowable, ticketFileAddress } from './ticket-file.ts';

const useStyles = makeStyles({
  files: { display: 'flex', flexDirection: 'column', gap: '4px' },
  list: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexWrap: 'wrap', gap: '8px' },
  item: { maxWidth: '100%' },
  picture: {
    boxSizing: 'border-box',
    width: '144px',
    height: '81px',
    padding: 0,
    overflow: 'hidden',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    cursor: 'zoom-in',
    ':hover': { borderTopColor: tokens.colorNeutralStroke1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
  image: { display: 'block', width: '100%', height: '100%', objectFit: 'contain' },
  file: { maxWidth: '100%', justifyContent: 'start', fontWeight: tokens.fontWeightRegular },
  name: { overflowWrap: 'anywhere', textAlign: 'left' },
  size: { marginLeft: '8px', color: tokens.colorNeutralForeground2, whiteSpace: 'nowrap' },
  message: {
    ...typographyStyles.caption1,
    margin: 0,
    overflowWrap: 'anywhere',
    ':empty': { display: 'none' },
  },
});

/** Saves a file of the ticket in the user's downloads folder; `message` is the outcome. */
function useSaving(ticketId: string) {
  const { ask } = useBridge();
  const { t } = useTexts();
  const sentence = useSentence();
  const [outcome, setOutcome] = useState<{ name: string } | GuichetError | null>(null);
  async function save(sha256: string): Promise<void> {
    const answer = await ask['tickets:save-file']({ id: ticketId, sha256 });
    setOutcome(answer.ok ? answer.value : answer.error);
  }
  const message =
    outcome === null
      ? ''
      : 'code' in outcome
        ? sentence(outcome)
        : t('tickets.savedInDownloads', { name: outcome.name });
  return { save, message };
}

interface AttachmentListProps {
  ticketId: string;
  attachments: Attachment[];
}

export function AttachmentList({ ticketId, attachments }: AttachmentListProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { save, message } = useSaving(ticketId);
  if (attachments.length === 0) return null;
  return (
    <div className={styles.files}>
      <ul className={styles.list} aria-label={t('tickets.attachments')}>
        {attachments.map((attachment) => (
          <li key={`${attachment.sha256} ${attachment.name}`} className={styles.item}>
            <TicketFile ticketId={ticketId} attachment={attachment} message={message} onSave={save} />
          </li>
        ))}
      </ul>
      <p className={styles.message} role="status">
        {message}
      </p>
    </div>
  );
}

interface TicketFileProps {
  ticketId: string;
  attachment: Attachment;
  message: string;
  onSave: (sha256: string) => Promise<void>;
}

/** A picture that is not available now is shown as a file. */
function TicketFile({ ticketId, attachment, message, onSave }: TicketFileProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const locale = useLocale();
  const [unavailable, setUnavailable] = useState(false);
  const [large, setLarge] = useState(false);
  const { sha256, name, size } = attachment;
  const address = ticketFileAddress(ticketId, sha256);
  const save = () => void onSave(sha256);
  if (!isShowable(attachment) || unavailable) {
    return (
      <Button
        className={styles.file}
        icon={<DocumentRegular />}
        title={t('tickets.saveFile', { name })}
        onClick={save}
      >
        <span className={styles.name}>{name}</span>
        <span className={styles.size}>{fileSize(size, locale)}</span>
      </Button>
    );
  }
  return (
    <>
      <button type="button" className={styles.picture} title={name} onClick={() => setLarge(true)}>
        <img className={styles.image} src={address} alt={name} onError={() => setUnavailable(true)} />
      </button>
      {large ? (
        <LargePicture
          address={address}
          name={name}
          note={message || `${name}, ${fileSize(size, locale)}`}
          onClose={() => setLarge(false)}
        >
          <Button icon={<ArrowDownloadRegular />} onClick={save}>
            {t('tickets.save')}
          </Button>
        </LargePicture>
      ) : null}
    </>
  );
}
