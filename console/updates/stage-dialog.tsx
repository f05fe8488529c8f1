// Asks who is offered a release: what share of the agents, of which organisations, in which channel.
import {
  Checkbox,
  Field,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Organisation } from '../../contract/console.ts';
import { type Release, ReleaseStage } from '../../contract/releases.ts';
import { FormDialog } from '../ui/form-dialog.tsx';
import { useNotices } from '../ui/notices.tsx';
import { useTexts } from '../ui/texts.ts';
import { useStageRelease } from './queries.ts';

/** A first share that shows whether anything is wrong, and harms few. */
const FIRST_SHARE = 10;

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    margin: 0,
    padding: `0 0 0 ${tokens.spacingHorizontalXL}`,
    border: 'none',
  },
  missing: { color: tokens.colorPaletteRedForeground1 },
  share: { width: '120px' },
});

interface Written extends Omit<ReleaseStage, 'percentage' | 'paused'> {
  /** as typed */
  percentage: string;
}

function writtenOf({ channel, organisationIds, percentage, paused, replacesPaused }: Release): Written {
  const share = paused && percentage === 0 ? FIRST_SHARE : percentage;
  return { channel, organisationIds, percentage: String(share), replacesPaused };
}

interface StageDialogProps {
  release: Release;
  organisations: Organisation[];
  onClose: () => void;
}

/** Offers a paused release, or changes to whom one is offered. */
export function StageDialog({ release, organisations, onClose }: StageDialogProps) {
  const { t } = useTexts();
  const notices = useNotices();
  const stage = useStageRelease(release.id);
  const [written, setWritten] = useState(() => writtenOf(release));
  const [wrong, setWrong] = useState<ReadonlySet<PropertyKey>>(new Set());
  const { version, paused } = release;
  const submit = () => {
    const percentage = written.percentage.trim() === '' ? Number.NaN : Number(written.percentage);
    const read = ReleaseStage.safeParse({ ...written, percentage, paused: false });
    const issues = read.error?.issues.map(({ path: [field = ''] }) => field) ?? [];
    const isNobodys = written.organisationIds?.length === 0;
    setWrong(new Set(isNobodys ? [...issues, 'organisationIds'] : issues));
    if (!read.success || isNobodys) return;
    stage.mutate(read.data, {
      onSuccess: () => {
        notices.done(t('updates.stagedNow', { version }));
        onClose();
      },
    });
  };
  const fields = {
    written,
    wrong,
    onChange: (part: Partial<Written>) => setWritten({ ...written, ...part }),
  };
  return (
    <FormDialog
      title={t(paused ? 'updates.offerOne' : 'updates.changeOne', { version })}
      act={t(paused ? 'updates.offer' : 'updates.save')}
      pending={stage.isPending}
      failure={stage.error?.failure ?? null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Share {...fields} />
      <Audience {...fields} organisations={organisations} />
      <Checkbox
        label={t('updates.replacesPaused')}
        checked={written.replacesPaused}
        onChange={(_, { checked }) => fields.onChange({ replacesPaused: checked === true })}
      />
      <Field
        label={t('updates.channel')}
        hint={t('updates.channelHint')}
        {...(wrong.has('channel') && { validationMessage: t('updates.wrongChannel') })}
      >
        <Input
          value={written.channel}
          maxLength={32}
          onChange={(_, { value }) => fields.onChange({ channel: value })}
        />
      </Field>
    </FormDialog>
  );
}

interface FieldsProps {
  written: Written;
  wrong: ReadonlySet<PropertyKey>;
  onChange: (part: Partial<Written>) => void;
}

function Share({ written, wrong, onChange }: FieldsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <Field
      label={t('updates.share')}
      hint={t('updates.shareHint')}
      required
      {...(wrong.has('percentage') && { validationMessage: t('updates.wrongShare') })}
    >
      <Input
        className={styles.share}
        type="number"
        min={0}
        max={100}
        contentAfter="%"
        value={written.percentage}
        onChange={(_, { value }) => onChange({ percentage: value })}
      />
    </Field>
  );
}

function Audience({
  written: { organisationIds },
  wrong,
  onChange,
  organisations,
}: FieldsProps & { organisations: Organisation[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  const choose = (id: string, isChosen: boolean) => {
    const others = (organisationIds ?? []).filter((other) => other !== id);
    onChange({ organisationIds: isChosen ? [...others, id] : others });
  };
  const isMissing = wrong.has('organisationIds');
  return (
    <>
      <Field label={t('updates.organisations')}>
        <RadioGroup
          value={organisationIds === null ? 'all' : 'some'}
          onChange={(_, { value }) => onChange({ organisationIds: value === 'all' ? null : [] })}
        >
          <Radio value="all" label={t('updates.allOrganisations')} />
          <Radio value="some" label={t('updates.someOrganisations')} />
        </RadioGroup>
      </Field>
      {organisationIds !== null && (
        // not in a field: each of them would be named by its label
        <fieldset className={styles.list} aria-label={t('updates.someOrganisations')}>
          {organisations.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={organisationIds.includes(id)}
              onChange={(_, { checked }) => choose(id, checked === true)}
            />
          ))}
          {isMissing && (
            <Text role="alert" className={styles.missing}>
              {t('updates.noOrganisation')}
            </Text>
          )}
        </fieldset>
      )}
    </>
  );
}
