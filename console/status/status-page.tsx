// The page Status: how the server is, what waits for each backend, and the mails that wait.
import {
  makeStyles,
  Subtitle1,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { BackendQueue, ServerStatus } from '../../contract/server-status.ts';
import { formatDuration } from '../backends/health-findings.ts';
import { ColumnHeader } from '../ui/column-header.tsx';
import { Moment } from '../ui/instant.tsx';
import { Page } from '../ui/page.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { readableSize } from '../ui/readable-size.ts';
import { useTexts } from '../ui/texts.ts';
import { MailQueue } from './mail-queue.tsx';
import { useServerStatus } from './queries.ts';

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalS,
    margin: 0,
  },
  fact: { display: 'contents' },
  name: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0 },
  title: { margin: 0 },
  table: { maxWidth: '960px' },
});

export function StatusPage() {
  const { t } = useTexts();
  const status = useServerStatus();
  return (
    <Page width="wide" title={t('status.title')}>
      <QueryFailureBar query={status} />
      {status.data && <Facts status={status.data} />}
      {status.data && <Queues backends={status.data.backends} />}
      <MailQueue />
    </Page>
  );
}

function Facts({ status }: { status: ServerStatus }) {
  const { t, language } = useTexts();
  const styles = useStyles();
  const { version, runtime, startedAt, streams, queueDepth, memory, database, answeredIn } = status;
  const milliseconds = new Intl.NumberFormat(language, { style: 'unit', unit: 'millisecond' });
  const took = milliseconds.format(Math.max(1, Math.round(answeredIn)));
  const facts: [name: string, value: ReactNode][] = [
    [t('status.health'), t('status.ready', { took })],
    [t('status.version'), t('status.versionOn', { version, runtime })],
    [t('status.started'), <Moment key="started" at={startedAt} />],
    [t('status.queue'), t('status.deliveries', { count: queueDepth })],
    [t('status.agentStreams'), String(streams.agents)],
    [t('status.consoleStreams'), String(streams.consoles)],
    [t('status.memory'), readableSize(memory, language)],
    [t('status.database'), readableSize(database, language)],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Queues({ backends }: { backends: BackendQueue[] }) {
  const { t } = useTexts();
  const styles = useStyles();
  return (
    <>
      <Subtitle1 as="h2" className={styles.title}>
        {t('status.byBackend')}
      </Subtitle1>
      <Table aria-label={t('status.byBackend')} className={styles.table}>
        <TableHeader>
          <TableRow>
            <ColumnHeader>{t('status.backend')}</ColumnHeader>
            <ColumnHeader>{t('status.waiting')}</ColumnHeader>
            <ColumnHeader>{t('status.oldest')}</ColumnHeader>
            <ColumnHeader>{t('status.sending')}</ColumnHeader>
            <ColumnHeader>{t('status.parked')}</ColumnHeader>
          </TableRow>
        </TableHeader>
        <TableBody>
          {backends.map((backend) => (
            <Queue key={backend.id} backend={backend} />
          ))}
        </TableBody>
      </Table>
    </>
  );
}

function Queue({ backend }: { backend: BackendQueue }) {
  const { t, language } = useTexts();
  const { name, waiting, sending, parked, lagSeconds } = backend;
  return (
    <TableRow>
      <TableCell>{name}</TableCell>
      <TableCell>{waiting}</TableCell>
      <TableCell>{waiting === 0 ? t('status.none') : formatDuration(lagSeconds, language)}</TableCell>
      <TableCell>{sending}</TableCell>
      <TableCell>{parked}</TableCell>
    </TableRow>
  );
}
