// The page of one's own account: password, passkeys, second factor, sessions, and for administrators the rules for signing in.
import { useAccount } from '../session/second-factor.ts';
import { useStaff } from '../session/session.ts';
import { Page } from '../ui/page.tsx';
import { useTexts } from '../ui/texts.ts';
import { PasskeysSection } from './passkeys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { RulesSection } from './rules-section.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';
import { Section } from './section.tsx';
import { SessionsSection } from './sessions-section.tsx';

export function AccountPage() {
  const { t } = useTexts();
  const { role } = useStaff();
  const hasPassword = useAccount().data?.hasPassword ?? true;
  return (
    <Page width="cards" title={t('account.title')}>
      {hasPassword && <PasswordSection />}
      <PasskeysSection />
      {hasPassword && <SecondFactorSection />}
      {!hasPassword && <ProviderNote />}
      <SessionsSection />
      {role === 'administrator' && <RulesSection />}
    </Page>
  );
}

/** Of an account that a sign-in with the provider made. */
function ProviderNote() {
  const { t } = useTexts();
  return <Section title={t('provider.title')} intro={t('account.byProvider')} />;
}
