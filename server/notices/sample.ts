// Mails of a ticket that does not exist, to look at a text before it is saved.
import type { MailDraft } from '../../contract/mails.ts';
import type { Language } from '../../contract/primitives.ts';
import { err, ok, type Result } from '../../contract/result.ts';
import type { Mailer } from '../mail/mailer.ts';
import { checkVariables } from './mail-texts.ts';
import { type MailValues, type RenderedMail, renderBody, renderMail } from './render.ts';
import { SENTENCES } from './sentences.ts';

const SAMPLES: Readonly<Record<Language, Omit<MailValues, 'link'>>> = {
  en: {
    number: 'R-000123',
    title: 'The printer on the second floor prints blank pages',
    organisation: 'Contoso',
    requester: 'A requester',
    technician: 'A technician',
    team: 'Workplace',
    author: 'A requester',
    comment: 'The toner was empty.\n\nPlease print a test page, and tell us whether it is readable.',
    other: 'R-000120',
    description: 'It has printed blank pages since this morning.',
    due: 'June 3, 2030, 9:00 AM UTC',
    until: SENTENCES.en.waitsUntil('June 3, 2030, 9:00 AM UTC'),
    closing: SENTENCES.en.closesAt('June 3, 2030, 9:00 AM UTC'),
  },
  fr: {
    number: 'R-000123',
    title: 'L’imprimante du deuxième étage imprime des pages blanches',
    organisation: 'Contoso',
    requester: 'Un demandeur',
    technician: 'Un technicien',
    team: 'Poste de travail',
    author: 'Un demandeur',
    comment: 'Le toner était vide.\n\nImprimez une page de test et dites-nous si elle est lisible.',
    other: 'R-000120',
    description: 'Elle imprime des pages blanches depuis ce matin.',
    due: '3 juin 2030, 09:00 UTC',
    until: SENTENCES.fr.waitsUntil('3 juin 2030, 09:00 UTC'),
    closing: SENTENCES.fr.closesAt('3 juin 2030, 09:00 UTC'),
  },
};

const REJECTED: Readonly<Record<Language, Pick<MailValues, 'author' | 'comment'>>> = {
  en: { author: 'An approver', comment: 'Another one is being delivered next week.' },
  fr: { author: 'Un approbateur', comment: 'Une autre est livrée la semaine prochaine.' },
};

interface SampleParts {
  mailer: Mailer;
  publicUrl: () => string;
}

/** Errors: those of checkVariables. */
export function sampleMail(
  { publicUrl }: Pick<SampleParts, 'publicUrl'>,
  draft: MailDraft,
): Result<RenderedMail> {
  const checked = checkVariables(draft);
  if (!checked.ok) return checked;
  const { event, language, subject, text } = draft;
  const values = {
    ...{ ...SAMPLES[language], link: `${publicUrl()}/tickets` },
    ...(event === 'rejected' && REJECTED[language]),
  };
  return ok(renderMail(language, renderBody({ subject, text }, values)));
}

/** Errors: mail-not-sent with the reason, and those of checkVariables. */
export async function sendSample(parts: SampleParts, to: string, draft: MailDraft): Promise<Result<void>> {
  const sample = sampleMail(parts, draft);
  if (!sample.ok) return sample;
  const failure = await parts.mailer.send({ to, ...sample.value });
  return failure === null ? ok(undefined) : err('mail-not-sent', { reason: failure.reason });
}
