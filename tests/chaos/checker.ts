// Compares what people were told with what exists at the end of a history. Pure: it is tested by itself.

/** A file as its sender chose it, or as somebody has it. */
export interface FileSeen {
  name: string;
  sha256: string;
}

/** Something a person sent, named by a text that nothing else has. */
export interface Sent {
  kind: 'ticket' | 'comment';
  /** the title of the ticket, or the text of the comment */
  text: string;
  /** the title of the ticket it belongs to: its own where it is one */
  ticket: string;
  /** who sent it: what one person sends to a ticket keeps its order */
  by: string;
  /** whether they were told that it is saved; else they were told that it is not, or nothing */
  isSaved: boolean;
  files: readonly FileSeen[];
}

interface CommentSeen {
  text: string;
}

export interface TicketSeen {
  title: string;
  /** in their order */
  comments: readonly CommentSeen[];
  files: readonly FileSeen[];
}

/** What one agent shows without a network. */
export interface Shown {
  agent: string;
  tickets: readonly (TicketSeen & { number: string | null })[];
  /** files sent from here that it can still show */
  readable: readonly FileSeen[];
}

export interface Outcome {
  /** in the order in which they were sent, for each sender */
  sent: readonly Sent[];
  /** the backend's tickets: the truth */
  exists: readonly TicketSeen[];
  /** what technicians wrote at the backend */
  replies: readonly { ticket: string; text: string }[];
  shown: readonly Shown[];
}

export interface Verdict {
  /** told saved, and not at the backend */
  lost: string[];
  /** at the backend, or in an agent, more than once */
  duplicated: string[];
  reordered: string[];
  /** files with other bytes than those that were sent */
  altered: string[];
  /** at the backend, and not readable in an agent */
  unreadable: string[];
}

/** Whether nothing is wrong. */
export function isClean(verdict: Verdict): boolean {
  return Object.values(verdict).every((names) => names.length === 0);
}

/** Whether something is wrong that waiting does not mend. */
export function isBeyondRepair({ duplicated, reordered, altered }: Verdict): boolean {
  return duplicated.length + reordered.length + altered.length > 0;
}

export function check({ sent, exists, replies, shown }: Outcome): Verdict {
  const verdict: Verdict = { lost: [], duplicated: [], reordered: [], altered: [], unreadable: [] };
  const count = (all: readonly string[], one: string) => all.filter((text) => text === one).length;
  const titles = exists.map(({ title }) => title);
  const texts = exists.flatMap(({ comments }) => comments.map(({ text }) => text));

  for (const { kind, text, ticket, isSaved, files } of sent) {
    const found = count(kind === 'ticket' ? titles : texts, text);
    if (found > 1) verdict.duplicated.push(`${kind} ${text}`);
    const home = exists.find(({ title }) => title === ticket);
    const isThere = kind === 'ticket' ? home !== undefined : texts.includes(text);
    if (isSaved && !(isThere && isIn(home, kind, text))) verdict.lost.push(`${kind} ${text}`);
    if (isThere) checkFiles(files, home?.files ?? [], verdict);
  }
  for (const ticket of exists) checkOrder(ticket, sent, verdict);
  for (const agent of shown) checkShown(agent, exists, replies, sent, verdict);
  return verdict;
}

function isIn(home: TicketSeen | undefined, kind: Sent['kind'], text: string): boolean {
  return kind === 'ticket' || home?.comments.some((comment) => comment.text === text) === true;
}

function checkFiles(files: readonly FileSeen[], there: readonly FileSeen[], verdict: Verdict): void {
  for (const { name, sha256 } of files) {
    const same = there.filter((file) => file.name === name);
    if (same.length === 0) verdict.lost.push(`file ${name}`);
    if (same.length > 1) verdict.duplicated.push(`file ${name}`);
    if (same.some((file) => file.sha256 !== sha256)) verdict.altered.push(`file ${name}`);
  }
}

/** What one person sent to one ticket is there in the order of sending. */
function checkOrder({ title, comments }: TicketSeen, sent: readonly Sent[], verdict: Verdict): void {
  const places = new Map(comments.map(({ text }, place) => [text, place]));
  const last = new Map<string, number>();
  for (const { kind, ticket, text, by } of sent) {
    const place = places.get(text);
    if (kind !== 'comment' || ticket !== title || place === undefined) continue;
    if (place < (last.get(by) ?? -1)) verdict.reordered.push(`comment ${text}`);
    last.set(by, Math.max(place, last.get(by) ?? -1));
  }
}

function checkShown(
  { agent, tickets, readable }: Shown,
  exists: readonly TicketSeen[],
  replies: Outcome['replies'],
  sent: readonly Sent[],
  verdict: Verdict,
): void {
  const written = new Set([...sent, ...replies].map(({ text }) => text));
  for (const { title, comments } of exists) {
    const own = tickets.filter((ticket) => ticket.title === title);
    if (own.length > 1) verdict.duplicated.push(`ticket ${title} in ${agent}`);
    if (own[0] === undefined || own[0].number === null)
      verdict.unreadable.push(`ticket ${title} in ${agent}`);
    const texts = own.flatMap((ticket) => ticket.comments.map(({ text }) => text));
    for (const text of new Set(comments.map((comment) => comment.text))) {
      if (!written.has(text)) continue;
      const times = texts.filter((one) => one === text).length;
      if (times === 0) verdict.unreadable.push(`comment ${text} in ${agent}`);
      if (times > 1) verdict.duplicated.push(`comment ${text} in ${agent}`);
    }
  }
  for (const { by, isSaved, files } of sent) {
    if (by !== agent || !isSaved) continue;
    for (const { name, sha256 } of files)
      if (!readable.some((file) => file.name === name && file.sha256 === sha256))
        verdict.unreadable.push(`file ${name} in ${agent}`);
  }
}
