// `npm run build`: agent and console into out/, with what the bundlers warn of.
import { buildAll, electronRuntime } from './electron.ts';

const warnings = buildAll(electronRuntime());
if (warnings) console.log(warnings);
