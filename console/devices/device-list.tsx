// The list of devices and Windows users of one or all organisations, with its search, filter and selection.
import {
  Button,
  Dropdown,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  Option,
  tokens,
} from '@fluentui/react-components';
import { DesktopRegular, SearchRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { z } from 'zod';
import type { AgentFilter, Organisation } from '../../contract/console.ts';
import { AgentState } from '../../contract/primitives.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { PausedSearch } from '../ui/paused-search.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { AgentCommands } from './agent-commands.tsx';
import { DeviceTable } from './device-table.tsx';
import { agentsOf, devicesOf, totalOf } from './listing.ts';
import { useAgentCounts, useDevices } from './queries.ts';

const StateChoice = z.enum(['all', ...AgentState.options]);
type StateChoice = z.infer<typeof StateChoice>;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  filters: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  state: { minWidth: '176px', width: '176px' },
});

interface DeviceListProps {
  organisations: Organisation[];
  /** null if the devices of all organisations are shown */
  chosen: Organisation | null;
  /** false for staff who are not administrators */
  canChange: boolean;
}

export function DeviceList({ organisations, chosen, canChange }: DeviceListProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const [search, setSearch] = useState('');
  const [state, setState] = useState<StateChoice>('all');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());

  const scope: AgentFilter = { ...(chosen && { organisationId: chosen.id }), search };
  const filter: AgentFilter = { ...scope, ...(state !== 'all' && { state }) };
  const devices = useDevices(filter);
  const numbers = useAgentCounts(scope);
  const counts = numbers.data;
  const failed = devices.error ? devices : numbers;
  if (!devices.data || !counts) return <QueryFailureBar query={failed} />;

  const listed = devicesOf(devices.data.pages);
  // Commands apply only to listed agents: one hidden by a filter is not changed.
  const listedSelected = agentsOf(listed).filter(({ id }) => selected.has(id));
  if (search === '' && totalOf(counts) === 0) return <NoDevices />;
  const names = new Map(organisations.map(({ id, name }) => [id, name]));
  return (
    <div className={styles.root}>
      <QueryFailureBar query={failed} />
      {counts.waiting > 0 && state !== 'waiting' && (
        <WaitingBar count={counts.waiting} onShow={() => setState('waiting')} />
      )}
      <div className={styles.filters}>
        <PausedSearch label={t('devices.search')} search={search} onSearch={setSearch} />
        <StateFilter state={state} counts={{ all: totalOf(counts), ...counts }} onChange={setState} />
      </div>
      {canChange && (
        <AgentCommands
          selected={listedSelected}
          scope={{ filter, organisation: chosen, counts, state }}
          onDone={() => setSelected(new Set())}
        />
      )}
      {listed.length > 0 ? (
        <DeviceTable
          devices={listed}
          onMore={devices.hasNextPage ? () => void devices.fetchNextPage() : null}
          selection={canChange ? { selected, onSelect: setSelected } : null}
          organisations={chosen ? null : names}
        />
      ) : (
        <EmptyState icon={<SearchRegular />} title={t('devices.noMatch')} />
      )}
    </div>
  );
}

function NoDevices() {
  const { t } = useTexts();
  return (
    <EmptyState icon={<DesktopRegular />} title={t('devices.empty')}>
      {t('devices.emptyHow')}
    </EmptyState>
  );
}

function WaitingBar({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useTexts();
  return (
    <MessageBar>
      <MessageBarBody>{t('devices.waitingCount', { count })}</MessageBarBody>
      <MessageBarActions>
        <Button onClick={onShow}>{t('devices.showWaiting')}</Button>
      </MessageBarActions>
    </MessageBar>
  );
}

interface StateFilterProps {
  state: StateChoice;
  counts: Record<StateChoice, number>;
  onChange: (state: StateChoice) => void;
}

function StateFilter({ state, counts, onChange }: StateFilterProps) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <Dropdown
      inlinePopup
      className={styles.state}
      aria-label={t('devices.column.state')}
      value={t(`devices.state.${state}`)}
      selectedOptions={[state]}
      onOptionSelect={(_, { optionValue }) => onChange(StateChoice.parse(optionValue))}
    >
      {StateChoice.options.map((option) => {
        const name = t(`devices.state.${option}`);
        return (
          <Option key={option} value={option} text={name}>
            {name} ({counts[option]})
          </Option>
        );
      })}
    </Dropdown>
  );
}
