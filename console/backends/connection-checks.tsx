// The results of a connection test.
import type { ConnectionCheck } from '../../contract/backends.ts';
import { CheckList } from '../ui/check-list.tsx';
import { type Phrase, useTexts } from '../ui/texts.ts';

const NAMES: Record<ConnectionCheck['name'], Phrase> = {
  reachable: 'backends.check.reachable',
  'sign-in': 'backends.check.signIn',
  'read-tickets': 'backends.check.readTickets',
  'write-tickets': 'backends.check.writeTickets',
  attachments: 'backends.check.attachments',
  organisations: 'backends.check.organisations',
  mailbox: 'backends.check.mailbox',
};

export function ConnectionChecks({ checks }: { checks: readonly ConnectionCheck[] }) {
  const { t } = useTexts();
  const labelled = checks.map(({ name, ...found }) => ({ label: t(NAMES[name]), ...found }));
  return <CheckList checks={labelled} fine={t('backends.testFine')} />;
}
