// How a person is told of tickets that begin to wait for them, in this browser.
import { z } from 'zod';
import { readPreference, usePreference } from '../ui/preferences.ts';

const Alerts = z.object({ sound: z.boolean(), notification: z.boolean() });
type Alerts = z.infer<typeof Alerts>;

const KEY = 'alerts';
/** Until the person chooses. */
const NONE: Alerts = { sound: false, notification: false };

export function useAlertPreference() {
  return usePreference(KEY, Alerts, NONE);
}

/** As it is now: the person may have changed it on another page, or in another tab. */
export function readAlerts(): Alerts {
  return readPreference(KEY, Alerts) ?? NONE;
}
