// Dialog that creates an organisation: its name and its e-mail domains.
import { Field, Input, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { NewOrganisation } from '../../contract/console.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { domainsOf } from './email-domains.ts';
import { useCreateOrganisation } from './queries.ts';

interface NewOrganisationDialogProps {
  onClose: () => void;
  onCreated: (organisationId: string) => void;
}

export function NewOrganisationDialog({ onClose, onCreated }: NewOrganisationDialogProps) {
  const { t } = useTexts();
  const create = useCreateOrganisation();
  const [name, setName] = useState('');
  const [domains, setDomains] = useState('');
  const [isSubmitted, setIsSubmitted] = useState(false);

  const request = NewOrganisation.safeParse({ name, emailDomains: domainsOf(domains) });
  const wrong = new Set(request.error?.issues.map(({ path }) => path[0]));
  const submit = () => {
    setIsSubmitted(true);
    if (!request.success) return;
    create.mutate(request.data, {
      onSuccess: ({ id }) => {
        onCreated(id);
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title={t('devices.newOrganisation')}
      submitLabel={t('act.create')}
      pending={create.isPending}
      failure={create.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        label={t('devices.name')}
        {...(isSubmitted && wrong.has('name') && { validationMessage: t('devices.nameMissing') })}
      >
        <Input value={name} onChange={(_, { value }) => setName(value)} autoFocus />
      </Field>
      <Field
        label={t('devices.emailDomains')}
        hint={t('devices.emailDomainsHint')}
        {...(isSubmitted &&
          wrong.has('emailDomains') && { validationMessage: t('devices.emailDomainsWrong') })}
      >
        <Textarea value={domains} onChange={(_, { value }) => setDomains(value)} resize="vertical" />
      </Field>
    </FormDialog>
  );
}
