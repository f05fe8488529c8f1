// Writes audit rows (who did what to what, and when), in the transaction of the act itself.
import type { Chance } from '../chance.ts';
import { type Clock, instantFrom } from '../clock.ts';
import type { Database } from '../storage/schema.ts';

export type AuditAct =
  | 'setup'
  | 'sign-in'
  | 'sign-in-failed'
  | 'sign-out'
  | 'change-password'
  | 'password-wrong'
  | 'second-factor-wrong'
  | 'end-session'
  | 'end-other-sessions'
  | 'set-up-second-factor'
  | 'remove-second-factor'
  | 'use-recovery-code'
  | 'add-passkey'
  | 'rename-passkey'
  | 'remove-passkey'
  | 'save-staff-provider'
  | 'remove-staff-provider'
  | 'join-provider'
  | 'refuse-provider-sign-in'
  | 'keep-administrator'
  | 'change-sign-in-rules'
  | 'invite'
  | 'send-invitation'
  | 'withdraw-invitation'
  | 'accept-invitation'
  | 'change-staff'
  | 'set-absence'
  | 'deactivate-staff'
  | 'reactivate-staff'
  | 'reset-second-factor'
  | 'end-sessions'
  | 'send-password-link'
  | 'reset-password'
  | 'name-approver'
  | 'offer-recovery'
  | 'recover'
  | 'create-team'
  | 'change-team'
  | 'dissolve-team'
  | 'create-organisation'
  | 'create-enrolment-key'
  | 'revoke-enrolment-key'
  | 'add-advance-activation'
  | 'remove-advance-activation'
  | 'activate'
  | 'suspend'
  | 'retire'
  | 'accept-name'
  | 'erase'
  | 'leave'
  | 'enrol'
  | 'refuse-enrolment'
  | 'claim-identity'
  | 'replace-agent'
  | 'send-token'
  | 'confirm-address'
  | 'refuse-confirmation'
  | 'begin-sign-in'
  | 'refuse-sign-in'
  | 'save-sign-in'
  | 'remove-sign-in'
  | 'test-sign-in'
  | 'remove-unused-agent'
  | 'notice-older-database'
  | 'settle-restored'
  | 'import-catalogue'
  | 'import-directory'
  | 'change-address'
  | 'import-announcements'
  | 'take'
  | 'assign'
  | 'correct'
  | 'set-pending'
  | 'resume'
  | 'reply'
  | 'internal-note'
  | 'resolve'
  | 'close'
  | 'reopen'
  | 'retry-delivery'
  | 'discard-delivery'
  | 'hand-over'
  | 'merge'
  | 'undo-merger'
  | 'split'
  | 'relate'
  | 'remove-relation'
  | 'decide-held-mail'
  | 'publish-announcement'
  | 'change-announcement'
  | 'withdraw-announcement'
  | 'add-backend'
  | 'change-backend'
  | 'remove-backend'
  | 'test-backend'
  | 'change-routes'
  | 'add-release'
  | 'receive-release-file'
  | 'stage-release'
  | 'remove-release'
  | 'change-mail-text'
  | 'restore-mail-text'
  | 'change-mail-language'
  | 'retry-mail'
  | 'discard-mail';

export interface AuditEntry {
  /** null for acts of the server itself */
  staffId: string | null;
  act: AuditAct;
  subject: {
    kind:
      | 'organisation'
      | 'enrolment-key'
      | 'agent'
      | 'ticket'
      | 'delivery'
      | 'staff'
      | 'team'
      | 'announcement'
      | 'backend'
      | 'release'
      | 'notice'
      | 'mail-text'
      | 'server';
    id: string;
  };
  /** never a secret, never the text of a ticket */
  details?: Record<string, string | number | boolean | null>;
}

export type Audit = (transaction: Database, entry: AuditEntry) => Promise<void>;

export function createAudit({ clock, chance }: { clock: Clock; chance: Chance }): Audit {
  return async (transaction, { staffId, act, subject, details = {} }) => {
    await transaction
      .insertInto('audit')
      .values({
        id: chance.id(),
        at: instantFrom(clock),
        staffId,
        act,
        subjectKind: subject.kind,
        subjectId: subject.id,
        details: JSON.stringify(details),
      })
      .execute();
  };
}
