// The form of the identity provider of the staff: as typed, and as sent.
import { NewStaffProvider, type StaffProvider } from '../../contract/staff-provider.ts';
import type { Parsed } from '../ui/use-form.ts';

export interface ProviderForm {
  label: string;
  issuer: string;
  clientId: string;
  /** empty: the stored one stays */
  clientSecret: string;
  groupsClaim: string;
  /** one group a line, as the ones below */
  administratorGroups: string;
  technicianGroups: string;
}

export function providerFormOf(provider: StaffProvider | null): ProviderForm {
  return {
    label: provider?.label ?? '',
    issuer: provider?.issuer ?? '',
    clientId: provider?.clientId ?? '',
    clientSecret: '',
    groupsClaim: provider?.groupsClaim ?? 'groups',
    administratorGroups: provider?.administratorGroups.join('\n') ?? '',
    technicianGroups: provider?.technicianGroups.join('\n') ?? '',
  };
}

/** Returns the lines that have a text. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export function parseProviderForm({
  clientSecret,
  administratorGroups,
  technicianGroups,
  ...form
}: ProviderForm): Parsed<NewStaffProvider> {
  const { success, data, error } = NewStaffProvider.safeParse({
    ...form,
    administratorGroups: linesOf(administratorGroups),
    technicianGroups: linesOf(technicianGroups),
    ...(clientSecret !== '' && { clientSecret }),
  });
  if (success) return { ok: true, value: data };
  return { ok: false, wrong: new Set(error.issues.map(({ path }) => String(path[0]))) };
}
