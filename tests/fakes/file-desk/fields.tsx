// The fields of the file desk in the console.
import { bindField } from '../../../console/backends/fields/bind-field.ts';
import { TextField } from '../../../console/backends/fields/fields.tsx';
import type { KindFieldsProps } from '../../../console/backends/fields/kind-fields-props.ts';
import type { FileForm } from './form.ts';

export function FileFields(props: KindFieldsProps<FileForm>) {
  return (
    <TextField
      label="backends.mail.folder"
      required
      {...bindField(props, 'folder', 'backends.problem.needed')}
    />
  );
}
