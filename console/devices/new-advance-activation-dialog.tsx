// Dialog that adds an advance activation for a device, a Windows user, or everyone.
import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { z } from 'zod';
import { NewAdvanceActivation } from '../../contract/console.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useAddAdvanceActivation } from './queries.ts';

const Whom = z.enum(['device', 'user', 'everyone']);
type Whom = z.infer<typeof Whom>;

const FIELDS = {
  device: { label: 'advance.hostname', missing: 'advance.hostnameMissing' },
  user: { label: 'advance.userName', missing: 'advance.userNameMissing' },
} as const;

export function NewAdvanceActivationDialog(props: { organisationId: string; onClose: () => void }) {
  const { organisationId, onClose } = props;
  const { t } = useTexts();
  const add = useAddAdvanceActivation(organisationId);
  const [whom, setWhom] = useState<Whom>('device');
  const [name, setName] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);

  const request = NewAdvanceActivation.safeParse({
    hostname: whom === 'device' ? name : null,
    userName: whom === 'user' ? name : null,
  });
  const submit = () => {
    setIsSubmitted(true);
    if (request.success) add.mutate(request.data, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={t('advance.new')}
      submitLabel={t('act.add')}
      pending={add.isPending}
      failure={add.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={t('advance.whom')}>
        <RadioGroup value={whom} onChange={(_, { value }) => setWhom(Whom.parse(value))}>
          {Whom.options.map((option) => (
            <Radio key={option} value={option} label={t(`advance.option.${option}`)} />
          ))}
        </RadioGroup>
      </Field>
      {whom !== 'everyone' && (
        <Field
          key={whom}
          label={t(FIELDS[whom].label)}
          {...(isSubmitted && !request.success && { validationMessage: t(FIELDS[whom].missing) })}
        >
          <Input value={name} onChange={(_, { value }) => setName(value)} />
        </Field>
      )}
    </FormDialog>
  );
}
