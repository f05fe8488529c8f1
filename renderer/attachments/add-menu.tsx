// The Add button with its menu.
import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useRovingFocus } from '../ui/roving-focus.ts';
import { useTexts } from '../ui/texts.ts';

const useStyles = makeStyles({
  menu: {
    position: 'fixed',
    inset: 'auto',
    boxSizing: 'border-box',
    minWidth: '200px',
    maxHeight: 'calc(100% - 16px)',
    margin: 0,
    padding: '4px',
    overflowY: 'auto',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow16,
  },
  item: {
    ...typographyStyles.body1,
    boxSizing: 'border-box',
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    width: '100%',
    minHeight: '32px',
    padding: '4px 8px',
    border: 0,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: 'inherit',
    textAlign: 'left',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': {
      outline: `2px solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: '-2px',
      backgroundColor: tokens.colorNeutralBackground1Hover,
    },
  },
});

export interface AddChoice {
  key: string;
  name: string;
  icon: ReactNode;
  onChoose: () => void;
}

interface AddMenuProps {
  choices: readonly AddChoice[];
  disabled: boolean;
}

/** CSS pixels between the button and its menu, and between the menu and the window's edge. */
const GAP = 4;

/** Places the menu below the button, or above it where there is no room below, and always within the window. */
function placeAt(menu: HTMLElement, button: HTMLElement): void {
  const { top, bottom, left } = button.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = menu;
  const isRoomBelow = bottom + GAP + offsetHeight <= window.innerHeight;
  const y = isRoomBelow ? bottom + GAP : Math.max(GAP, top - GAP - offsetHeight);
  menu.style.top = `${y}px`;
  menu.style.left = `${Math.max(GAP, Math.min(left, window.innerWidth - offsetWidth - GAP))}px`;
}

export function AddMenu({ choices, disabled }: AddMenuProps) {
  const { t } = useTexts();
  const styles = useStyles();
  const id = useId();
  const anchor = useRef<HTMLDivElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const keys = choices.map(({ key }) => key);
  const { onKeyDown: rove, itemProps } = useRovingFocus(keys, keys[0] ?? null, 'vertical');
  const button = () => anchor.current?.querySelector('button') ?? null;

  function open(): void {
    const [shown, under] = [menu.current, button()];
    if (shown === null || under === null) return;
    shown.showPopover();
    placeAt(shown, under);
    shown.querySelector('button')?.focus();
  }
  function close(): void {
    menu.current?.hidePopover();
    button()?.focus();
  }
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.key === 'Escape' || event.key === 'Tab') {
      // Escape must not close the window. Tab moves on from the button.
      if (event.key === 'Escape') event.preventDefault();
      close();
    } else rove(event);
  }
  return (
    <div ref={anchor}>
      <Button
        icon={<AddRegular />}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={id}
        disabledFocusable={disabled}
        onClick={open}
      >
        {t('files.add')}
      </Button>
      <div
        ref={menu}
        id={id}
        className={styles.menu}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={t('files.add')}
        onToggle={({ newState }) => setOpen(newState === 'open')}
        onKeyDown={onKeyDown}
      >
        {choices.map(({ key, name, icon, onChoose }) => (
          <button
            key={key}
            type="button"
            role="menuitem"
            className={styles.item}
            onClick={() => {
              close();
              onChoose();
            }}
            {...itemProps(key)}
          >
            {icon}
            {name}
          </button>
        ))}
      </div>
    </div>
  );
}
