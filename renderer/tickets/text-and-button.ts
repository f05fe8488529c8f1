// The styles of a line of text with a button at its end, which wraps in a narrow window.
import { typographyStyles } from '@fluentui/react-components';

export const TEXT_AND_BUTTON = {
  ...typographyStyles.body1,
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  justifyContent: 'space-between',
  gap: '8px 16px',
} as const;
