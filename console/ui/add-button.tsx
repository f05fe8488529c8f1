import { Button, useRestoreFocusTarget } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';

interface AddButtonProps {
  children: string;
  onClick: () => void;
}

/** The main act of a page; it has the focus again when its dialog is closed. */
export function AddButton({ children, onClick }: AddButtonProps) {
  const focusTarget = useRestoreFocusTarget();
  return (
    <Button {...focusTarget} appearance="primary" icon={<AddRegular />} onClick={onClick}>
      {children}
    </Button>
  );
}
