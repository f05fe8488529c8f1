// Tells zod not to make code from strings: the content security policy forbids it, and reports each try.
// Schemas look this up when they are made, so main.tsx imports this file before any of them.
import { z } from 'zod';

z.config({ jitless: true });
