// The page of devices: a choice of organisation, and its Windows users, enrolment keys, advance
// activations and sign-in.
import { BuildingRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { z } from 'zod';
import type { Organisation } from '../../contract/console.ts';
import { unreachable } from '../../contract/primitives.ts';
import { useStaff } from '../session/session.ts';
import { Bar } from '../ui/bar.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page } from '../ui/page.tsx';
import { usePreference } from '../ui/preferences.ts';
import { QueryFailureBar } from '../ui/query-failure-bar.tsx';
import { useTexts } from '../ui/texts.ts';
import { ViewTabs } from '../ui/view-tabs.tsx';
import { AdvanceActivations } from './advance-activations.tsx';
import { DeviceList } from './device-list.tsx';
import { EnrolmentKeys } from './enrolment-keys.tsx';
import { NewKeyButton } from './new-key-button.tsx';
import { OrganisationBar } from './organisation-bar.tsx';
import { useOrganisations } from './queries.ts';
import { SignInView } from './sign-in-view.tsx';

const View = z.enum(['users', 'keys', 'advance', 'signIn']);
type View = z.infer<typeof View>;

/** Returns the only organisation if there is just one, otherwise the one last chosen; null for all. */
function chosenOf(organisations: Organisation[], storedId: string | null): Organisation | null {
  if (organisations.length === 1) return organisations[0] ?? null;
  return organisations.find(({ id }) => id === storedId) ?? null;
}

export function DevicesPage() {
  const { t } = useTexts();
  const isAdministrator = useStaff().role === 'administrator';
  const organisations = useOrganisations();
  const [storedId, choose] = usePreference('organisation', z.uuid().nullable(), null);

  const known = organisations.data ?? [];
  const chosen = chosenOf(known, storedId);
  return (
    <Page width="full" title={t('devices.title')}>
      <QueryFailureBar query={organisations} />
      <Bar align="end">
        {organisations.data && <OrganisationBar organisations={known} chosen={chosen} onChoose={choose} />}
        {chosen && isAdministrator && <NewKeyButton organisation={chosen} />}
      </Bar>
      {organisations.data?.length === 0 && (
        <EmptyState icon={<BuildingRegular />} title={t('devices.noOrganisation')}>
          {t('devices.noOrganisationHow')}
        </EmptyState>
      )}
      {known.length > 0 && <Views organisations={known} chosen={chosen} canChange={isAdministrator} />}
    </Page>
  );
}

interface ViewsProps {
  organisations: Organisation[];
  /** null if all are shown; then there is only the list of users */
  chosen: Organisation | null;
  canChange: boolean;
}

function Views({ organisations, chosen, canChange }: ViewsProps) {
  const { t } = useTexts();
  const [chosenView, setView] = useState<View>('users');
  const view = chosen ? chosenView : 'users';
  const content = () => {
    if (!chosen) return <DeviceList organisations={organisations} canChange={canChange} chosen={null} />;
    switch (view) {
      case 'users':
        // The key resets filter and selection when the organisation changes.
        return (
          <DeviceList key={chosen.id} organisations={organisations} chosen={chosen} canChange={canChange} />
        );
      case 'keys':
        return <EnrolmentKeys organisation={chosen} canChange={canChange} />;
      case 'advance':
        return <AdvanceActivations organisation={chosen} canChange={canChange} />;
      case 'signIn':
        return <SignInView organisation={chosen} canChange={canChange} />;
      default:
        return unreachable(view);
    }
  };
  return (
    <>
      {chosen && (
        <ViewTabs
          views={View.options}
          shown={view}
          nameOf={(option) => t(`devices.view.${option}`)}
          onShow={setView}
        />
      )}
      {content()}
    </>
  );
}
