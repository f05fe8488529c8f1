// The settings of an application that gets tokens for the account of SMTP_URL.
import { z } from 'zod';
import { TokenSource } from '../contract/mail-server.ts';

const { tokenUrl, clientId, scope } = TokenSource.shape;

export const SMTP_TOKEN_VARIABLES = {
  /** where an application gets tokens for the account in SMTP_URL (OAuth 2, client credentials); without it its password is used */
  SMTP_TOKEN_URL: tokenUrl.optional(),
  SMTP_CLIENT_ID: clientId.optional(),
  SMTP_CLIENT_SECRET: z.string().trim().min(1).max(2000).optional(),
  SMTP_SCOPE: scope.optional(),
} as const;

export const EXPECTED_OF_SMTP_TOKEN = {
  SMTP_TOKEN_URL: 'an https address, such as https://login.example.org/tenant/oauth2/v2.0/token',
  SMTP_CLIENT_ID: 'the id of an application',
  SMTP_CLIENT_SECRET: 'the secret of that application',
  SMTP_SCOPE: 'a scope, such as https://outlook.office365.com/.default',
} as const satisfies Record<Name, string>;

type Name = keyof typeof SMTP_TOKEN_VARIABLES;
type Values = z.infer<z.ZodObject<typeof SMTP_TOKEN_VARIABLES>>;

export interface SmtpToken {
  source: TokenSource;
  secret: string;
}

/** Returns the setting that is missing and one that needs it, or null. */
export function lackingOfSmtpToken(values: Values): { name: Name; because: Name } | null {
  const names = Object.keys(SMTP_TOKEN_VARIABLES) as Name[];
  const because = names.find((name) => values[name] !== undefined);
  const name = names.find((one) => values[one] === undefined);
  return because === undefined || name === undefined ? null : { name, because };
}

/** Returns null where tokens are not set up. */
export function smtpTokenOf(values: Values): SmtpToken | null {
  const { SMTP_TOKEN_URL, SMTP_CLIENT_ID, SMTP_CLIENT_SECRET, SMTP_SCOPE } = values;
  if (!SMTP_TOKEN_URL || !SMTP_CLIENT_ID || !SMTP_CLIENT_SECRET || !SMTP_SCOPE) return null;
  const source = { tokenUrl: SMTP_TOKEN_URL, clientId: SMTP_CLIENT_ID, scope: SMTP_SCOPE };
  return { source, secret: SMTP_CLIENT_SECRET };
}
