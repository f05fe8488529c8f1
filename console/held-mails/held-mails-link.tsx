// The way to the mails that wait; nothing while none does.
import { RouteLink } from '../ui/route-link.tsx';
import { useTexts } from '../ui/texts.ts';
import { useHeldMails } from './queries.ts';

export function HeldMailsLink() {
  const { t } = useTexts();
  const { data } = useHeldMails();
  if (!data || data.count === 0) return null;
  return <RouteLink to="/held-mails">{t('heldMails.link', { count: data.count })}</RouteLink>;
}
