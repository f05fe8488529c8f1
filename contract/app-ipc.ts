// The IPC of every window: the agent's state, the windows that can be opened, the restart for an update.
import { z } from 'zod';
import type { NoticeName, RequestName } from './channels.ts';
import { Standing } from './enrolment.ts';
import { GuichetError } from './errors.ts';
import { Language } from './primitives.ts';
import { Recovery } from './recovery.ts';
import { UpdateState } from './update.ts';

/** The agent's condition, listed from the worst; the tray shows the same. */
export const AgentCondition = z.enum([
  'needs-attention',
  'waiting-for-activation',
  'confirm-address',
  'offline',
  'ready',
]);
export type AgentCondition = z.infer<typeof AgentCondition>;

/** Why what waits is not sent, or nothing can be saved, at the moment. Each of them passes by itself. */
export const Hindrance = z.enum([
  'storage-busy',
  'storage-read-only',
  'storage-failed',
  'unreachable',
  'limited',
  'refused',
  'uploads',
  'ticket-missing',
]);
export type Hindrance = z.infer<typeof Hindrance>;

/** What IT allows on this computer: the stricter of the server's policy and the Windows group policy. */
export const AgentPolicy = z.object({
  screenshots: z.boolean(),
  /** facts about the machine */
  facts: z.boolean(),
  /** endings of file names that may be attached, without the dot; null admits any */
  fileTypes: z.array(z.string()).nullable(),
  /** largest file; 1 MB is 1,048,576 bytes */
  attachmentMegabytes: z.int().min(1),
});
export type AgentPolicy = z.infer<typeof AgentPolicy>;

/** The state of the agent, as every window shows it. */
export const AppState = z.object({
  condition: AgentCondition,
  /** why attention is needed */
  problem: GuichetError.nullable(),
  /** last standing from the server; null before the first enrolment, kept while offline */
  standing: Standing.nullable(),
  online: z.boolean(),
  /** the server was reached, and asked to call again later: too many called at once */
  limited: z.boolean(),
  hindrance: Hindrance.nullable(),
  /** what was kept and lost when the agent began anew; null when the person has read it, or it never did */
  recovery: Recovery.nullable(),
  /** it has begun anew and is not as it was yet: tickets are written, and wait for that */
  isRecovering: z.boolean(),
  /** number of commands in the outbox that the server has not accepted */
  waiting: z.int().min(0),
  /** number of tickets with something unread */
  unread: z.int().min(0),
  policy: AgentPolicy,
  /** the hotkey in force, such as `Ctrl+F12`; null when every candidate is in use by other programs */
  hotkey: z.string().nullable(),
  language: Language,
  /** the system's accent colour as #rrggbb; null where it has none */
  accent: z.string().nullable(),
  version: z.string(),
  update: UpdateState,
  hostname: z.string(),
  userName: z.string(),
});
export type AppState = z.infer<typeof AppState>;

/** The screens. `region` and `countdown` belong to the taking of a picture. */
export const Screen = z.enum(['capture', 'tickets', 'settings', 'about', 'region', 'countdown']);
export type Screen = z.infer<typeof Screen>;

/** The screens that a window may open. */
export const OpenableScreen = Screen.exclude(['region', 'countdown']);
export type OpenableScreen = z.infer<typeof OpenableScreen>;

const none = z.void();

/** Requests of every window. */
export const APP_REQUESTS = {
  'app:state': { in: none, out: AppState },
  /** the person has read what was kept and lost */
  'app:recovery-read': { in: none, out: none },
  'window:open': { in: OpenableScreen, out: none },
  'window:close': { in: none, out: none },

  /** restarts into the downloaded update, at once or as soon as nothing is being written or sent */
  'update:restart': { in: none, out: none },
} as const satisfies Partial<Record<RequestName, { in: z.ZodType; out: z.ZodType }>>;

/** Notices to every window. */
export const APP_NOTICES = {
  'app:state': AppState,
} as const satisfies Partial<Record<NoticeName, z.ZodType>>;
