// What the text of a mail has to name, so that it says what it is sent for.
import type { MailEvent, MailVariable } from './mail-events.ts';
import type { MailWords } from './mails.ts';

/** What stands in double braces. */
export const MAIL_VARIABLE = /\{\{([^{}]*)\}\}/g;

interface Purpose {
  /** without it the mail is sent for nothing: it stands in the text, whatever the subject says */
  needed: readonly MailVariable[];
  /** a reader misses it, in the text or in the subject */
  expected: readonly MailVariable[];
}

/** The number is in every subject. */
const PURPOSES: Readonly<Record<MailEvent, Purpose>> = {
  received: { needed: [], expected: ['title'] },
  answered: { needed: ['comment'], expected: ['title'] },
  waiting: { needed: ['comment'], expected: ['title', 'until'] },
  rejected: { needed: ['comment'], expected: ['title', 'author'] },
  resolved: { needed: ['comment'], expected: ['title', 'closing'] },
  closed: { needed: [], expected: ['title'] },
  merged: { needed: ['other'], expected: ['title'] },
  unmerged: { needed: [], expected: ['title', 'other'] },
  'approval-asked': { needed: ['link'], expected: ['title', 'requester', 'description'] },
  assigned: { needed: [], expected: ['title', 'link'] },
  'team-assigned': { needed: [], expected: ['title', 'team', 'link'] },
  'requester-answered': { needed: ['comment'], expected: ['title', 'link'] },
  mentioned: { needed: ['comment'], expected: ['title', 'link'] },
  overdue: { needed: [], expected: ['title', 'due', 'link'] },
  'approval-stuck': { needed: [], expected: ['title', 'link'] },
};

export interface MissingVariables {
  needed: MailVariable[];
  expected: MailVariable[];
}

/** Returns what a text of this event does not name. */
export function missingVariables(event: MailEvent, { subject, text }: MailWords): MissingVariables {
  const { needed, expected } = PURPOSES[event];
  const [inText, inSubject] = [variablesIn(text), variablesIn(subject)];
  return {
    needed: needed.filter((name) => !inText.includes(name)),
    expected: expected.filter((name) => !inText.includes(name) && !inSubject.includes(name)),
  };
}

/** Returns the names in double braces, as they were written. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(MAIL_VARIABLE)].map(([, name = '']) => name.trim());
}
