// Who may do what: a row for each operation and each command, a column for each caller. Every cell is stated by hand, never
// derived from the `caller` of the HTTP table, which it checks. docs/rights.md is written from these tables.
import type { ErrorCode } from '../../../../contract/errors.ts';

/**
 * The callers. waiting to retired: agents that IT has not activated, has suspended, has retired; the last two had confirmed
 * the requester's address. unconfirmed: an active agent without an address. All other agents are active and confirmed.
 * stranger: has no ticket; colleague: has a ticket of its own; foreigner: of another organisation, with a ticket of its own;
 * joiner to requester: take part in the ticket that the requests concern. technician, administrator: signed-in staff. outsider, limited: a
 * technician and an administrator who work for the other organisation alone; the requests concern the first one.
 */
export const ROLES = [
  'nobody',
  'waiting',
  'suspended',
  'retired',
  'unconfirmed',
  'stranger',
  'colleague',
  'foreigner',
  'joiner',
  'approver',
  'contact',
  'requester',
  'technician',
  'administrator',
  'outsider',
  'limited',
] as const;
export type Role = (typeof ROLES)[number];

/** What a cell says: the error code of a refusal, or null, and how docs/rights.md puts it. */
export const CELLS = {
  yes: { code: null, means: 'yes' },
  agent: { code: 'agent-unknown', means: 'no, only enrolled agents' },
  staff: { code: 'not-signed-in', means: 'no, only signed-in staff' },
  admin: { code: 'administrator-only', means: 'no, only administrators' },
  ofAll: { code: 'all-organisations-only', means: 'no, only of all organisations' },
  waits: { code: 'agent-not-active', means: 'no, until IT activates the agent' },
  paused: { code: 'agent-suspended', means: 'no, until IT activates the agent again' },
  gone: { code: 'agent-retired', means: 'no, the agent is retired' },
  address: { code: 'address-not-confirmed', means: 'no, until the address is confirmed' },
  hidden: { code: 'not-found', means: 'no, as if it did not exist' },
  noTicket: { code: 'ticket-not-found', means: 'no, as if it did not exist' },
  noRight: { code: 'act-not-allowed', means: 'no' },
  over: { code: 'announcement-over', means: 'no, nothing is announced to them' },
  noPerson: { code: 'person-unknown', means: 'no, only people of the own organisation' },
  setUp: { code: 'setup-link-invalid', means: 'no, the server has staff already' },
  noUpdate: { code: 'no-update', means: 'no, nothing is offered' },
  noSignIn: { code: 'sign-in-not-offered', means: 'no, the organisation mails tokens' },
  ended: { code: 'sign-in-over', means: 'no, it did not begin here' },
  notBegun: { code: 'second-factor-not-begun', means: 'no, it was not begun' },
  oneself: { code: 'own-account', means: 'no, only another administrator' },
  noPasskeys: { code: 'passkeys-unavailable', means: 'no, the server has no public address' },
  noToken: { code: 'token-not-sent', means: 'no' },
} as const satisfies Record<string, { code: ErrorCode | null; means: string }>;
export type Cell = keyof typeof CELLS;

/** The row of each name, with a cell for each caller. */
export type Matrix = ReadonlyMap<string, Readonly<Record<Role, Cell>>>;

/** Columns that stand for several callers. `others`: nobody, and every agent. */
const GROUPS: Readonly<Record<string, readonly Role[]>> = {
  others: ROLES.slice(0, -4),
  staff: ROLES.slice(-4),
  everybody: ROLES,
};

/** Parses a table: its first line names the columns, every other line is a row. Throws when it is not complete. */
export function parseMatrix(table: string): Matrix {
  const [head = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([name]) => name !== '');
  const columns = head.slice(1).map((name) => GROUPS[name] ?? ROLES.filter((role) => role === name));
  if (columns.flat().length !== ROLES.length) throw new Error(`not one column for each caller: ${head}`);
  return new Map(
    rows.map(([name = '', ...cells]) => {
      if (cells.length !== columns.length) throw new Error(`${name} has ${cells.length} cells`);
      const row = columns.flatMap((roles, index) => roles.map((role) => [role, cellOf(cells[index])]));
      return [name, Object.fromEntries(row) as Record<Role, Cell>];
    }),
  );
}

function cellOf(text = ''): Cell {
  if (!Object.hasOwn(CELLS, text)) throw new Error(`no such cell: ${text}`);
  return text as Cell;
}

