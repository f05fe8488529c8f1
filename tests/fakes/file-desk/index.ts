// The console's part of the file desk: the index.ts that docs/add-a-connector.md describes.
import type { KindForm } from '../../../console/backends/fields/kind-form.ts';
import { FileFields } from './fields.tsx';
import { blank, type FileForm, fromSettings, toSettings } from './form.ts';
import type { FileSettings } from './settings.ts';

export const fileForm: KindForm<FileSettings, FileForm> = {
  blank,
  fromSettings,
  toSettings,
  maps: () => ({}),
  secretsNeeded: () => [],
  addressOf: ({ folder }) => folder,
  First: FileFields,
  More: () => null,
  underMore: new Set(),
};
