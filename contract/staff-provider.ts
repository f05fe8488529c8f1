// Sign-in of staff with an identity provider (OpenID Connect), as administrators set it and as the console goes through it.
import { z } from 'zod';
import { SignedInStaff } from './account.ts';
import { lineOf } from './primitives.ts';
import { FinishSignIn, SignIn, TypedIssuer } from './sign-in.ts';

/** Where the provider sends the browser back to, below the public address. */
export const PROVIDER_RETURN_PATH = '/signin/provider';

/** Groups that give one role: more than any help desk has. */
const Groups = z.array(z.string().trim().min(1).max(255)).max(20);

/** How staff sign in with a provider. The client secret never leaves the server. */
export const StaffProvider = SignIn.pick({ issuer: true, clientId: true, hasSecret: true }).extend({
  /** on the button of the sign-in page */
  label: lineOf(1, 60),
  /** the claim that names the groups of a person */
  groupsClaim: z.string().trim().min(1).max(100),
  administratorGroups: Groups,
  technicianGroups: Groups,
});
export type StaffProvider = z.infer<typeof StaffProvider>;

/** Settings to save. A client secret that is left out stays as it is; an empty one is removed. */
export const NewStaffProvider = StaffProvider.omit({ hasSecret: true })
  .extend({ issuer: TypedIssuer, clientSecret: z.string().max(500).optional() })
  .refine(
    ({ administratorGroups, technicianGroups }) => administratorGroups.length + technicianGroups.length > 0,
    {
      path: ['technicianGroups'],
    },
  );
export type NewStaffProvider = z.infer<typeof NewStaffProvider>;

/** What administrators see of it. */
export const StaffProviderSettings = z.object({
  /** to register at the provider */
  redirectUri: z.string(),
  /** null: staff sign in without a provider */
  provider: StaffProvider.nullable(),
});
export type StaffProviderSettings = z.infer<typeof StaffProviderSettings>;

/** What somebody begins at the provider: a sign-in, or the proof that they are the person of their session. */
export const BeginProviderSignIn = z.object({ purpose: z.enum(['sign-in', 'proof']) });
export type ProviderPurpose = z.infer<typeof BeginProviderSignIn>['purpose'];

/** The address of the provider for this browser. */
export const BegunProviderSignIn = z.object({ url: z.string() });

/** What the browser brought back. */
export const ProviderAnswer = FinishSignIn;
export type ProviderAnswer = z.infer<typeof ProviderAnswer>;

/** Somebody who signed in with the provider. */
export const ProviderSignedIn = SignedInStaff.extend({
  /** their groups no longer make them an administrator, and they stay the last one */
  staysAdministrator: z.boolean(),
});
export type ProviderSignedIn = z.infer<typeof ProviderSignedIn>;
