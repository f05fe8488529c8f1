// The page of backends, for administrators: what there is and how it is doing, which tickets go where, and what is parked.
import {
  Button,
  makeStyles,
  Tab,
  TabList,
  Title2,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { z } from 'zod';
import { unreachable } from '../../contract/primitives.ts';
import { useStaff } from '../session/session.ts';
import { LastKnown } from '../ui/last-known.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { useTexts } from '../ui/texts.ts';
import { BackendCard } from './backend-card.tsx';
import { BackendDialog } from './backend-dialog.tsx';
import { Parked } from './parked.tsx';
import { useBackends, useParkedCount } from './queries.ts';
import { Routing } from './routing.tsx';

const View = z.enum(['list', 'routing', 'parked']);
type View = z.infer<typeof View>;

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL, maxWidth: '1100px' },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  title: { margin: 0 },
  views: { marginLeft: `calc(-1 * ${tokens.spacingHorizontalMNudge})` },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
  },
});

export function BackendsPage() {
  const { role } = useStaff();
  return role === 'administrator' ? <Content /> : <Navigate to="/devices" replace />;
}

function Content() {
  const { t } = useTexts();
  const styles = useStyles();
  const parked = useParkedCount();
  const [isAdding, setIsAdding] = useState(false);
  const focusTarget = useRestoreFocusTarget();
  const [parameters, setParameters] = useSearchParams();
  const view = View.safeParse(parameters.get('view')).data ?? 'list';
  usePageTitle(t('backends.title'));
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <Title2 as="h1" className={styles.title}>
          {t('backends.title')}
        </Title2>
        {view === 'list' && (
          <Button
            {...focusTarget}
            appearance="primary"
            icon={<AddRegular />}
            onClick={() => setIsAdding(true)}
          >
            {t('backends.add')}
          </Button>
        )}
      </div>
      <TabList
        className={styles.views}
        selectedValue={view}
        onTabSelect={(_, { value }) => setParameters({ view: View.parse(value) })}
      >
        {View.options.map((option) => (
          <Tab key={option} value={option}>
            {t(`backends.view.${option}`)}
            {option === 'parked' && parked > 0 && ` (${parked})`}
          </Tab>
        ))}
      </TabList>
      <Shown view={view} />
      {isAdding && <BackendDialog backend={null} onClose={() => setIsAdding(false)} />}
    </div>
  );
}

function Shown({ view }: { view: View }) {
  switch (view) {
    case 'list':
      return <List />;
    case 'routing':
      return <Routing />;
    case 'parked':
      return <Parked />;
    default:
      return unreachable(view);
  }
}

function List() {
  const styles = useStyles();
  const backends = useBackends();
  return (
    <>
      <LastKnown query={backends} />
      <ul className={styles.list}>
        {backends.data?.map((backend) => (
          <BackendCard key={backend.id} backend={backend} />
        ))}
      </ul>
    </>
  );
}
