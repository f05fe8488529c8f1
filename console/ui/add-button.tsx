import { Button, useRestoreFocusTarget } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';

interface AddButtonProps {
  children: string;
  onClick: () => void;
}

/** The primary button of a page; it gets the focus back when its dialog is closed. */
export function AddButton({ children, onClick }: AddButtonProps) {
  const focusTarget = useRestoreFocusTarget();
  return (
    <Button {...focusTarget} appearance="primary" icon={<AddRegular />} onClick={onClick}>
      {children}
    </Button>
  );
}
