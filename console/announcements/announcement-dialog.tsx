// Asks for an announcement: for whom, how grave, what it says in both languages, from when to when, and which ticket.
import { useState } from 'react';
import type { NewAnnouncement, Organisation, PublishedAnnouncement } from '../../contract/console.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useNotices } from '../ui/notices.tsx';
import { useTexts } from '../ui/texts.ts';
import { Audience, Period, TicketToJoin } from './announcement-fields.tsx';
import { BilingualFields } from './bilingual-fields.tsx';
import { usePublish } from './queries.ts';
import { blank, readWritten, type Written, writtenOf } from './written.ts';

interface AnnouncementDialogProps {
  /** what is changed; null for a new one */
  published: PublishedAnnouncement | null;
  organisations: Organisation[];
  onClose: () => void;
}

export function AnnouncementDialog({ published, organisations, onClose }: AnnouncementDialogProps) {
  const { t } = useTexts();
  const notices = useNotices();
  const publish = usePublish(published?.id ?? null);
  const failure = publish.error?.failure ?? null;
  // Told at the field, where it is put right.
  const isTicketUnknown = failure?.code === 'announcement-ticket-unknown';
  const { read, ...fields } = useWritten(published, organisations, () => isTicketUnknown && publish.reset());
  const submit = () => {
    const announcement = read();
    if (!announcement) return;
    publish.mutate(announcement, {
      onSuccess: () => {
        notices.done(published ? t('announcements.changedNow') : t('announcements.publishedNow'));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title={published ? t('announcements.editTitle') : t('announcements.new')}
      act={published ? t('announcements.save') : t('announcements.publish')}
      width="wide"
      pending={publish.isPending}
      failure={isTicketUnknown ? null : failure}
      onSubmit={submit}
      onClose={onClose}
    >
      <Audience {...fields} organisations={organisations} />
      <BilingualFields {...fields} name="title" />
      <BilingualFields {...fields} name="text" />
      <BilingualFields {...fields} name="service" />
      <Period {...fields} />
      <TicketToJoin {...fields} isUnknown={isTicketUnknown} />
    </FormDialog>
  );
}

/** What is being written, and which of its fields were found wrong when it was last asked for. */
function useWritten(
  published: PublishedAnnouncement | null,
  organisations: Organisation[],
  onEdit: () => void,
) {
  const [written, setWritten] = useState(() => firstOf(published, organisations));
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  return {
    written,
    wrong,
    onChange(part: Partial<Written>) {
      const next = { ...written, ...part };
      const found = readWritten(next, published, Date.now());
      setWritten(next);
      // What was wrong and no longer is, is no longer said; nothing new is, before it is asked for.
      setWrong(new Set(found.ok ? [] : [...found.wrong].filter((name) => wrong.has(name))));
      onEdit();
    },
    /** What can be sent; null, and the fields say why, when something is missing. */
    read(): NewAnnouncement | null {
      const found = readWritten(written, published, Date.now());
      setWrong(found.ok ? new Set() : found.wrong);
      return found.ok ? found.announcement : null;
    },
  };
}

/** A new announcement is for the only organisation there is, otherwise for all of them until one is chosen. */
function firstOf(published: PublishedAnnouncement | null, organisations: Organisation[]): Written {
  if (published) return writtenOf(published);
  const [only, another] = organisations;
  return blank(only && !another ? only.id : null, new Date());
}
