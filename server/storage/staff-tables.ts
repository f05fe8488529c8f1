// The tables of staff as Kysely types. Written by staff.
import type { z } from 'zod';
import type { StaffSession } from '../../contract/account.ts';
import type { StaffRole } from '../../contract/console.ts';

export interface StaffTable {
  id: string;
  email: string;
  fullName: string;
  role: z.infer<typeof StaffRole>;
  passwordHash: string;
  createdAt: string;
}

export interface SessionTable {
  id: string;
  tokenHash: string;
  staffId: string;
  startedAt: string;
  lastUsedAt: string;
  expiresAt: string;
  /** of the last use */
  ip: string;
  browser: StaffSession['browser'];
  system: StaffSession['system'];
}

export interface SetupLinkTable {
  tokenHash: string;
  createdAt: string;
}

export interface SecondFactorTable {
  staffId: string;
  /** sealed; null while the first one is being set up */
  secret: string | null;
  since: string | null;
  /** time step of the last code that was used: neither it nor an earlier one is accepted again */
  lastStep: number;
  /** sealed; the one that is being set up */
  nextSecret: string | null;
  nextBegunAt: string | null;
}

/** those that were not used yet */
export interface RecoveryCodeTable {
  staffId: string;
  hash: string;
}

/** one row, with id 1; none: the defaults */
export interface SignInRulesTable {
  id: number;
  secondFactorForAdministrators: number;
}
