// The migrations in their order. Numbered by tens; one that has been released is never edited.
import type { Migration } from 'kysely/migration';
import * as enrolment from './0010-enrolment.ts';
import * as tickets from './0020-tickets.ts';
import * as staff from './0030-staff.ts';
import * as catalogue from './0040-catalogue.ts';
import * as announcements from './0050-announcements.ts';
import * as participants from './0060-participants.ts';
import * as backends from './0070-backends.ts';
import * as sentMail from './0080-sent-mail.ts';
import * as leftOut from './0090-left-out.ts';
import * as releases from './0100-releases.ts';
import * as importedAnnouncements from './0110-imported-announcements.ts';
import * as texts from './0120-texts.ts';
import * as claims from './0130-claims.ts';
import * as replyKeys from './0140-reply-keys.ts';
import * as relayedComments from './0150-relayed-comments.ts';
import * as staffSessions from './0160-staff-sessions.ts';
import * as secondFactors from './0170-second-factors.ts';
import * as signIn from './0180-sign-in.ts';
import * as departures from './0190-departures.ts';
import * as replacedAgents from './0200-replaced-agents.ts';
import * as visibleNames from './0210-visible-names.ts';
import * as sentAway from './0220-sent-away.ts';
import * as lists from './0230-lists.ts';
import * as settingsRevision from './0240-settings-revision.ts';
import * as contents from './0250-contents.ts';
import * as severalServers from './0260-several-servers.ts';
import * as listedWords from './0270-listed-words.ts';
import * as agreements from './0280-agreements.ts';
import * as staffWithIdentity from './0290-staff-with-identity.ts';
import * as ticketHistory from './0300-ticket-history.ts';
import * as teams from './0310-teams.ts';
import * as correctedTickets from './0320-corrected-tickets.ts';
import * as mergers from './0330-mergers.ts';
import * as waysToSignIn from './0340-ways-to-sign-in.ts';
import * as notices from './0350-notices.ts';
import * as mailIn from './0360-mail-in.ts';
import * as people from './0370-people.ts';
import * as approvals from './0380-approvals.ts';
import * as toldTickets from './0390-told-tickets.ts';
import * as invitationMails from './0400-invitation-mails.ts';
import * as deskMails from './0410-desk-mails.ts';
import * as mailLanguage from './0420-mail-language.ts';
import * as accountMails from './0430-account-mails.ts';
import * as provenApprovals from './0440-proven-approvals.ts';
import * as countedMails from './0450-counted-mails.ts';
import * as wholeHistory from './0460-whole-history.ts';
import * as answeredMails from './0470-answered-mails.ts';
import * as accountMailErrors from './0480-account-mail-errors.ts';
import * as doubts from './0490-doubts.ts';
import * as arrivedMails from './0500-arrived-mails.ts';
import * as whatWaits from './0510-what-waits.ts';
import * as changeMarks from './0530-change-marks.ts';
import * as clones from './0550-clones.ts';
import * as stablePeople from './0560-stable-people.ts';

export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0010-enrolment': enrolment,
  '0020-tickets': tickets,
  '0030-staff': staff,
  '0040-catalogue': catalogue,
  '0050-announcements': announcements,
  '0060-participants': participants,
  '0070-backends': backends,
  '0080-sent-mail': sentMail,
  '0090-left-out': leftOut,
  '0100-releases': releases,
  '0110-imported-announcements': importedAnnouncements,
  '0120-texts': texts,
  '0130-claims': claims,
  '0140-reply-keys': replyKeys,
  '0150-relayed-comments': relayedComments,
  '0160-staff-sessions': staffSessions,
  '0170-second-factors': secondFactors,
  '0180-sign-in': signIn,
  '0190-departures': departures,
  '0200-replaced-agents': replacedAgents,
  '0210-visible-names': visibleNames,
  '0220-sent-away': sentAway,
  '0230-lists': lists,
  '0240-settings-revision': settingsRevision,
  '0250-contents': contents,
  '0260-several-servers': severalServers,
  '0270-listed-words': listedWords,
  '0280-agreements': agreements,
  '0290-staff-with-identity': staffWithIdentity,
  '0300-ticket-history': ticketHistory,
  '0310-teams': teams,
  '0320-corrected-tickets': correctedTickets,
  '0330-mergers': mergers,
  '0340-ways-to-sign-in': waysToSignIn,
  '0350-notices': notices,
  '0360-mail-in': mailIn,
  '0370-people': people,
  '0380-approvals': approvals,
  '0390-told-tickets': toldTickets,
  '0400-invitation-mails': invitationMails,
  '0410-desk-mails': deskMails,
  '0420-mail-language': mailLanguage,
  '0430-account-mails': accountMails,
  '0440-proven-approvals': provenApprovals,
  '0450-counted-mails': countedMails,
  '0460-whole-history': wholeHistory,
  '0470-answered-mails': answeredMails,
  '0480-account-mail-errors': accountMailErrors,
  '0490-doubts': doubts,
  '0500-arrived-mails': arrivedMails,
  '0510-what-waits': whatWaits,
  '0530-change-marks': changeMarks,
  '0550-clones': clones,
  '0560-stable-people': stablePeople,
};
