// The fields of a backend's kind: those that are needed first, and more for those who look for them.
import type { ComponentType } from 'react';
import { AteraFields, MoreAteraFields } from './atera-fields.tsx';
import { ItopFields, MoreItopFields } from './itop-fields.tsx';
import type { KindFieldsProps } from './kind-fields-props.ts';
import { MailFields, MoreMailFields } from './mail-fields.tsx';
import type { AddedKind } from './written.ts';

export const KIND_FIELDS: Record<
  AddedKind,
  { First: ComponentType<KindFieldsProps>; More: ComponentType<KindFieldsProps>; more: ReadonlySet<string> }
> = {
  itop: {
    First: ItopFields,
    More: MoreItopFields,
    more: new Set(['organisations', 'statuses', 'impacts', 'urgencies', 'timeZone', 'extraFields']),
  },
  atera: {
    First: AteraFields,
    More: MoreAteraFields,
    more: new Set(['url', 'deviceField', 'statuses', 'impacts', 'priorities', 'linkDays']),
  },
  mail: {
    First: MailFields,
    More: MoreMailFields,
    more: new Set([
      'numberPattern',
      'statusPattern',
      'statuses',
      'replyTag',
      'template',
      'serviceRequestTemplate',
      'awaitNumberHours',
      'imap.folder',
    ]),
  },
};

/** Whether something that was found wrong stands under "More settings". */
export function isWrongUnderMore(kind: AddedKind, wrong: ReadonlySet<string>): boolean {
  return [...wrong].some((name) => {
    const [, top = '', below = ''] = name.split('.');
    return KIND_FIELDS[kind].more.has(top) || KIND_FIELDS[kind].more.has(`${top}.${below}`);
  });
}
