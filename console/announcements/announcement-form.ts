// The form of an announcement: every field holds what was typed until all of them are valid.
import { NewAnnouncement, type PublishedAnnouncement } from '../../contract/console.ts';
import type { Language } from '../../contract/primitives.ts';
import { instantOf, toDateField } from '../ui/date-field.ts';
import { nullIfEmpty } from '../ui/null-if-empty.ts';
import type { Parsed } from '../ui/use-form.ts';

type BothLanguages = Record<Language, string>;

export interface AnnouncementForm {
  /** null: every organisation */
  organisationId: string | null;
  severity: NewAnnouncement['severity'];
  title: BothLanguages;
  text: BothLanguages;
  /** empty in both languages for none */
  service: BothLanguages;
  /** value of a `datetime-local` input: in the writer's time zone, without seconds */
  from: string;
  /** empty: in force until it is withdrawn */
  to: string;
  /** empty for none */
  ticketNumber: string;
}

const NOTHING: BothLanguages = { en: '', fr: '' };

/** The form of a new announcement, which begins now. */
export function blankForm(organisationId: string | null, now: Date): AnnouncementForm {
  return {
    organisationId,
    severity: 'disruption',
    title: NOTHING,
    text: NOTHING,
    service: NOTHING,
    from: toDateField(now),
    to: '',
    ticketNumber: '',
  };
}

export function formOf(published: PublishedAnnouncement): AnnouncementForm {
  const { organisationId, severity, title, text, service, from, to, ticket } = published;
  return {
    organisationId,
    severity,
    title,
    text,
    service: service ?? NOTHING,
    from: toDateField(new Date(from)),
    to: to === null ? '' : toDateField(new Date(to)),
    ticketNumber: ticket?.number ?? '',
  };
}

/** `published` is the announcement to change, null for a new one; `now` is in milliseconds since the epoch. */
export function parseForm(
  form: AnnouncementForm,
  published: PublishedAnnouncement | null,
  now: number,
): Parsed<NewAnnouncement> {
  const { organisationId, ticketNumber, service, from, to, ...rest } = form;
  const hasService = service.en.trim() !== '' || service.fr.trim() !== '';
  const parsed = NewAnnouncement.safeParse({
    ...rest,
    organisationId,
    service: hasService ? service : null,
    from: instantOf(from, published?.from ?? null),
    to: to === '' ? null : instantOf(to, published?.to ?? null),
    ticketNumber: nullIfEmpty(ticketNumber),
  });
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path.join('.')));
  // A ticket belongs to one organisation.
  if (organisationId === null && ticketNumber.trim() !== '') wrong.add('ticketNumber');
  // Nobody would see an announcement that is over before it is published.
  if (published === null && to !== '' && Date.parse(to) <= now) wrong.add('to');
  return parsed.success && wrong.size === 0 ? { ok: true, value: parsed.data } : { ok: false, wrong };
}
