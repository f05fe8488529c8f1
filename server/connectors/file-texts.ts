// What Guichet writes about files of mails and of backends that were left out, in both languages.
import type { Language } from '../../contract/primitives.ts';

export interface FileTexts {
  leftOut(name: string, why: string): string;
  typeRefused: string;
  tooLarge(megabytes: number): string;
  tooMany(files: number): string;
  empty: string;
  more(files: number): string;
  notRead: string;
  /** in place of a name that is not known */
  nameless: string;
  notFetched: string;
  gone: string;
  elsewhere: string;
  /** above the files of a mail that were left out */
  filesLeftOut: string;
  /** above the files that are still in the backend */
  filesLeftThere: string;
  /** in place of a comment of a backend that has neither text nor files */
  cannotBeShown: string;
}

export const FILE_TEXTS: Readonly<Record<Language, FileTexts>> = {
  en: {
    leftOut: (name, why) => `${name} (${why})`,
    typeRefused: 'files of this type are not taken here',
    tooLarge: (megabytes) => `larger than ${megabytes} MB, or than there was room for`,
    tooMany: (files) => `only the first ${files} files are kept`,
    empty: 'empty',
    more: (files) => `and ${files} more`,
    notRead: 'its files could not be read',
    nameless: 'a file',
    notFetched: 'the help desk does not send it',
    gone: 'the help desk no longer has it',
    elsewhere: 'on another server, of which nothing is fetched',
    filesLeftOut: 'Files of the mail that were left out; they are still in the mailbox:',
    filesLeftThere: 'Not shown here, but in the help desk:',
    cannotBeShown:
      'The technician sent something that cannot be shown here: it is to be seen in the help desk. Ask what it says.',
  },
  fr: {
    leftOut: (name, why) => `${name} (${why})`,
    typeRefused: 'ce type de fichier n’est pas accepté ici',
    tooLarge: (megabytes) => `plus de ${megabytes} Mo, ou plus que la place restante`,
    tooMany: (files) => `seuls les ${files} premiers fichiers sont gardés`,
    empty: 'vide',
    more: (files) => `et ${files} de plus`,
    notRead: 'ses fichiers n’ont pas pu être lus',
    nameless: 'un fichier',
    notFetched: 'le centre d’assistance ne l’envoie pas',
    gone: 'le centre d’assistance ne l’a plus',
    elsewhere: 'sur un autre serveur, où rien n’est repris',
    filesLeftOut:
      'Fichiers du courriel laissés de côté\u00a0; ils sont encore dans la boîte aux lettres\u00a0:',
    filesLeftThere: 'Pas affiché ici, mais dans le centre d’assistance\u00a0:',
    cannotBeShown:
      'Le technicien a envoyé quelque chose qui ne peut pas être affiché ici\u00a0: c’est à voir dans le centre d’assistance. Demandez-lui ce que c’est.',
  },
};

/** Returns what is said below a text whose files were left out; nothing where none were. */
export function saidOfLeftOut(leftOut: readonly string[], heading: string): string {
  return leftOut.length === 0 ? '' : `\n\n${[heading, ...leftOut].join('\n')}`;
}
