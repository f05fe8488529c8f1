// Dialog that shows the catalogue a backend offers an organisation, and imports it.
import { Field, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { ListedBackend } from '../../contract/backends.ts';
import type { Organisation } from '../../contract/console.ts';
import { useOrganisations } from '../devices/queries.ts';
import { FailureBar } from '../ui/failure-bar.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { Choice } from './fields/fields.tsx';
import { useBackendCatalogue, useImportCatalogue } from './queries.ts';

/** Entries listed at most. */
const SHOWN = 200;

const useStyles = makeStyles({
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
});

export function CatalogueDialog({ backend, onClose }: { backend: ListedBackend; onClose: () => void }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const { data: organisations = [] } = useOrganisations();
  const [only, another] = organisations;
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen = organisations.find(({ id }) => id === chosenId) ?? (another ? null : (only ?? null));
  const importing = useImportCatalogue(backend.id);
  const submit = () => {
    if (!chosen) return;
    importing.mutate(chosen.id, {
      onSuccess: (imported) => {
        toasts.success(t('backends.catalogueImported', { organisation: chosen.name, ...imported }));
        onClose();
      },
    });
  };
  return (
    <FormDialog
      title={t('backends.catalogueOne', { name: backend.name })}
      submitLabel={t('backends.importCatalogue')}
      pending={importing.isPending}
      disabled={chosen === null}
      failure={importing.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Text>{t('backends.catalogueWhat')}</Text>
      <Field label={t('backends.column.organisation')}>
        <Choice
          options={organisations.map(({ id, name }) => ({ value: id, text: name }))}
          value={chosen?.id ?? ''}
          onChange={(id) => {
            importing.reset();
            setChosenId(id);
          }}
        />
      </Field>
      {chosen && <Offered backendId={backend.id} organisation={chosen} />}
    </FormDialog>
  );
}

function Offered({ backendId, organisation }: { backendId: string; organisation: Organisation }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { data, error, isPending } = useBackendCatalogue(backendId, organisation.id);
  if (isPending) return <Spinner label={t('backends.catalogueReading')} />;
  if (error) return <FailureBar failure={error.failure} />;
  return (
    <>
      <Text weight="semibold" role="status">
        {t('backends.catalogueCount', { count: data.length })}
      </Text>
      {data.length > 0 && (
        <ul className={styles.list} aria-label={t('backends.catalogue')}>
          {data.slice(0, SHOWN).map(({ id, path }) => (
            <li key={id}>{path.map((name) => name[language]).join(' > ')}</li>
          ))}
          {data.length > SHOWN && <li>…</li>}
        </ul>
      )}
    </>
  );
}
