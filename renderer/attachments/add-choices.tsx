// The items of the Add menu that the policy of this computer allows.
import {
  AttachRegular,
  CropRegular,
  DesktopRegular,
  TimerRegular,
  WindowRegular,
} from '@fluentui/react-icons';
import { useTexts } from '../ui/texts.ts';
import type { AddChoice } from './add-menu.tsx';
import type { AttachmentEditor } from './use-attachments.ts';

/** Seconds before a delayed picture is taken, to open a menu in. */
const DELAY = 3;

interface AddActions {
  mayCapture: boolean;
  capture: AttachmentEditor['capture'];
  chooseWindow: () => void;
  chooseFiles: () => void;
}

export function useAddChoices({ mayCapture, capture, chooseWindow, chooseFiles }: AddActions): AddChoice[] {
  const { t } = useTexts();
  const ofScreen: AddChoice[] = [
    {
      key: 'now',
      name: t('files.screenshotNow'),
      icon: <DesktopRegular fontSize={20} />,
      onChoose: () => void capture({ kind: 'screens' }),
    },
    {
      key: 'later',
      name: t('files.screenshotLater', { count: DELAY }),
      icon: <TimerRegular fontSize={20} />,
      onChoose: () => void capture({ kind: 'screens' }, { delaySeconds: DELAY }),
    },
    {
      key: 'window',
      name: t('files.window'),
      icon: <WindowRegular fontSize={20} />,
      onChoose: chooseWindow,
    },
    {
      key: 'region',
      name: t('files.region'),
      icon: <CropRegular fontSize={20} />,
      onChoose: () => void capture({ kind: 'region' }),
    },
  ];
  const ofDisk: AddChoice = {
    key: 'files',
    name: t('files.choose'),
    icon: <AttachRegular fontSize={20} />,
    onChoose: chooseFiles,
  };
  return mayCapture ? [...ofScreen, ofDisk] : [ofDisk];
}
