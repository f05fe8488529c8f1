// The view of the catalogue that was last chosen, stored for this user.
import { z } from 'zod';

const ViewName = z.enum(['tree', 'list', 'mosaic']);
export type ViewName = z.infer<typeof ViewName>;
export const VIEWS = ViewName.options;

const KEY = 'catalogue.view';

/** Returns the stored view, or the tree when none is stored. */
export function rememberedView(): ViewName {
  return ViewName.catch('tree').parse(window.localStorage.getItem(KEY));
}

export function rememberView(view: ViewName): void {
  window.localStorage.setItem(KEY, view);
}
