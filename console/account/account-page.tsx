// The page of one's own account: password, passkeys, second factor, sessions, and for administrators the rules for signing in.
import { useStaff } from '../session/session.ts';
import { Page } from '../ui/page.tsx';
import { useTexts } from '../ui/texts.ts';
import { PasskeysSection } from './passkeys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { RulesSection } from './rules-section.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

export function AccountPage() {
  const { t } = useTexts();
  const { role } = useStaff();
  return (
    <Page width="cards" title={t('account.title')}>
      <PasswordSection />
      <PasskeysSection />
      <SecondFactorSection />
      <SessionsSection />
      {role === 'administrator' && <RulesSection />}
    </Page>
  );
}
