import type { GriffelStyle } from '@fluentui/react-components';

/** Styles of a list without bullets, in a column; `rowGap` is a token. */
export function plainList(rowGap: string): GriffelStyle {
  return { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', rowGap };
}
