// The names of the facts about the machine that a ticket may carry. Each is shown before Send and can be excluded.

/** In the order in which they are shown. */
export const FACT_NAMES = [
  'host',
  'user',
  'system',
  'uptime',
  'memory',
  'disk',
  'network',
  'application',
  'screens',
  'agent',
  'phone',
  'site',
  'room',
] as const;
export type FactName = (typeof FACT_NAMES)[number];
