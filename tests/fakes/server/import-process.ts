// Imports files for the tests of one process: a program for each import would load the server's modules again.
import { runImport } from '../../../server/import.ts';
import { Refused } from '../../../server/program.ts';

export interface ImportRequest {
  args: string[];
  environment: Record<string, string>;
}
export interface ImportAnswer {
  code: number;
  said: string;
}

async function answerTo({ args, environment }: ImportRequest): Promise<ImportAnswer> {
  try {
    return { code: 0, said: await runImport(args, 'node server/import.ts', environment) };
  } catch (failure) {
    return { code: 1, said: failure instanceof Refused ? failure.message : String(failure) };
  }
}

process.on('message', async (request) => process.send?.(await answerTo(request as ImportRequest)));
