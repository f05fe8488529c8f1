// Compares versions by Semantic Versioning 2.0.0, section 11.

/** Returns a negative number when `one` is before `other`, a positive one when after. Both are `ReleaseVersion`s. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [partsOf(one), partsOf(other)];
  const core = compareLists(a.core, b.core);
  if (core !== 0) return core;
  // a release comes after its pre-releases
  if (a.before.length === 0 || b.before.length === 0) return b.before.length - a.before.length;
  return compareLists(a.before, b.before);
}

function partsOf(version: string): { core: string[]; before: string[] } {
  const [core = '', ...before] = version.split('-');
  return { core: core.split('.'), before: before.length === 0 ? [] : before.join('-').split('.') };
}

function compareLists(one: string[], other: string[]): number {
  for (const [place, a] of one.entries()) {
    const b = other[place];
    if (b === undefined) return 1;
    const order = compareIdentifiers(a, b);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

/** Numbers compare numerically and come before text; text compares by ASCII. */
function compareIdentifiers(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber && isOtherNumber) return Number(a) - Number(b);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
