// The IPC of the settings window: the personal settings, the hotkey, the confirmation of the address, leaving this computer.
import { z } from 'zod';
import type { RequestName } from './channels.ts';
import { Requester, SendTokenResponse } from './enrolment.ts';
import { MailWish } from './mail-wish.ts';
import { Language, LIMITS } from './primitives.ts';

/** The colours of the windows; `system` follows Windows. */
export const Theme = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof Theme>;

/** A key combination as Electron writes it, such as `Ctrl+Shift+F11`. */
export const Accelerator = z.string().regex(/^(?:(?:Ctrl|Alt|Shift|Super)\+){0,4}[A-Za-z0-9]{1,20}$/);

/** What the person sets; policies may impose some of it. */
export const PersonalSettings = z.object({
  fullName: z.string().max(LIMITS.fullName),
  email: z.string().max(254),
  phone: z.string().max(50),
  site: z.string().max(200),
  room: z.string().max(100),
  language: Language,
  theme: Theme,
  /** null: the first free one of Guichet's own list */
  hotkey: Accelerator.nullable(),
  startAtSignIn: z.boolean(),
});
export type PersonalSettings = z.infer<typeof PersonalSettings>;

/** The settings that IT may impose by policy. */
export const ImposedSetting = z.enum(['language', 'hotkey', 'startAtSignIn']);
export type ImposedSetting = z.infer<typeof ImposedSetting>;

/** free: no program uses it; yours: Guichet uses it; taken: another program uses it; unusable: it cannot be a hotkey. */
export const HotkeyVerdict = z.enum(['free', 'yours', 'taken', 'unusable']);
export type HotkeyVerdict = z.infer<typeof HotkeyVerdict>;

/** What a person loses who leaves this computer now. */
export const LeaveLosses = z.object({
  /** commands that the server has not accepted */
  waiting: z.int().min(0),
  drafts: z.int().min(0),
  /** false: the server cannot be told, and lists this agent until staff retire it */
  online: z.boolean(),
});
export type LeaveLosses = z.infer<typeof LeaveLosses>;

const none = z.void();

/** Requests of the settings window. */
export const SETTINGS_REQUESTS = {
  'settings:read': {
    in: none,
    out: z.object({
      settings: PersonalSettings,
      imposed: z.array(ImposedSetting),
      /** address that the last token was mailed to, in lower case; null when none was, or it was used or has expired */
      tokenSentTo: z.string().nullable(),
    }),
  },
  'settings:write': { in: PersonalSettings, out: none },
  /** told to the server with the next sync */
  'settings:wish-mails': { in: MailWish, out: none },
  'settings:try-hotkey': { in: z.object({ accelerator: z.string().max(100) }), out: HotkeyVerdict },
  'settings:send-token': {
    in: z.object({ fullName: z.string(), email: z.string() }),
    out: SendTokenResponse,
  },
  'settings:confirm': {
    in: z.object({ fullName: z.string(), email: z.string(), token: z.string() }),
    out: Requester,
  },
  /** Answered when the browser has come back, after some minutes at most. */
  'settings:sign-in': { in: none, out: Requester },
  'settings:cancel-sign-in': { in: none, out: none },
  /** sends what waits, and says what leaving would lose */
  'settings:prepare-leave': { in: none, out: LeaveLosses },
  /** deletes everything here, if no more than this is lost, and starts anew */
  'settings:leave': { in: LeaveLosses, out: none },
} as const satisfies Partial<Record<RequestName, { in: z.ZodType; out: z.ZodType }>>;
