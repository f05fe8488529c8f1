// Turns off zod's code generation: the content security policy forbids eval, and reports each attempt.
// A schema reads this setting when it is created, so main.tsx imports this file first.
import { z } from 'zod';

z.config({ jitless: true });
