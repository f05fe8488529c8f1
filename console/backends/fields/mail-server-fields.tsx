// The fields that every mail server has: host and port, and how the connection is encrypted.
import { Checkbox } from '@fluentui/react-components';
import { Pair } from '../../ui/pair.tsx';
import { useTexts } from '../../ui/texts.ts';
import { bindField } from './bind-field.ts';
import { TextField } from './fields.tsx';

interface MailServer {
  host: string;
  port: string;
  secure: boolean;
  allowPlain: boolean;
}

interface MailServerFieldsProps {
  /** an example of a host */
  placeholder: string;
  fields: MailServer;
  onChange: (part: Partial<MailServer>) => void;
  wrong: ReadonlySet<string>;
  within: string;
}

export function MailServerFields({ placeholder, ...own }: MailServerFieldsProps) {
  const { t } = useTexts();
  const { fields, onChange } = own;
  return (
    <>
      <Pair>
        <TextField
          label="backends.mail.host"
          required
          placeholder={placeholder}
          {...bindField(own, 'host', 'backends.problem.needed')}
        />
        <TextField
          label="backends.mail.port"
          required
          type="number"
          {...bindField(own, 'port', 'backends.problem.port')}
        />
      </Pair>
      <Checkbox
        label={t('backends.mail.secure')}
        checked={fields.secure}
        onChange={(_, { checked }) => onChange({ secure: checked === true })}
      />
      {!fields.secure && (
        <Checkbox
          label={t('backends.mail.allowPlain')}
          checked={fields.allowPlain}
          onChange={(_, { checked }) => onChange({ allowPlain: checked === true })}
        />
      )}
    </>
  );
}
