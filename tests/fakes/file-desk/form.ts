// The console's part of the file desk without React: the form.ts that docs/add-a-connector.md describes.
import type { FileSettings } from './settings.ts';

/** The settings while they are typed. */
export interface FileForm {
  folder: string;
}

export const blank = (): FileForm => ({ folder: '' });
export const fromSettings = ({ folder }: FileSettings): FileForm => ({ folder });
export const toSettings = ({ folder }: FileForm) => ({ folder });
