// Dialog that adds an advance activation for a device, a Windows user, or everyone, with the number of agents it admits.
import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { z } from 'zod';
import { NewAdvanceActivation } from '../../contract/console.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useAddAdvanceActivation } from './queries.ts';

const Whom = z.enum(['device', 'machine', 'user', 'everyone']);
type Whom = z.infer<typeof Whom>;

const FIELDS = {
  device: { label: 'advance.hostname', missing: 'advance.hostnameMissing' },
  machine: { label: 'advance.machineId', missing: 'advance.machineIdMissing' },
  user: { label: 'advance.userName', missing: 'advance.userNameMissing' },
} as const;

export function NewAdvanceActivationDialog(props: { organisationId: string; onClose: () => void }) {
  const { organisationId, onClose } = props;
  const { t } = useTexts();
  const add = useAddAdvanceActivation(organisationId);
  const [whom, setWhom] = useState<Whom>('device');
  const [name, setName] = useState('');
  const [admits, setAdmits] = useState('1');
  const [isSubmitted, setIsSubmitted] = useState(false);

  const request = NewAdvanceActivation.safeParse({
    machineId: whom === 'machine' ? name : null,
    hostname: whom === 'device' ? name : null,
    userName: whom === 'user' ? name : null,
    admits: Number(admits),
  });
  const wrong = new Set(isSubmitted ? request.error?.issues.map(({ path }) => path[0]) : []);
  const isNameWrong = wrong.size > (wrong.has('admits') ? 1 : 0);
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
          {...(whom === 'machine' && { hint: t('advance.machineIdHint') })}
          {...(isNameWrong && { validationMessage: t(FIELDS[whom].missing) })}
        >
          <Input value={name} onChange={(_, { value }) => setName(value)} />
        </Field>
      )}
      <Field
        label={t('advance.admits')}
        hint={t('advance.admitsHint')}
        {...(wrong.has('admits') && { validationMessage: t('advance.admitsWrong') })}
      >
        <Input inputMode="numeric" value={admits} onChange={(_, { value }) => setAdmits(value)} />
      </Field>
    </FormDialog>
  );
}
