// The page of backends, for administrators: the backends and their health, the routes, and the parked deliveries.
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { z } from 'zod';
import { unreachable } from '../../contract/primitives.ts';
import { AddButton } from '../ui/add-button.tsx';
import { CardList } from '../ui/card-list.tsx';
import { Page } from '../ui/page.tsx';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { ViewTabs } from '../ui/view-tabs.tsx';
import { BackendCard } from './backend-card.tsx';
import { BackendDialog } from './backend-dialog.tsx';
import { Parked } from './parked.tsx';
import { useBackends, useParkedCount } from './queries.ts';
import { Routing } from './routing.tsx';

const View = z.enum(['list', 'routing', 'parked']);
type View = z.infer<typeof View>;

export function BackendsPage() {
  const { t } = useTexts();
  const parked = useParkedCount();
  const [isAdding, setIsAdding] = useState(false);
  const [parameters, setParameters] = useSearchParams();
  const view = View.safeParse(parameters.get('view')).data ?? 'list';
  const nameOf = (option: View) => {
    const name = t(`backends.view.${option}`);
    return option === 'parked' && parked > 0 ? `${name} (${parked})` : name;
  };
  return (
    <Page
      width="wide"
      title={t('backends.title')}
      action={view === 'list' && <AddButton onClick={() => setIsAdding(true)}>{t('backends.add')}</AddButton>}
    >
      <ViewTabs
        views={View.options}
        shown={view}
        nameOf={nameOf}
        onShow={(next) => setParameters({ view: next })}
      />
      <Shown view={view} />
      {isAdding && <BackendDialog backend={null} onClose={() => setIsAdding(false)} />}
    </Page>
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
  const backends = useBackends();
  return (
    <>
      <QueryFailureBar query={backends} />
      <CardList>
        {backends.data?.map((backend) => (
          <BackendCard key={backend.id} backend={backend} />
        ))}
      </CardList>
    </>
  );
}
