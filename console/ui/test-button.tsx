// The button of a dialog that tests what was entered before it is saved.
import { Button, Spinner } from '@fluentui/react-components';
import { PlugConnectedRegular } from '@fluentui/react-icons';

interface TestButtonProps {
  label: string;
  pending: boolean;
  onClick: () => void;
}

export function TestButton({ label, pending, onClick }: TestButtonProps) {
  return (
    <Button
      icon={pending ? <Spinner size="tiny" /> : <PlugConnectedRegular />}
      disabledFocusable={pending}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
