import type { GriffelStyle } from '@fluentui/react-components';

/** A list without marks, one item below the other; `rowGap` is a token. */
export function plainList(rowGap: string): GriffelStyle {
  return { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', rowGap };
}
