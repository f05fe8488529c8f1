// Adds a backend, or changes one: its name, its kind, how it is reached, and whether that works.
import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  Field,
  makeStyles,
  Radio,
  RadioGroup,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { PlugConnectedRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { ListedBackend } from '../../contract/backends.ts';
import { FailureBar } from '../ui/failure-bar.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useNotices } from '../ui/notices.tsx';
import { useTexts } from '../ui/texts.ts';
import { ConnectionChecks } from './connection-checks.tsx';
import { TextField } from './fields.tsx';
import { isWrongUnderMore, KIND_FIELDS } from './kind-fields.tsx';
import type { KindFieldsProps } from './kind-fields-props.ts';
import { useSaveBackend, useTestTyped } from './queries.ts';
import { readWritten } from './read-written.ts';
import { ADDED_KINDS, blank, type Written, writtenOf } from './written.ts';

const useStyles = makeStyles({
  more: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM, marginRight: 0 },
  flush: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalM})` },
});

interface BackendDialogProps {
  /** what is changed; null for a new one */
  backend: ListedBackend | null;
  onClose: () => void;
}

export function BackendDialog({ backend, onClose }: BackendDialogProps) {
  const { t } = useTexts();
  const notices = useNotices();
  const save = useSaveBackend(backend?.id ?? null);
  const test = useTestTyped(backend?.id ?? null);
  const { read, ...fields } = useWritten(backend, () => test.reset());
  const submit = () => {
    const written = read();
    if (!written) return;
    save.mutate(written, {
      onSuccess: ({ name }) => {
        notices.done(t(backend ? 'backends.changedNow' : 'backends.addedNow', { name }));
        onClose();
      },
    });
  };
  const tryOut = () => {
    const written = read();
    if (written && !test.isPending) test.mutate(written);
  };
  return (
    <FormDialog
      title={backend ? t('backends.editTitle', { name: backend.name }) : t('backends.add')}
      act={backend ? t('backends.save') : t('act.add')}
      width="wide"
      pending={save.isPending}
      failure={save.error?.failure ?? null}
      extra={
        <Button
          icon={test.isPending ? <Spinner size="tiny" /> : <PlugConnectedRegular />}
          disabledFocusable={test.isPending}
          onClick={tryOut}
        >
          {t('backends.test')}
        </Button>
      }
      onSubmit={submit}
      onClose={onClose}
    >
      <First {...fields} isNew={backend === null} />
      <More {...fields} />
      {test.error && <FailureBar failure={test.error.failure} />}
      {test.data && <ConnectionChecks checks={test.data} />}
    </FormDialog>
  );
}

function First({ isNew, ...fields }: KindFieldsProps & { isNew: boolean }) {
  const { t } = useTexts();
  const { written, wrong, onChange } = fields;
  const { First: KindFields } = KIND_FIELDS[written.kind];
  return (
    <>
      {isNew && (
        <Field label={t('backends.kindName')}>
          <RadioGroup
            layout="horizontal"
            value={written.kind}
            onChange={(_, { value }) =>
              onChange({ kind: ADDED_KINDS.find((kind) => kind === value) ?? written.kind })
            }
          >
            {ADDED_KINDS.map((kind) => (
              <Radio key={kind} value={kind} label={t(`backends.kind.${kind}`)} />
            ))}
          </RadioGroup>
        </Field>
      )}
      <TextField
        label="backends.name"
        hint="backends.nameHint"
        required
        problem={wrong.has('name') ? 'backends.problem.name' : null}
        value={written.name}
        onChange={(name) => onChange({ name })}
      />
      <KindFields {...fields} />
    </>
  );
}

function More(fields: KindFieldsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const [isOpen, setIsOpen] = useState(false);
  const { kind } = fields.written;
  const { More: KindFields } = KIND_FIELDS[kind];
  // What is wrong has to be seen.
  const isShown = isOpen || isWrongUnderMore(kind, fields.wrong);
  return (
    <Accordion
      collapsible
      className={styles.flush}
      openItems={isShown ? ['more'] : []}
      onToggle={(_, { openItems }) => setIsOpen(openItems.includes('more'))}
    >
      <AccordionItem value="more">
        <AccordionHeader as="h3">{t('backends.more')}</AccordionHeader>
        <AccordionPanel className={styles.more}>
          <KindFields {...fields} />
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  );
}

/** What is being written, and which of its fields were found wrong when it was last asked for. */
function useWritten(backend: ListedBackend | null, onEdit: () => void) {
  const { language } = useTexts();
  const [written, setWritten] = useState(() => (backend && writtenOf(backend)) ?? blank(language));
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const kept = backend?.keptSecrets ?? [];
  const onChange = (part: Partial<Written>) => {
    const next = { ...written, ...part };
    const found = readWritten(next, kept);
    setWritten(next);
    // What was wrong and no longer is, is no longer said; nothing new is, before it is asked for.
    setWrong(new Set(found.ok ? [] : [...found.wrong].filter((name) => wrong.has(name))));
    onEdit();
  };
  return {
    written,
    wrong,
    kept,
    onChange,
    onSecret: (name: keyof Written['secrets'], value: string) =>
      onChange({ secrets: { ...written.secrets, [name]: value } }),
    /** What can be sent; null, and the fields say why, when something is missing. */
    read() {
      const found = readWritten(written, kept);
      setWrong(found.ok ? new Set() : found.wrong);
      return found.ok ? found.backend : null;
    },
  };
}
