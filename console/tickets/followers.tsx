// Who of the staff follows a ticket, and the button by which one does.
import { Button, Text } from '@fluentui/react-components';
import { EyeOffRegular, EyeRegular } from '@fluentui/react-icons';
import type { DeskTicket } from '../../contract/console.ts';
import { useStaff } from '../session/session.ts';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';
import { useDeskAct } from './queries.ts';

export function Followers({ ticket: { id, followers } }: { ticket: DeskTicket }) {
  const { t } = useTexts();
  const toasts = useToasts();
  const { id: ownId } = useStaff();
  const deskAct = useDeskAct(id);
  const isFollowing = followers.some((one) => one.id === ownId);
  return (
    <>
      {followers.map(({ id: followerId, fullName }) => (
        <Text key={followerId}>{fullName}</Text>
      ))}
      <div>
        <Button
          size="small"
          icon={isFollowing ? <EyeOffRegular /> : <EyeRegular />}
          disabledFocusable={deskAct.isPending}
          onClick={() =>
            deskAct.mutate({ act: isFollowing ? 'unfollow' : 'follow' }, { onError: toasts.failure })
          }
        >
          {t(isFollowing ? 'tickets.unfollow' : 'tickets.follow')}
        </Button>
      </div>
    </>
  );
}
