// How the catalogue was last browsed, kept for this user.
import { z } from 'zod';

const ViewName = z.enum(['tree', 'list', 'mosaic']);
export type ViewName = z.infer<typeof ViewName>;
export const VIEWS = ViewName.options;

const KEY = 'catalogue.view';

/** The tree until another is chosen. */
export function rememberedView(): ViewName {
  return ViewName.catch('tree').parse(window.localStorage.getItem(KEY));
}

export function rememberView(view: ViewName): void {
  window.localStorage.setItem(KEY, view);
}
