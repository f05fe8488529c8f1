// Dialog that publishes or changes an announcement: audience, severity, texts in both languages, period and ticket.
import type { Organisation, PublishedAnnouncement } from '../../contract/console.ts';
import { useWorksForAll } from '../session/session.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useForm } from '../ui/use-form.ts';
import { Audience, Period, TicketToJoin } from './announcement-fields.tsx';
import { type AnnouncementForm, blankForm, formOf, parseForm } from './announcement-form.ts';
import { BilingualFields } from './bilingual-fields.tsx';
import { usePublish } from './queries.ts';

interface AnnouncementDialogProps {
  /** the announcement to change; null for a new one */
  published: PublishedAnnouncement | null;
  organisations: Organisation[];
  onClose: () => void;
}

export function AnnouncementDialog({ published, organisations, onClose }: AnnouncementDialogProps) {
  const { t } = useTexts();
  const toasts = useToasts();
  const worksForAll = useWorksForAll();
  const publish = usePublish(published?.id ?? null);
  const failure = publish.error?.failure ?? null;
  // This failure is shown at the ticket field, where it can be corrected.
  const isTicketUnknown = failure?.code === 'announcement-ticket-unknown';
  const { form, wrong, change, validate } = useForm({
    initial: () => initialForm(published, organisations, worksForAll),
    parse: (typed) => parseForm(typed, published, Date.now()),
    onEdit: () => isTicketUnknown && publish.reset(),
  });
  const fields = {
    form,
    wrong,
    onChange: (part: Partial<AnnouncementForm>) => change({ ...form, ...part }),
  };
  const submit = () => {
    const announcement = validate();
    if (!announcement) return;
    publish.mutate(announcement, {
      onSuccess: () => {
        toasts.success(published ? t('announcements.changedNow') : t('announcements.publishedNow'));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title={published ? t('announcements.editTitle') : t('announcements.new')}
      submitLabel={published ? t('announcements.save') : t('announcements.publish')}
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

/** A new announcement is for the only organisation if there is just one, otherwise for all, or the first of some, until one is chosen. */
function initialForm(
  published: PublishedAnnouncement | null,
  organisations: Organisation[],
  worksForAll: boolean,
): AnnouncementForm {
  if (published) return formOf(published);
  const [only, another] = organisations;
  const isFixed = only && (!another || !worksForAll);
  return blankForm(isFixed ? only.id : null, new Date());
}
