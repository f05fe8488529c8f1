// The table of devices: its columns, the checkbox that selects all, and the rendering of a long list in steps.
import {
  Button,
  Checkbox,
  makeStyles,
  Table,
  TableBody,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { DeviceRow } from '../../contract/console.ts';
import { ColumnHeader } from '../ui/column-header.tsx';
import { useTexts } from '../ui/texts.ts';
import { DeviceGroup, type Selection } from './device-group.tsx';
import { agentsOf, checkedOf, toggle } from './listing.ts';

/** Devices rendered at first, and added by each "Show more": a browser is slow with thousands of rows. */
const STEP = 100;

const useStyles = makeStyles({
  scroller: { overflowX: 'auto' },
  table: { minWidth: '920px' },
  select: { width: '44px' },
  user: {},
  state: { width: '136px' },
  address: { width: '28%' },
  version: { width: '80px' },
  seen: { width: '152px' },
  more: { display: 'flex', justifyContent: 'center', paddingTop: tokens.spacingVerticalM },
});

interface DeviceTableProps {
  devices: DeviceRow[];
  /** null for staff who are not administrators */
  selection: Selection | null;
  /** names of organisations by id; null if one organisation is shown */
  organisations: ReadonlyMap<string, string> | null;
}

export function DeviceTable({ devices, selection, organisations }: DeviceTableProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const [limit, setLimit] = useState(STEP);
  const all = agentsOf(devices);
  return (
    <>
      <div className={styles.scroller}>
        <Table size="small" aria-label={t('devices.title')} className={styles.table}>
          <TableHeader>
            <TableRow>
              {selection && (
                <TableHeaderCell className={styles.select}>
                  <Checkbox
                    aria-label={t('devices.selectAll')}
                    checked={checkedOf(all, selection.selected)}
                    onChange={() => selection.onSelect(toggle(selection.selected, all))}
                  />
                </TableHeaderCell>
              )}
              {(['user', 'state', 'address', 'version', 'seen'] as const).map((column) => (
                <ColumnHeader key={column} className={styles[column]}>
                  {t(`devices.column.${column}`)}
                </ColumnHeader>
              ))}
            </TableRow>
          </TableHeader>
          <TableBody>
            {devices.slice(0, limit).map((device) => (
              <DeviceGroup
                key={device.id}
                device={device}
                selection={selection}
                organisation={organisations?.get(device.organisationId) ?? null}
              />
            ))}
          </TableBody>
        </Table>
      </div>
      {devices.length > limit && (
        <div className={styles.more}>
          <Button onClick={() => setLimit(limit + STEP)}>
            {t('devices.showMore', { count: devices.length - limit })}
          </Button>
        </div>
      )}
    </>
  );
}
