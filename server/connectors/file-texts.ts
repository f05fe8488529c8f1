// What Guichet writes about files of mails that were left out, in both languages.
import type { Language } from '../../contract/primitives.ts';

export interface FileTexts {
  leftOut(name: string, why: string): string;
  typeRefused: string;
  tooLarge(megabytes: number): string;
  tooMany(files: number): string;
  empty: string;
  more(files: number): string;
  notRead: string;
  /** above the files that were left out */
  filesLeftOut: string;
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
    filesLeftOut: 'Files of the mail that were left out; they are still in the mailbox:',
  },
  fr: {
    leftOut: (name, why) => `${name} (${why})`,
    typeRefused: 'ce type de fichier n’est pas accepté ici',
    tooLarge: (megabytes) => `plus de ${megabytes} Mo, ou plus que la place restante`,
    tooMany: (files) => `seuls les ${files} premiers fichiers sont gardés`,
    empty: 'vide',
    more: (files) => `et ${files} de plus`,
    notRead: 'ses fichiers n’ont pas pu être lus',
    filesLeftOut:
      'Fichiers du courriel laissés de côté\u00a0; ils sont encore dans la boîte aux lettres\u00a0:',
  },
};

/** Returns what is said below the text of a mail whose files were left out; nothing where none were. */
export function saidOfLeftOut(leftOut: readonly string[], texts: FileTexts): string {
  return leftOut.length === 0 ? '' : `\n\n${[texts.filesLeftOut, ...leftOut].join('\n')}`;
}
