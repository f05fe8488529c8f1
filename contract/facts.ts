// The facts about the machine that may go with a ticket, by name. Each is shown before Send and can be taken out.

/** In the order they are shown. */
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
