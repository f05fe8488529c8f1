// The menu of the signed-in person: account, language, appearance and sign-out.
import {
  Avatar,
  Button,
  Caption1,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { PersonRegular, SignOutRegular } from '@fluentui/react-icons';
import { useNavigate } from 'react-router';
import { Language } from '../../contract/primitives.ts';
import { useSignOut, useStaff } from '../session/session.ts';
import { APPEARANCES, useAppearance } from '../ui/appearance.tsx';
import { useTexts } from '../ui/texts.ts';
import { useToasts } from '../ui/toasts.tsx';

const useStyles = makeStyles({
  popover: { zIndex: 1 },
  who: {
    display: 'flex',
    flexDirection: 'column',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  email: { color: tokens.colorNeutralForeground2 },
});

export function PersonMenu() {
  const { t, language } = useTexts();
  const { appearance } = useAppearance();
  const staff = useStaff();
  const signOut = useSignOut();
  const toasts = useToasts();
  const navigate = useNavigate();
  const styles = useStyles();
  return (
    <Menu inline checkedValues={{ language: [language], appearance: [appearance] }}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<Avatar size={24} name={staff.fullName} color="brand" aria-hidden />}
        >
          {staff.fullName}
        </Button>
      </MenuTrigger>
      <MenuPopover className={styles.popover}>
        <div className={styles.who}>
          <Text weight="semibold">{staff.fullName}</Text>
          <Caption1 className={styles.email}>
            {staff.email} · {t(`role.${staff.role}`)}
          </Caption1>
        </div>
        <MenuList>
          <MenuDivider />
          <MenuItem icon={<PersonRegular />} onClick={() => navigate('/account')}>
            {t('account.title')}
          </MenuItem>
          <MenuDivider />
          <LanguageChoice />
          <MenuDivider />
          <AppearanceChoice />
          <MenuDivider />
          <MenuItem
            icon={<SignOutRegular />}
            onClick={() => signOut.mutate(undefined, { onError: toasts.failure })}
          >
            {t('session.signOut')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function LanguageChoice() {
  const { t, setLanguage } = useTexts();
  return (
    <MenuGroup>
      <MenuGroupHeader>{t('language.title')}</MenuGroupHeader>
      {Language.options.map((choice) => (
        <MenuItemRadio
          key={choice}
          name="language"
          value={choice}
          lang={choice}
          onClick={() => setLanguage(choice)}
        >
          {t(`language.${choice}`)}
        </MenuItemRadio>
      ))}
    </MenuGroup>
  );
}

function AppearanceChoice() {
  const { t } = useTexts();
  const { setAppearance } = useAppearance();
  return (
    <MenuGroup>
      <MenuGroupHeader>{t('appearance.title')}</MenuGroupHeader>
      {APPEARANCES.map((choice) => (
        <MenuItemRadio key={choice} name="appearance" value={choice} onClick={() => setAppearance(choice)}>
          {t(`appearance.${choice}`)}
        </MenuItemRadio>
      ))}
    </MenuGroup>
  );
}
