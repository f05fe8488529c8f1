// Writes docs/rights.md from the tables of rights.
import { API, type OperationName } from '../../../../contract/api.ts';
import type { CommandKind } from '../../../../contract/sync.ts';
import {
  AGENT_RIGHTS,
  CELLS,
  COMMAND_RIGHTS,
  type Matrix,
  ROLES,
  type Role,
  STAFF_RIGHTS,
  subjectOf,
} from './matrix.ts';

const TITLES: Readonly<Record<Role, string>> = {
  nobody: 'nobody known',
  waiting: 'waiting agent',
  suspended: 'suspended agent',
  retired: 'retired agent',
  unconfirmed: 'agent without an address',
  stranger: 'somebody else',
  colleague: 'a colleague',
  foreigner: 'another organisation',
  joiner: 'joiner',
  approver: 'approver',
  contact: 'contact',
  requester: 'requester',
  technician: 'technician',
  administrator: 'administrator',
  outsider: 'technician of the other organisation',
  limited: 'administrator of the other organisation',
};

const COMMAND_TEXTS: Readonly<Record<CommandKind, string>> = {
  'create-ticket': 'Open a ticket',
  'add-comment': 'Comment on the ticket',
  'act-on-ticket': 'Act on the ticket',
  'rate-ticket': 'Rate the resolved ticket',
  'join-ticket': 'Join the ticket by "Me too" on its announcement',
};

/** The rows of a subject in another situation. */
const SITUATIONS: Readonly<Record<string, string>> = {
  'sendConfirmationToken/replacing':
    'Mail a token, a waiting agent in the place of a confirmed one of its Windows user: to the address of that one alone',
  'confirmAddress/replacing':
    'Confirm an address, a waiting agent that of the confirmed one whose place it takes',
  'confirmAddress/unsent': 'Confirm an address with a token that was not mailed to it',
  "readUploadOffset/another's": 'Return how much of another agent’s upload has arrived',
  "continueUpload/another's": 'Send the rest of another agent’s upload',
  'inviteStaff/elsewhere': 'Invite somebody for the other organisation',
  'changeStaff/elsewhere': 'Change somebody who works for the other organisation',
  'changeStaff/to-more': 'Let somebody who works for the other organisation work for the first one too',
  'readTicket/elsewhere': 'Read a ticket of the other organisation',
  'takeTicket/elsewhere': 'Take a ticket of the other organisation',
  'publishAnnouncement/elsewhere': 'Publish an announcement to the other organisation',
  'publishAnnouncement/everywhere': 'Publish an announcement to every organisation',
  'changeAnnouncement/everywhere': 'Change an announcement to every organisation',
  'createEnrolmentKey/elsewhere': 'Create an enrolment key of the other organisation',
  'changeStaff/oneself': 'Change one’s own role',
  'deactivateStaff/oneself': 'Deactivate oneself',
  'resetSecondFactor/oneself': 'Remove one’s own second factor without a password',
  'create-ticket/for-a-colleague': 'Open a ticket on behalf of a person of the first organisation',
  'create-ticket/with-a-foreigner': 'Open a ticket with a contact of the other organisation',
  'act-on-ticket/close': 'Close the resolved ticket',
  'act-on-ticket/reopen': 'Reopen the resolved ticket',
  'act-on-ticket/approve': 'Approve the ticket that waits for approval',
  'act-on-ticket/reject': 'Reject the ticket that waits for approval',
  'join-ticket/unannounced': 'Join the ticket without an announcement of it',
};

const INTRODUCTION = `# Rights

Who may do what, operation by operation. A test calls every operation and every command as every caller, and compares the
answer with these tables and with what each caller may see in it (\`tests/flow/server/rights/\`). This page is written from the
same tables: \`npx vitest run tests/unit/house/rights.test.ts -u\` writes it again after a change.

- *Nobody known* has no credentials, or false ones: another agent's secret, an ended session, a forged link.
- A *waiting* agent was not activated by IT yet. *Suspended* and *retired* agents lose their rights also on their own tickets.
- *Somebody else* has no ticket, *a colleague* has another one, *another organisation* is an active agent of another client.
- *Requester*, *contact*, *approver* and *joiner* take part in the ticket in question. A joiner said "Me too" to its announcement.
- A *technician* works on the tickets of all organisations; an *administrator* also sets the server up.
- A technician or an administrator *of the other organisation* works for that one alone. The rows are about things of the first
  one, where they do not say otherwise; lists show them what is of their own.

What is "as if it did not exist" is answered like something that never existed. The console refuses every change that another
site sends through a signed-in browser. GET and HEAD answer alike, except that event streams have no HEAD.
`;

/** Callers that are alike in every row of a table share a column. */
function columnsOf(matrix: Matrix): Role[][] {
  const rows = [...matrix.values()];
  const cellsOf = (role: Role) => rows.map((cells) => cells[role]).join();
  return [...Map.groupBy(ROLES, cellsOf).values()];
}

function tableOf(matrix: Matrix, describe: (row: string) => string): string {
  const columns = columnsOf(matrix);
  const titles = columns.map((roles) => {
    if (roles.length === ROLES.length) return 'everybody';
    return roles.length === ROLES.length - 4
      ? 'nobody known, and every agent'
      : roles.map((role) => TITLES[role]).join(', ');
  });
  const lines = [...matrix].map(([row, cells]) => {
    const texts = columns.map(([role]) => (role ? CELLS[cells[role]].means : ''));
    return [describe(row), ...texts];
  });
  return [['', ...titles], ['---', ...columns.map(() => '---')], ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function describeOperation(row: string): string {
  const name = subjectOf(row) as OperationName;
  const { method, path, summary } = API[name];
  return `${SITUATIONS[row] ?? summary}<br>\`${method} ${path}\``;
}

function describeCommand(row: string): string {
  return SITUATIONS[row] ?? COMMAND_TEXTS[subjectOf(row) as CommandKind];
}

/** The rows of this matrix whose operation is in `paths`. */
function under(matrix: Matrix, isIncluded: (path: string) => boolean): Matrix {
  return new Map([...matrix].filter(([row]) => isIncluded(API[subjectOf(row) as OperationName].path)));
}

/** Returns the text of docs/rights.md. */
export function renderRights(): string {
  const isConsole = (path: string) => path.startsWith('/v1/console/');
  const sections = [
    ['What an agent may call', tableOf(AGENT_RIGHTS, describeOperation)],
    [
      'What an agent may do with a ticket',
      `What is refused "until" something happens stays in the agent's outbox until then.\n\n${tableOf(COMMAND_RIGHTS, describeCommand)}`,
    ],
    ['What staff may call', tableOf(under(STAFF_RIGHTS, isConsole), describeOperation)],
    [
      'What anybody may call',
      `The mailbox only exists where \`MAILBOX\` is set, and for requests of the same machine.\n\n${tableOf(
        under(STAFF_RIGHTS, (path) => !isConsole(path)),
        describeOperation,
      )}`,
    ],
  ];
  return [INTRODUCTION, ...sections.map(([title, text]) => `## ${title}\n\n${text}\n`)].join('\n');
}