/** Operations of agents. `operation/situation` is the same operation on something else. */
const OF_AGENTS = `
operation                    nobody waiting suspended retired  unconfirmed stranger colleague foreigner joiner approver contact requester staff
enrolAgent                   yes    yes     yes       yes      yes         yes      yes       yes       yes    yes      yes     yes       yes
leaveComputer                agent  yes     yes       yes      yes         yes      yes       yes       yes    yes      yes     yes       agent
sendConfirmationToken        agent  waits   paused    gone     yes         yes      yes       yes       yes    yes      yes     yes       agent
sendConfirmationToken/replacing agent yes  paused    gone     yes         yes      yes       yes       yes    yes      yes     yes       agent
confirmAddress               agent  waits   paused    gone     yes         yes      yes       yes       yes    yes      yes     yes       agent
confirmAddress/unsent        agent  waits   paused    gone     noToken     noToken  noToken   noToken   noToken noToken noToken noToken   agent
confirmAddress/replacing     agent  yes     paused    gone     yes         yes      yes       yes       yes    yes      yes     yes       agent
beginSignIn                  agent  waits   paused    gone     noSignIn    noSignIn noSignIn  noSignIn  noSignIn noSignIn noSignIn noSignIn agent
finishSignIn                 agent  ended   ended     ended    ended       ended    ended     ended     ended  ended    ended   ended     agent
sync                         agent  yes     yes       yes      yes         yes      yes       yes       yes    yes      yes     yes       agent
listenForSync                agent  yes     yes       gone     yes         yes      yes       yes       yes    yes      yes     yes       agent
findPeople                   agent  waits   paused    gone     address     yes      yes       yes       yes    yes      yes     yes       agent
readTicketFile               agent  waits   paused    gone     hidden      hidden   hidden    hidden    yes    yes      yes     yes       agent
beginUpload                  agent  waits   paused    gone     address     yes      yes       yes       yes    yes      yes     yes       agent
readUploadOffset             agent  hidden  yes       yes      hidden      yes      yes       yes       yes    yes      yes     yes       agent
readUploadOffset/another's   agent  hidden  hidden    hidden   hidden      hidden   hidden    hidden    hidden hidden   hidden  hidden    agent
continueUpload               agent  waits   paused    gone     address     yes      yes       yes       yes    yes      yes     yes       agent
continueUpload/another's     agent  waits   paused    gone     address     hidden   hidden    hidden    hidden hidden   hidden  hidden    agent
readUpdateChannel            agent  yes     yes       noUpdate yes         yes      yes       yes       yes    yes      yes     yes       agent
readUpdateFile               agent  yes     yes       noUpdate yes         yes      yes       yes       yes    yes      yes     yes       agent
`;

