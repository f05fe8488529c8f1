// The console's part of the file desk: the index.ts that docs/add-a-connector.md describes.
import { bindField } from '../../../console/backends/fields/bind-field.ts';
import { TextField } from '../../../console/backends/fields/fields.tsx';
import type { KindFieldsProps } from '../../../console/backends/fields/kind-fields-props.ts';
import type { KindForm } from '../../../console/backends/fields/kind-form.ts';
import type { FileSettings } from './settings.ts';

interface FileForm {
  folder: string;
}

export const fileForm: KindForm<FileSettings, FileForm> = {
  blank: () => ({ folder: '' }),
  fromSettings: ({ folder }) => ({ folder }),
  toSettings: ({ folder }) => ({ folder }),
  maps: () => ({}),
  secretsNeeded: () => [],
  addressOf: ({ folder }) => folder,
  First: FileFields,
  More: () => null,
  underMore: new Set(),
};

function FileFields(props: KindFieldsProps<FileForm>) {
  return (
    <TextField
      label="backends.mail.folder"
      required
      {...bindField(props, 'folder', 'backends.problem.needed')}
    />
  );
}
