// The token endpoint of one test.
import { onTestFinished } from 'vitest';
import { openTokenEndpoint, type TokenEndpoint } from './token-endpoint.ts';

/** `user`: whose mailbox the tokens open. Ends with the test. */
export async function startTokens(user: string): Promise<TokenEndpoint> {
  const tokens = await openTokenEndpoint(user);
  onTestFinished(tokens.close);
  return tokens;
}