/** Operations of staff, and those that anybody may call. */
const OF_STAFF = `
operation                    others technician administrator outsider limited
setUp                        setUp  setUp      setUp         setUp    setUp
signIn                       yes    yes        yes           yes      yes
readSignInWays               yes    yes    yes    yes    yes
beginPasskeySignIn           noPasskeys noPasskeys noPasskeys noPasskeys noPasskeys
signInWithPasskey            noPasskeys noPasskeys noPasskeys noPasskeys noPasskeys
beginProviderSignIn          hidden hidden hidden hidden hidden
signInWithProvider           ended  ended  ended  ended  ended
proveByProvider              staff  ended  ended  ended  ended
proveByPassword              staff  yes    yes    yes    yes
proveByPasskey               staff  noPasskeys noPasskeys noPasskeys noPasskeys
readSession                  staff  yes        yes           yes      yes
signOut                      staff  yes        yes           yes      yes
listenForChanges             staff  yes        yes           yes      yes
readAccount                  staff  yes        yes           yes      yes
changePassword               staff  yes        yes           yes      yes
listSessions                 staff  yes        yes           yes      yes
endSession                   staff  yes        yes           yes      yes
endSession/another's         staff  hidden     hidden        hidden   hidden
endOtherSessions             staff  yes        yes           yes      yes
confirmSecondFactor          staff  notBegun   notBegun      notBegun notBegun
beginSecondFactor            staff  yes        yes           yes      yes
removeSecondFactor           staff  yes        yes           yes      yes
beginPasskey                 staff  noPasskeys noPasskeys noPasskeys noPasskeys
addPasskey                   staff  noPasskeys noPasskeys noPasskeys noPasskeys
renamePasskey                staff  hidden hidden hidden hidden
removePasskey                staff  hidden hidden hidden hidden
readSignInRules              staff  admin      yes           admin    ofAll
changeSignInRules            staff  admin      yes           admin    ofAll

listStaff                    staff  admin      yes           admin    yes
inviteStaff                  staff  admin      yes           admin    hidden
inviteStaff/elsewhere        staff  admin      yes           admin    yes
sendInvitationAgain          staff  admin      yes           admin    hidden
withdrawInvitation           staff  admin      yes           admin    hidden
changeStaff                  staff  admin      yes           admin    hidden
changeStaff/elsewhere        staff  admin      yes           admin    yes
changeStaff/to-more          staff  admin      yes           admin    hidden
changeStaff/oneself          staff  admin      oneself       admin    oneself
setAbsenceOfStaff            staff  admin      yes           admin    hidden
setOwnAbsence                staff  yes        yes           yes      yes
listColleagues               staff  yes        yes           yes      yes
deactivateStaff              staff  admin      yes           admin    hidden
deactivateStaff/oneself      staff  admin      oneself       admin    oneself
reactivateStaff              staff  admin      yes           admin    hidden
resetSecondFactor            staff  admin      yes           admin    hidden
resetSecondFactor/oneself    staff  admin      oneself       admin    oneself
endSessionsOfStaff           staff  admin      yes           admin    hidden
readStaffProvider            staff  admin  yes    admin  ofAll
saveStaffProvider            staff  admin  yes    admin  ofAll
removeStaffProvider          staff  admin  hidden admin  ofAll
listTeams                    staff  yes        yes           yes      yes
createTeam                   staff  admin      yes           admin    ofAll
changeTeam                   staff  admin      yes           admin    ofAll
dissolveTeam                 staff  admin      yes           admin    ofAll
readInvitation               yes    yes        yes           yes      yes
acceptInvitation             yes    yes        yes           yes      yes
requestPasswordLink          yes    yes    yes    yes    yes
sendPasswordLink             staff  admin  yes    admin  hidden
readPasswordLink             yes    yes    yes    yes    yes
usePasswordLink              yes    yes    yes    yes    yes
readRecovery                 yes    yes        yes           yes      yes
recoverAdministrator         yes    yes        yes           yes      yes

listTickets                  staff  yes        yes           yes      yes
readAttention                staff  yes        yes           yes      yes
readTicket                   staff  yes        yes           hidden   hidden
readTicket/elsewhere         staff  yes        yes           yes      yes
takeTicket                   staff  yes        yes           hidden   hidden
takeTicket/elsewhere         staff  yes        yes           yes      yes
assignTicket                 staff  yes        yes           hidden   hidden
correctTicket                staff  yes        yes           hidden   hidden
nameApprover                 staff  yes        yes           hidden   hidden
decideTicket                 staff  noRight    noRight       hidden   hidden
readApproval                 yes    yes        yes           yes      yes
decideApproval               yes    yes        yes           yes      yes
readCatalogueOfOrganisation  staff  yes        yes           hidden   hidden
findPeopleOfOrganisation     staff  yes        yes           hidden   hidden
changeAddress                staff  admin      yes           admin    hidden
mergeTicket                  staff  yes        yes           hidden   hidden
undoMerger                   staff  yes        yes           hidden   hidden
splitTicket                  staff  yes        yes           hidden   hidden
listHeldMails                staff  yes        yes           yes      yes
readHeldMailFile             staff  yes        yes           hidden   hidden
decideHeldMail               staff  yes        yes           hidden   hidden
relateTicket                 staff  yes        yes           hidden   hidden
removeRelation               staff  yes        yes           hidden   hidden
followTicket                 staff  yes        yes           hidden   hidden
unfollowTicket               staff  yes        yes           hidden   hidden
setTicketPending             staff  yes        yes           hidden   hidden
resumeTicket                 staff  yes        yes           hidden   hidden
closeTicket                  staff  yes        yes           hidden   hidden
reopenTicket                 staff  yes        yes           hidden   hidden
replyToTicket                staff  yes        yes           hidden   hidden
resolveTicket                staff  yes        yes           hidden   hidden
handOverTicket               staff  yes        yes           hidden   hidden
readAttachment               staff  yes        yes           hidden   hidden
readReplyPolicy              staff  yes        yes           yes      yes
sendReplyFile                staff  yes        yes           yes      yes

listAnnouncements            staff  yes        yes           yes      yes
publishAnnouncement          staff  yes        yes           hidden   hidden
publishAnnouncement/elsewhere staff  yes        yes           yes      yes
publishAnnouncement/everywhere staff  yes        yes           ofAll    ofAll
changeAnnouncement           staff  yes        yes           hidden   hidden
changeAnnouncement/everywhere staff  yes        yes           ofAll    ofAll
withdrawAnnouncement         staff  yes        yes           hidden   hidden

listOrganisations            staff  yes        yes           yes      yes
createOrganisation           staff  admin      yes           admin    ofAll
createEnrolmentKey           staff  admin      yes           admin    hidden
createEnrolmentKey/elsewhere staff  admin      yes           admin    yes
revokeEnrolmentKey           staff  admin      yes           admin    hidden
addAdvanceActivation         staff  admin      yes           admin    hidden
removeAdvanceActivation      staff  admin      yes           admin    hidden
saveSignIn                   staff  admin      yes           admin    hidden
removeSignIn                 staff  admin      yes           admin    hidden
testSignIn                   staff  admin      yes           admin    yes
listDevices                  staff  yes        yes           yes      yes
countAgents                  staff  yes        yes           yes      yes
changeAgentState             staff  admin      yes           admin    yes

listReleases                 staff  admin      yes           admin    ofAll
addRelease                   staff  admin      yes           admin    ofAll
stageRelease                 staff  admin      yes           admin    ofAll
removeRelease                staff  admin      yes           admin    ofAll
sendReleaseFile              staff  admin      yes           admin    ofAll

listBackends                 staff  yes        yes           yes      yes
addBackend                   staff  admin      yes           admin    ofAll
changeBackend                staff  admin      yes           admin    ofAll
removeBackend                staff  admin      yes           admin    ofAll
testSettings                 staff  admin      yes           admin    ofAll
testBackend                  staff  admin      yes           admin    ofAll
readBackendCatalogue         staff  admin      yes           admin    ofAll
importBackendCatalogue       staff  admin      yes           admin    ofAll
listRoutes                   staff  admin      yes           admin    ofAll
replaceRoutes                staff  admin      yes           admin    ofAll
listRoutableEntries          staff  admin      yes           admin    ofAll
listParkedDeliveries         staff  yes        yes           yes      yes
retryDelivery                staff  yes        yes           hidden   hidden
discardDelivery              staff  admin      yes           admin    hidden
retryAlike                   staff  yes        yes           hidden   hidden
discardAlike                 staff  admin      yes           admin    hidden
readServerStatus             staff  admin      yes           admin    ofAll

listMailTexts                staff  admin      yes           admin    ofAll
saveMailText                 staff  admin      yes           admin    ofAll
restoreMailText              staff  admin      yes           admin    ofAll
previewMail                  staff  admin      yes           admin    ofAll
sendSampleMail               staff  admin      yes           admin    ofAll
readMailQueue                staff  admin      yes           admin    ofAll
retryMail                    staff  admin      yes           admin    ofAll
discardMail                  staff  admin      yes           admin    ofAll
listMailLanguages            staff  admin      yes           admin    ofAll
saveMailLanguage             staff  admin      yes           admin    ofAll
readMailWishes               staff  yes        yes           yes      yes
saveMailWishes               staff  yes        yes           yes      yes

readHealth                   yes    yes        yes           yes      yes
readReadiness                yes    yes        yes           yes      yes
readDescription              yes    yes        yes           yes      yes
readMetrics                  yes    yes        yes           yes      yes
showMailbox                  yes    yes        yes           yes      yes
listMails                    yes    yes        yes           yes      yes
readSignedFile               yes    yes        yes           yes      yes
showUnsubscribe              yes    yes        yes           yes      yes
unsubscribe                  yes    yes        yes           yes      yes
`;

