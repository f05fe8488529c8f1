// How a list that opens in a dialog is placed: the dialog scrolls, and would cut it off.
export const POPUP = { position: 'below', strategy: 'fixed' } as const;
