// The table of routes: a row for each exception, the default at the bottom, all saved together.
import {
  Button,
  Caption1,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components';
import { AddRegular, DeleteRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { ListedBackend, Route } from '../../contract/backends.ts';
import type { Organisation, RoutableEntry } from '../../contract/console.ts';
import { useOrganisations } from '../devices/queries.ts';
import { ColumnHeader } from '../ui/column-header.tsx';
import { FailureBar } from '../ui/failure-bar.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { CategoryChoice } from './category-choice.tsx';
import {
  type EditedRoutes,
  editedRoutes,
  entriesFor,
  problemsOf,
  type RouteProblem,
  type RouteRow,
  routesOf,
  unapprovedOf,
  withRow,
} from './edited-routes.ts';
import { Choice } from './fields/fields.tsx';
import { useBackends, useRoutableEntries, useRoutes, useSaveRoutes } from './queries.ts';

const ANY = 'any';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  intro: { margin: 0, color: tokens.colorNeutralForeground2, maxWidth: '720px' },
  // No scroll container: it would cut off the drop-down lists.
  table: { maxWidth: '960px' },
  cell: { padding: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalS}`, verticalAlign: 'top' },
  defaultLabel: { lineHeight: '32px' },
  content: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)' },
  problem: { color: tokens.colorStatusDangerForeground1 },
  warning: { color: tokens.colorStatusWarningForeground1 },
  action: { width: '48px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

export function Routing() {
  const routes = useRoutes();
  const entries = useRoutableEntries();
  const organisations = useOrganisations();
  const backends = useBackends();
  const query = [routes, entries, organisations, backends].find(({ error }) => error) ?? routes;
  return (
    <>
      <QueryFailureBar query={query} />
      {routes.data && entries.data && organisations.data && backends.data && (
        <RoutesForm
          routes={routes.data}
          options={{ entries: entries.data, organisations: organisations.data, backends: backends.data }}
        />
      )}
    </>
  );
}

/** What a row of the table can choose from. */
interface RouteOptions {
  entries: RoutableEntry[];
  organisations: Organisation[];
  backends: ListedBackend[];
}

function RoutesForm({ routes, options }: { routes: Route[]; options: RouteOptions }) {
  const { t } = useTexts();
  const styles = useStyles();
  const toasts = useToasts();
  const save = useSaveRoutes();
  // Null while nothing is edited: then the saved routes are shown, including changes by others.
  const [edited, setEdited] = useState<EditedRoutes | null>(null);
  const shown = edited ?? editedRoutes(routes);
  const problems = problemsOf(shown);
  const isWrong = [...problems.values()].some((problem) => problem !== null);
  const change = (next: EditedRoutes) => {
    save.reset();
    setEdited(next);
  };
  const submit = () => {
    if (edited === null || isWrong || save.isPending) return;
    save.mutate(routesOf(edited), {
      onSuccess: () => {
        setEdited(null);
        toasts.success(t('backends.routesSaved'));
      },
    });
  };
  return (
    <div className={styles.root}>
      <Text as="p" className={styles.intro}>
        {t('backends.routingIntro')}
      </Text>
      {save.error && <FailureBar failure={save.error.failure} />}
      <RoutesTable shown={shown} options={options} problems={problems} onChange={change} />
      {edited !== null && (
        <MessageBar intent="info">
          <MessageBarBody>{t('backends.routesUnsaved')}</MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.actions}>
        <Button
          appearance="primary"
          disabledFocusable={edited === null || isWrong || save.isPending}
          onClick={submit}
        >
          {t('backends.save')}
        </Button>
        <Button icon={<AddRegular />} onClick={() => change(withRow(shown))}>
          {t('backends.addRoute')}
        </Button>
        {edited !== null && <Button onClick={() => setEdited(null)}>{t('backends.undo')}</Button>}
      </div>
    </div>
  );
}

interface RoutesTableProps {
  shown: EditedRoutes;
  options: RouteOptions;
  problems: ReadonlyMap<number, RouteProblem>;
  onChange: (routes: EditedRoutes) => void;
}

function RoutesTable({ shown, options, problems, onChange }: RoutesTableProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { rows, defaultTo } = shown;
  const backendOptions = options.backends.map(({ id, name }) => ({ value: id, text: name }));
  const unapproved = unapprovedOf(shown, options.entries, options.backends);
  return (
    <Table aria-label={t('backends.view.routing')} className={styles.table}>
      <TableHeader>
        <TableRow>
          {(['organisation', 'category', 'backend'] as const).map((column) => (
            <ColumnHeader key={column}>{t(`backends.column.${column}`)}</ColumnHeader>
          ))}
          <TableCell className={styles.action} />
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map((row) => (
          <RouteCells
            key={row.key}
            row={row}
            options={options}
            problem={problems.get(row.key) ?? null}
            unapproved={unapproved.get(row.key) ?? []}
            onChange={(changed) =>
              onChange({ defaultTo, rows: rows.map((one) => (one.key === changed.key ? changed : one)) })
            }
            onRemove={() => onChange({ defaultTo, rows: rows.filter(({ key }) => key !== row.key) })}
          />
        ))}
        <TableRow>
          <TableCell className={styles.cell} colSpan={2}>
            <Text weight="semibold" className={styles.defaultLabel}>
              {rows.length === 0 ? t('backends.everythingTo') : t('backends.defaultTo')}
            </Text>
          </TableCell>
          <TableCell className={styles.cell}>
            <div className={styles.content}>
              <Choice
                name={t('backends.defaultTo')}
                options={backendOptions}
                value={defaultTo}
                onChange={(backendId) => onChange({ rows, defaultTo: backendId })}
              />
              <Unapproved entries={unapproved.get(null) ?? []} />
            </div>
          </TableCell>
          <TableCell className={styles.action} />
        </TableRow>
      </TableBody>
    </Table>
  );
}

interface RouteCellsProps {
  row: RouteRow;
  options: RouteOptions;
  problem: RouteProblem;
  unapproved: readonly RoutableEntry[];
  onChange: (row: RouteRow) => void;
  onRemove: () => void;
}

function RouteCells({ row, options, problem, unapproved, onChange, onRemove }: RouteCellsProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const { organisationId, entryId, backendId } = row;
  const entries = entriesFor(options.entries, organisationId);
  const chooseOrganisation = (chosen: string) => {
    const next = chosen === ANY ? null : chosen;
    // The chosen entry may not exist in the new organisation's catalogue.
    const isKnown = entriesFor(options.entries, next).some(({ id }) => id === entryId);
    onChange({ ...row, organisationId: next, entryId: isKnown ? entryId : null });
  };
  return (
    <TableRow>
      <TableCell className={styles.cell}>
        <div className={styles.content}>
          <Choice
            name={t('backends.column.organisation')}
            options={[
              { value: ANY, text: t('backends.anyOrganisation') },
              ...options.organisations.map(({ id, name }) => ({ value: id, text: name })),
            ]}
            value={organisationId ?? ANY}
            isWrong={problem !== null}
            onChange={chooseOrganisation}
          />
          {problem !== null && (
            <Caption1 role="alert" className={styles.problem}>
              {t(`backends.routeProblem.${problem}`)}
            </Caption1>
          )}
        </div>
      </TableCell>
      <TableCell className={styles.cell}>
        <div className={styles.content}>
          <CategoryChoice
            entries={entries}
            entryId={entryId}
            isWrong={problem !== null}
            onChange={(chosen) => onChange({ ...row, entryId: chosen })}
          />
        </div>
      </TableCell>
      <TableCell className={styles.cell}>
        <div className={styles.content}>
          <Choice
            name={t('backends.column.backend')}
            options={options.backends.map(({ id, name }) => ({ value: id, text: name }))}
            value={backendId}
            onChange={(chosen) => onChange({ ...row, backendId: chosen })}
          />
          <Unapproved entries={unapproved} />
        </div>
      </TableCell>
      <TableCell className={mergeClasses(styles.cell, styles.action)}>
        <Button
          appearance="subtle"
          icon={<DeleteRegular />}
          aria-label={t('backends.removeRoute')}
          onClick={onRemove}
        />
      </TableCell>
    </TableRow>
  );
}

/** Warns that the route leads to a backend without approval, which skips the approver of the catalogue. */
function Unapproved({ entries }: { entries: readonly RoutableEntry[] }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const [first] = entries;
  if (first === undefined) return null;
  const values = { count: entries.length, name: first.name[language] };
  return <Caption1 className={styles.warning}>{t('backends.routeUnapproved', values)}</Caption1>;
}
