import { type GriffelStyle, tokens } from '@fluentui/react-components';

/** A rounded frame around what belongs together. */
export const CARD_BOX: GriffelStyle = {
  display: 'flex',
  flexDirection: 'column',
  rowGap: tokens.spacingVerticalS,
  padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
  borderRadius: tokens.borderRadiusLarge,
  border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
};
