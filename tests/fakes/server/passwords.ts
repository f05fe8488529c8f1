// Passwords of tests that are about other things: their hashes take no time.
import { systemChance } from '../../../server/chance.ts';
import { createPasswords } from '../../../server/staff/passwords.ts';

export const QUICK_PASSWORDS = createPasswords(systemChance, { memoryCost: 8, timeCost: 1, parallelism: 1 });
