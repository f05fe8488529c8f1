// How a list that opens below a field is placed in a dialog, and the arrow that opens it.

/** The dialog scrolls, and would cut the list off. */
export const POPUP = { position: 'below', strategy: 'fixed' } as const;

/** Arrow keys open the list from the field: the arrow beside it is for the mouse, and no stop of Tab. */
export const ARROW = { tabIndex: -1, 'aria-hidden': true } as const;
