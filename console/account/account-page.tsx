// The page of one's own account: password, passkeys, second factor, absence, alerts, sessions, mails, and for administrators the rules
// for signing in.
import { AlertsSection } from '../alerts/alerts-section.tsx';
import { useAccount } from '../session/second-factor.ts';
import { useStaff } from '../session/session.ts';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { useTexts } from '../ui/texts.ts';
import { AbsenceSection } from './absence-section.tsx';
import { MailsSection } from './mails-section.tsx';
import { PasskeysSection } from './passkeys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { RulesSection } from './rules-section.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

export function AccountPage() {
  const { t } = useTexts();
  const { role, organisationIds } = useStaff();
  const hasPassword = useAccount().data?.hasPassword ?? true;
  return (
    <Page width="cards" title={t('account.title')}>
      {hasPassword && <PasswordSection />}
      <PasskeysSection />
      {hasPassword && <SecondFactorSection />}
      {!hasPassword && <ProviderNote />}
      <AbsenceSection />
      <AlertsSection />
      <SessionsSection />
      <MailsSection />
      {role === 'administrator' && organisationIds === null && <RulesSection />}
    </Page>
  );
}

/** Of an account that a sign-in with the provider made. */
function ProviderNote() {
  const { t } = useTexts();
  return <Section title={t('provider.title')} intro={t('account.byProvider')} />;
}
