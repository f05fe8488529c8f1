// Compares the names that Windows gives to users and computers. Done here alone, never in SQL: each database folds case
// differently, and SQLite only that of ASCII.

/** Folds a name: Windows ignores case. Upper case first, so that letters with two lower cases are one (σ and ς). */
export function windowsKeyOf(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** Whether two names are one to Windows. */
export function sameName(one: string, other: string): boolean {
  return windowsKeyOf(one) === windowsKeyOf(other);
}

/** Whether two names can be those of one user: where one of them has no domain, by the name alone. */
export function isOneUser(one: string, other: string): boolean {
  return namesUser(one, other) || namesUser(other, one);
}

/** Whether `wanted` names this user. Without a domain it names that user of any domain. */
export function namesUser(wanted: string, userName: string): boolean {
  return sameName(wanted, userName) || sameName(wanted, userName.slice(userName.lastIndexOf('\\') + 1));
}
