// The table of devices: its columns, the checkbox that selects all that are shown, and the button for the next page.
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
import type { DeviceRow } from '../../contract/console.ts';
import { ColumnHeader } from '../ui/column-header.tsx';
import { useTexts } from '../ui/texts.ts';
import { DeviceGroup, type Selection } from './device-group.tsx';
import { agentsOf, checkedOf, toggle } from './listing.ts';

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
  /** fetches the next page; null on the last */
  onMore: (() => void) | null;
  /** null for staff who are not administrators */
  selection: Selection | null;
  /** names of organisations by id; null if one organisation is shown */
  organisations: ReadonlyMap<string, string> | null;
}

export function DeviceTable({ devices, onMore, selection, organisations }: DeviceTableProps) {
  const { t } = useTexts();
  const styles = useStyles();
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
            {devices.map((device) => (
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
      {onMore && (
        <div className={styles.more}>
          <Button onClick={onMore}>{t('devices.showMore')}</Button>
        </div>
      )}
    </>
  );
}
