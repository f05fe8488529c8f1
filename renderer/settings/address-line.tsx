// A line that says whether the address is confirmed, and what to do if it is not; by a token, or by a sign-in.
import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { CheckmarkCircleFilled, MailRegular } from '@fluentui/react-icons';
import { unreachable } from '../../contract/constants.ts';
import type { Standing } from '../../contract/enrolment.ts';
import { type Translate, useTexts } from '../ui/texts.ts';
import { type AddressState, addressState } from './address-state.ts';

const useStyles = makeStyles({
  line: { ...typographyStyles.body1, display: 'flex', gap: '8px', margin: 0, overflowWrap: 'anywhere' },
  mark: { flexShrink: 0, fontSize: '20px', color: tokens.colorBrandForeground1 },
  text: { minWidth: 0 },
});

function addressSentence(state: AddressState, t: Translate): string {
  switch (state.kind) {
    case 'confirmed':
      return t('settings.address.confirmed', { email: state.email });
    case 'changing':
      return t('settings.address.changing', { email: state.email });
    case 'unconfirmed':
      return t('settings.address.unconfirmed');
    default:
      return unreachable(state);
  }
}

export function AddressLine({ standing, typed }: { standing: Standing | null; typed: string }) {
  const { t } = useTexts();
  const state = addressState(standing, typed);
  return <Line isConfirmed={state.kind === 'confirmed'}>{addressSentence(state, t)}</Line>;
}

/** Where the organisation's identity provider gives name and address. */
export function AccountLine({ standing }: { standing: Standing }) {
  const { t } = useTexts();
  const { requester } = standing;
  const next = t(maySignIn(standing) ? 'settings.address.signIn' : 'settings.address.signInLater');
  return (
    <Line isConfirmed={requester !== null}>
      {requester ? t('settings.address.confirmedAs', { ...requester }) : next}
    </Line>
  );
}

/**
 * The server refuses an agent that is not active, unless the person can take the place of a former one, or
 * come back after another account.
 */
export function maySignIn({ state, mayReplace, mayReturn }: Standing): boolean {
  return state === 'active' || mayReplace || mayReturn;
}

function Line({ isConfirmed, children }: { isConfirmed: boolean; children: string }) {
  const styles = useStyles();
  const Mark = isConfirmed ? CheckmarkCircleFilled : MailRegular;
  return (
    <p className={styles.line}>
      <Mark className={styles.mark} aria-hidden />
      <span className={styles.text}>{children}</span>
    </p>
  );
}
