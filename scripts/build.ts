// `npm run build`: agent and console into out/.
import { buildAll, electronRuntime } from './electron.ts';

buildAll(electronRuntime());