/**
 * Commands of the sync call, on the ticket whose roles the columns name; acts are `act-on-ticket/<act>`. waits, paused, gone
 * and address mean that the command is held until that changes; every other refusal is final.
 */
const OF_COMMANDS = `
command                          nobody waiting suspended retired unconfirmed stranger colleague foreigner joiner  approver contact  requester staff
create-ticket                    agent  waits   paused    gone    address     yes      yes       yes       yes     yes      yes      yes       agent
create-ticket/for-a-colleague    agent  waits   paused    gone    address     yes      yes       noPerson  yes     yes      yes      yes       agent
create-ticket/with-a-foreigner   agent  waits   paused    gone    address     noPerson noPerson  yes       noPerson noPerson noPerson noPerson agent
add-comment                      agent  waits   paused    gone    address     noTicket noTicket  noTicket  yes     yes      yes      yes       agent
act-on-ticket/close              agent  waits   paused    gone    address     noTicket noTicket  noTicket  noRight noRight  yes      yes       agent
act-on-ticket/reopen             agent  waits   paused    gone    address     noTicket noTicket  noTicket  noRight noRight  yes      yes       agent
act-on-ticket/approve            agent  waits   paused    gone    address     noTicket noTicket  noTicket  noRight yes      noRight  noRight   agent
act-on-ticket/reject             agent  waits   paused    gone    address     noTicket noTicket  noTicket  noRight yes      noRight  noRight   agent
rate-ticket                      agent  waits   paused    gone    address     noTicket noTicket  noTicket  noRight noRight  yes      yes       agent
join-ticket                      agent  waits   paused    gone    address     yes      yes       over      yes     yes      yes      yes       agent
join-ticket/unannounced          agent  waits   paused    gone    address     over     over      over      over    over     over     over      agent
`;

export const AGENT_RIGHTS = parseMatrix(OF_AGENTS);
export const STAFF_RIGHTS = parseMatrix(OF_STAFF);
export const COMMAND_RIGHTS = parseMatrix(OF_COMMANDS);

/** The operation or the command of a row. */
export function subjectOf(row: string): string {
  return row.split('/')[0] ?? row;
}
