// `npm run build`: builds agent and console into out/ and prints the bundlers' warnings.
import { buildAll, electronRuntime } from './electron.ts';

const warnings = buildAll(electronRuntime());
if (warnings) console.log(warnings);
