// The page of one's own account: password, second factor, alerts, sessions, mails, and for administrators the rules for signing in.
import { AlertsSection } from '../alerts/alerts-section.tsx';
import { useStaff } from '../session/session.ts';
import { Page } from '../ui/page.tsx';
import { useTexts } from '../ui/texts.ts';
import { AbsenceSection } from './absence-section.tsx';
import { MailsSection } from './mails-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { RulesSection } from './rules-section.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

export function AccountPage() {
  const { t } = useTexts();
  const { role, organisationIds } = useStaff();
  return (
    <Page width="cards" title={t('account.title')}>
      <PasswordSection />
      <SecondFactorSection />
      <AbsenceSection />
      <AlertsSection />
      <SessionsSection />
      <MailsSection />
      {role === 'administrator' && organisationIds === null && <RulesSection />}
    </Page>
  );
}
