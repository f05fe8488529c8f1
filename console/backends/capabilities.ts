// The phrases for what a backend can and cannot do.
import type { BackendCapabilities } from '../../contract/backends.ts';
import type { RequesterAct } from '../../contract/ticket.ts';
import type { Phrase } from '../ui/texts.ts';

const ACTS: Record<RequesterAct, Phrase> = {
  close: 'backends.can.close',
  reopen: 'backends.can.reopen',
  approve: 'backends.can.approve',
  reject: 'backends.can.reject',
};

export function capabilityPhrases(capabilities: BackendCapabilities): { can: Phrase[]; cannot: Phrase[] } {
  const { acts, attachments } = capabilities;
  const all: [Phrase, boolean][] = [
    ['backends.can.comments', capabilities.comments],
    [attachments === 'link' ? 'backends.can.links' : 'backends.can.files', attachments !== 'none'],
    ...Object.entries(ACTS).map(([act, phrase]): [Phrase, boolean] => [
      phrase,
      acts.some((one) => one === act),
    ]),
    ['backends.can.resolve', capabilities.resolve],
    ['backends.can.staff', Object.keys(capabilities.staff).length > 0],
    ['backends.can.rating', capabilities.rating],
    ['backends.can.contacts', capabilities.contacts],
    ['backends.can.changes', capabilities.changes],
    ['backends.can.catalogue', capabilities.catalogue],
    ['backends.can.people', capabilities.people],
  ];
  const phrases = (is: boolean) => all.flatMap(([phrase, isAble]) => (isAble === is ? [phrase] : []));
  return { can: phrases(true), cannot: phrases(false) };
}
