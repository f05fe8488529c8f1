// The table of the console's pages and of the dialogs they open, for the tests that look at each of them. A new page is one line more.
import type { Phrase } from '../../console/ui/texts.ts';
import type { SeededDesk } from './seeded-desk.ts';

/** Something that opens a dialog of a page, by the keyboard. */
interface Opening {
  /** what is pressed one after the other, until the dialog is there: buttons, items of menus, switches */
  press: readonly Phrase[];
  /** the region of the first of them, where another region has one of the same name */
  within?: Phrase;
  /** what is typed into the dialog and confirmed: the one that is looked at follows */
  typed?: string;
}

export interface ConsolePage {
  /** as in console/app.tsx */
  route: string;
  /** the address, where it is not the route */
  address?: (desk: SeededDesk) => string;
  /** whether somebody opens it who is not signed in */
  signedOut?: true;
  /** tabs and buttons that are pressed first */
  after?: readonly Phrase[];
  /** a text that is there once the page is */
  shows: Phrase;
  dialogs?: readonly Opening[];
}

const opening = (...press: Phrase[]): Opening => ({ press });

const BY_LINK: ConsolePage[] = [
  { route: '/setup', address: () => '/setup#a-token', signedOut: true, shows: 'session.createAdministrator' },
  {
    route: '/invitation',
    address: ({ links }) => links.invitation,
    signedOut: true,
    shows: 'invitation.accept',
  },
  { route: '/recovery', address: ({ links }) => links.recovery, signedOut: true, shows: 'recovery.act' },
  {
    route: '/password',
    address: ({ links }) => links.password,
    signedOut: true,
    shows: 'account.changePassword',
  },
  { route: '/password', signedOut: true, shows: 'forgotten.noToken' },
  {
    route: '/approval',
    address: ({ links }) => links.approval,
    signedOut: true,
    shows: 'approval.act.reject',
  },
  {
    route: '/approval',
    address: ({ links }) => links.approval,
    signedOut: true,
    after: ['approval.act.reject'],
    shows: 'approval.confirm.reject',
  },
];

const SIGN_IN: ConsolePage[] = [
  { route: '/signin', signedOut: true, shows: 'session.byPasskey' },
  { route: '/forgotten', signedOut: true, shows: 'forgotten.act' },
  {
    route: '/signin/provider',
    address: () => '/signin/provider?code=none&state=none',
    signedOut: true,
    shows: 'provider.back',
  },
];

const DEVICES: ConsolePage[] = [
  {
    route: '/devices',
    shows: 'devices.selectAll',
    dialogs: [
      opening('keys.new'),
      opening('devices.newOrganisation'),
      opening('devices.whole', 'devices.all.suspend'),
    ],
  },
  {
    route: '/devices',
    after: ['devices.view.keys'],
    shows: 'keys.ending',
    dialogs: [opening('keys.revokeOne')],
  },
  {
    route: '/devices',
    after: ['devices.view.advance'],
    shows: 'advance.empty',
    dialogs: [opening('advance.new')],
  },
  {
    route: '/devices',
    after: ['devices.view.signIn'],
    shows: 'signIn.setUp',
    dialogs: [opening('signIn.setUp')],
  },
];

const TICKETS: ConsolePage[] = [
  { route: '/tickets', shows: 'tickets.whoseName' },
  {
    route: '/tickets/:id',
    address: ({ tickets }) => `/tickets/${tickets.assigned}`,
    shows: 'tickets.act.setPending',
    dialogs: [
      opening('tickets.act.assign'),
      opening('tickets.act.setPending'),
      opening('tickets.act.resolve'),
      opening('tickets.act.correct'),
      opening('tickets.more', 'tickets.moreAct.merge'),
      opening('tickets.more', 'tickets.moreAct.split'),
      opening('tickets.more', 'tickets.moreAct.relate'),
    ],
  },
  {
    route: '/tickets/:id',
    address: ({ tickets }) => `/tickets/${tickets.pending}`,
    shows: 'tickets.act.resume',
    dialogs: [opening('tickets.act.changePending')],
  },
  {
    route: '/tickets/:id',
    address: ({ tickets }) => `/tickets/${tickets.forApproval}`,
    shows: 'approval.act.approve',
    dialogs: [
      opening('approval.act.approve'),
      opening('approval.act.reject'),
      opening('tickets.approval.name'),
    ],
  },
  {
    route: '/tickets/:id',
    address: ({ tickets }) => `/tickets/${tickets.merged}`,
    shows: 'tickets.merge.undo',
  },
  {
    route: '/held-mails',
    shows: 'heldMails.what',
    dialogs: [opening('heldMails.refuse'), opening('heldMails.add'), opening('heldMails.makeTicket')],
  },
];

const OTHERS: ConsolePage[] = [
  {
    route: '/announcements',
    shows: 'announcements.new',
    dialogs: [
      opening('announcements.new'),
      opening('announcements.editOne'),
      opening('announcements.withdrawOne'),
    ],
  },
  {
    route: '/account',
    shows: 'account.mailDigest',
    dialogs: [
      opening('account.changePassword'),
      opening('act.add'),
      { press: ['act.add'], typed: 'Office laptop' },
      opening('passkeys.renameOf'),
      opening('passkeys.removeOf'),
      opening('secondFactor.setUp'),
      opening('absence.change'),
      opening('account.demand'),
    ],
  },
  {
    route: '/staff',
    shows: 'provider.groupsClaim',
    dialogs: [
      opening('staff.invite'),
      opening('staff.actsOn', 'staff.act.change'),
      opening('staff.actsOn', 'staff.act.absence'),
      opening('teams.new'),
      { press: ['teams.changeTitle'], within: 'teams.title' },
      opening('teams.dissolveNamed'),
      opening('signIn.change'),
      opening('provider.remove'),
    ],
  },
  {
    route: '/backends',
    shows: 'backends.add',
    dialogs: [opening('backends.add'), opening('backends.editTitle')],
  },
  { route: '/backends', address: () => '/backends?view=routing', shows: 'backends.addRoute' },
  { route: '/backends', address: () => '/backends?view=parked', shows: 'backends.view.parked' },
  { route: '/updates', shows: 'updates.add', dialogs: [opening('updates.add')] },
  {
    route: '/mails',
    shows: 'mails.languages',
    dialogs: [opening('mails.editNamed.en'), opening('mails.editNamed.fr')],
  },
  { route: '/mails', after: ['mails.editNamed.fr', 'mails.preview'], shows: 'mails.subject' },
  { route: '/status', shows: 'status.mailReason', dialogs: [opening('act.discard')] },
];

export const CONSOLE_PAGES: readonly ConsolePage[] = [
  ...BY_LINK,
  ...SIGN_IN,
  ...DEVICES,
  ...TICKETS,
  ...OTHERS,
];
