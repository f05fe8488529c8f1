// The part of the console's server in memory that has the mails about tickets.
import { MailEvent } from '../../contract/mail-events.ts';
import { missingVariables } from '../../contract/mail-purpose.ts';
import {
  MailDraft,
  type MailLanguage,
  type MailQueue,
  type MailText,
  MailWishes,
  MailWords,
} from '../../contract/mails.ts';
import { Language } from '../../contract/primitives.ts';
import { unknownVariable } from '../../server/notices/render.ts';
import { STANDARD_TEXTS } from '../../server/notices/standard-texts.ts';
import { Refusal } from './refusal.ts';

export interface MailData {
  /** texts that differ from the standard ones */
  mailTexts: MailText[];
  mailQueue: MailQueue;
  mailLanguages: MailLanguage[];
  mailWishes: MailWishes;
}

export const NO_MAILS: MailData = {
  mailTexts: [],
  mailQueue: { waiting: 0, trouble: null, parked: [] },
  mailLanguages: [],
  mailWishes: { switchedOff: [], digestMinutes: null, language: null },
};

/** Answers a request such as `PUT /mails/texts/answered/fr`, or of the wishes in `/account/mails`. */
export function handleMails(data: MailData, route: string, body: unknown): unknown {
  const [method = '', , what = '', one = '', other = ''] = route.split('/').map((part) => part.trim());
  switch (`${method} ${what}`) {
    case 'GET texts':
      return allTexts(data);
    case 'PUT texts':
      return save(data, MailDraft.parse({ event: one, language: other, ...MailWords.parse(body) }));
    case 'DELETE texts': {
      data.mailTexts = data.mailTexts.filter(({ event, language }) => event !== one || language !== other);
      return allTexts(data).find(({ event, language }) => event === one && language === other);
    }
    case 'POST previews': {
      const { subject, text } = checked(MailDraft.parse(body));
      return { subject: `Sample of ${subject}`, text };
    }
    case 'POST samples':
      checked(MailDraft.parse(body));
      return null;
    case 'GET queue':
      return data.mailQueue;
    case 'POST queue':
      data.mailQueue = {
        ...data.mailQueue,
        parked: data.mailQueue.parked.filter(({ id }) => id !== one),
      };
      return null;
    case 'GET languages':
      return data.mailLanguages;
    case 'PUT languages': {
      const { language } = body as { language: Language };
      data.mailLanguages = data.mailLanguages.map((known) =>
        known.organisationId === one ? { ...known, language } : known,
      );
      return null;
    }
    case 'GET mails':
      return data.mailWishes;
    case 'PUT mails':
      data.mailWishes = MailWishes.parse(body);
      return data.mailWishes;
    default:
      throw new Refusal('not-found');
  }
}

function allTexts({ mailTexts }: MailData): MailText[] {
  return MailEvent.options.flatMap((event) =>
    Language.options.map((language) => {
      const own = mailTexts.find((text) => text.event === event && text.language === language);
      return own ?? { event, language, ...STANDARD_TEXTS[event][language], isStandard: true };
    }),
  );
}

function checked(draft: MailDraft): MailDraft {
  const unknown = unknownVariable(draft.event, draft);
  if (unknown !== null) throw new Refusal('mail-variable-unknown', { name: `{{${unknown}}}` });
  const [missing] = missingVariables(draft.event, draft).needed;
  if (missing !== undefined) throw new Refusal('mail-variable-missing', { name: `{{${missing}}}` });
  return draft;
}

function save(data: MailData, draft: MailDraft): MailText {
  const text = { ...checked(draft), isStandard: false };
  const others = data.mailTexts.filter(
    ({ event, language }) => event !== text.event || language !== text.language,
  );
  data.mailTexts = [...others, text];
  return text;
}
