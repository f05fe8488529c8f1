// The story of a desk on real programs: two schools and their group, from the invitations of technicians and the first mail to closed
// tickets. A technician works in a browser, one requester has an agent, another one writes mails, and an approver has a link.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, expect } from '@playwright/test';
import Database from 'better-sqlite3';
import { ImportedCatalogue } from '../../contract/catalogue.ts';
import { dovecotProblem } from '../fakes/mail-desk/dovecot.ts';
import { becomeAdministrator } from './actors/administrator.ts';
import { type AgentRequester, requesterAt } from './actors/agent-requester.ts';
import { approverWith } from './actors/approver.ts';
import { joinAsTechnician, type Technician } from './actors/technician.ts';
import { test } from './desktop.ts';
import { emptyFolder, type RunningAgent, root, startAgent, startBrowser, startServer } from './parts.ts';
import { openPost, type Post } from './post.ts';
import { ENROLMENT_KEY, importInto, type OwnServer, startOwnServer } from './ready-agent.ts';

const [NORTH, SOUTH, GROUP] = ['North school', 'South school', 'School group'];
const STAFF = {
  north: { fullName: 'North technician', email: 'north@schools.example' },
  south: { fullName: 'South technician', email: 'south@schools.example' },
  group: { fullName: 'Group technician', email: 'group@schools.example' },
  specialist: { fullName: 'Moodle specialist', email: 'moodle@schools.example' },
};
const REQUESTER = { email: 'requester@example.org', fullName: 'A requester' };
const APPROVER = { email: 'manager@example.org', fullName: 'A manager' };
const SECRETARY = { email: 'secretary@south.example', fullName: 'A secretary' };
const COURSE = 'Rights for the course Optics 1';
const PROJECTOR = 'Le projecteur reste noir';

const problem = dovecotProblem();
let post: Post;
let browser: Browser;
let server: OwnServer;
let agent: RunningAgent;

test.skip(problem !== null, problem ?? '');
test.beforeEach(async () => {
  post = await openPost();
  browser = await startBrowser();
  server = await startOwnServer({ ...environment(), FIRST_ORGANISATION: NORTH });
});
test.afterEach(async () => {
  await agent?.quit();
  await browser.close();
  await server.stop();
  await post.close();
});

function environment() {
  return { SMTP_URL: post.smtpUrl, MAIL_FROM: `Help desk <${post.desk.address}>` };
}

/** The people of both schools, and what they may ask for. */
function importPeopleAndCatalogues(): void {
  const example = (name: string) => join(root, 'docs/examples', name);
  const written = (name: string, content: object) => {
    const file = join(emptyFolder('import'), name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const { families } = ImportedCatalogue.parse(JSON.parse(readFileSync(example('catalogue.json'), 'utf8')));
  // what needs no approver: the south's directory has none
  const workplace = families
    .filter(({ id }) => id === 'workplace')
    .map((family) => ({
      ...family,
      services: family.services.filter(({ id }) => id === 'printing'),
    }));
  importInto(server.dataDir, 'directory', example('directory.json'), NORTH);
  importInto(server.dataDir, 'catalogue', example('catalogue.json'), NORTH);
  importInto(server.dataDir, 'directory', written('directory.json', { people: [SECRETARY] }), SOUTH);
  importInto(server.dataDir, 'catalogue', written('catalogue.json', { families: workplace }), SOUTH);
}

/** Each by the link of their own mail, and all at the same time. */
async function joinAll(): Promise<Record<keyof typeof STAFF, Technician>> {
  const joined = await Promise.all(
    Object.entries(STAFF).map(async ([who, { email }]) => {
      const { text } = await post.letter(email, /invitation/);
      const link = /http\S+\/invitation#[\w-]+/.exec(text)?.[0] ?? '';
      return [who, await joinAsTechnician(browser, link)] as const;
    }),
  );
  return Object.fromEntries(joined) as Record<keyof typeof STAFF, Technician>;
}

/** States of what people are told by mail, each once. With `isDue`, what still waits for its time is due now. */
function noticeStates({ isDue = false } = {}): unknown[] {
  const db = new Database(join(server.dataDir, 'guichet.sqlite'));
  const now = new Date().toISOString();
  if (isDue) db.prepare("UPDATE notice SET due_at = ? WHERE state = 'waiting'").run(now);
  const states = db.prepare('SELECT DISTINCT state FROM notice ORDER BY state').pluck().all();
  db.close();
  return states;
}

test('two schools and their group, from the invitations and the first mail to closed tickets', async () => {
  test.slow();
  const administrator = await becomeAdministrator(browser, server);
  let staff: Awaited<ReturnType<typeof joinAll>>;
  let requester: AgentRequester;

  await test.step('the administrator sets the desk up: organisations, mails in French, the mailbox', async () => {
    await administrator.createOrganisation(SOUTH, 'south.example');
    await administrator.createOrganisation(GROUP, 'schools.example');
    importPeopleAndCatalogues();
    await administrator.mailInFrench(SOUTH);
    await administrator.readMailboxByPassword(post);
  });

  await test.step('four technicians are invited by mail, choose a password, and are in three teams', async () => {
    await administrator.invite({ ...STAFF.north, language: 'English', organisation: NORTH });
    await administrator.invite({ ...STAFF.south, language: 'Français', organisation: SOUTH });
    await administrator.invite({ ...STAFF.group, language: 'English' });
    await administrator.invite({ ...STAFF.specialist, language: 'English' });
    staff = await joinAll();
    await staff.group.signInAgain();
    const [inTurn, byThemselves] = ['Members get tickets in turn', 'One of the team takes it'];
    for (const [name, organisation, assigning, ...people] of [
      ['North support', NORTH, byThemselves, STAFF.north],
      ['South support', SOUTH, inTurn, STAFF.south],
      ['Group support', GROUP, byThemselves, STAFF.group, STAFF.specialist],
    ] as const)
      await administrator.createTeam({
        ...{ name, organisation, assigning },
        members: people.map(({ fullName }) => fullName),
      });
  });

  await test.step('a requester of the north asks in the agent for what needs an approval', async () => {
    const env = { GUICHET_SERVER_URL: server.url, GUICHET_ENROLMENT_KEY: ENROLMENT_KEY };
    agent = await startAgent(emptyFolder('agent'), env);
    requester = requesterAt(agent, post);
    await administrator.activateAll();
    await requester.confirmAddress(REQUESTER);
    await requester.ask({
      title: COURSE,
      description: 'I teach optics from January on.',
      category: { words: 'create courses', name: 'Right to create courses' },
      answers: { Course: 'Optics 1' },
    });
    await staff.north.open(COURSE);
    await staff.north.sees('Waiting for approval');
  });

  await test.step('a mail of the south is a ticket, which the rule gives to their technician', async () => {
    await post.send({
      ...{ from: `A secretary <${SECRETARY.email}>`, to: post.desk.address, subject: PROJECTOR },
      text: 'En salle C-310, depuis ce matin.',
    });
    await post.letter(STAFF.south.email, /Assigné à vous/);
    await staff.south.open(PROJECTOR);
    await staff.south.sees('Assigned');
    expect(await staff.north.openTickets()).toEqual([COURSE]);
    expect(await staff.group.openTickets()).toEqual([PROJECTOR, COURSE]);
  });

  await test.step('the answer is a mail, and what is mailed back is on the time line at once', async () => {
    await staff.south.reply('Le câble est-il branché ?');
    const answer = await post.letter(SECRETARY.email, /Une réponse/);
    expect(answer.text).toContain('South technician a écrit');
    expect(answer.text).toContain('Le câble est-il branché ?');
    expect(answer.replyTo).toMatch(/^help\+\w+@schools\.example$/);
    // the mailbox is read with tokens from now on
    await administrator.readMailboxByToken(post);
    expect(post.desk.tokensGiven()).toBeGreaterThan(0);
    await post.send({
      ...{ from: SECRETARY.email, to: answer.replyTo ?? '', subject: `Re: ${answer.subject}` },
      text: 'Oui, des deux côtés.\n\nLe 1 décembre, Help desk a écrit :\n> Le câble est-il branché ?\n',
      inReplyTo: answer.messageId,
    });
    await staff.south.reads('Oui, des deux côtés.');
  });

  await test.step('the approver decides by the link of a mail, once, and then the team is told', async () => {
    const { text } = await post.letter(APPROVER.email, /Your approval/);
    const approver = approverWith(browser, /http\S+\/approval#[\w-]+/.exec(text)?.[0] ?? '');
    await staff.north.open(COURSE);
    expect(post.lines()).not.toContainEqual(expect.stringContaining('For North support'));
    await approver.approve([COURSE, 'I teach optics from January on.', REQUESTER.email, NORTH]);
    await approver.findsItDecided();
    await staff.north.sees('Approved');
    await post.letter(STAFF.north.email, /For North support/);
  });

  await test.step('the school hands the ticket to its group, where a colleague is mentioned', async () => {
    await staff.north.take();
    await staff.north.sees('Assigned');
    await staff.north.assignTo('Group support');
    await post.letter(STAFF.group.email, /For Group support/);
    await staff.group.open(COURSE);
    await staff.group.take();
    await staff.group.mention('Moo', STAFF.specialist.fullName, 'which site has optics?');
    await post.letter(STAFF.specialist.email, /mentions you/);
    await staff.specialist.open(COURSE);
    await staff.specialist.reads('which site has optics?');
  });

  await test.step('it is pending, until the requester answers in the agent', async () => {
    await staff.group.waitForAnswer('For which site?');
    await staff.group.sees('Pending');
    await requester.open(COURSE);
    await requester.sees('For which site?');
    await requester.write('For the north campus.');
    await staff.group.reads('For the north campus.');
    await staff.group.sees('Assigned');
  });

  await test.step('both are resolved, one for a service by mail, and closed', async () => {
    await staff.group.resolve('The rights are given.');
    await requester.sees('The rights are given.');
    await requester.confirmItWorks();
    await staff.group.sees('Closed');
    await staff.south.resolve('Lampe remplacée.', 'My workplace > Printing');
    const { text } = await post.letter(SECRETARY.email, /Résolu/);
    expect(text).toContain('South technician a résolu');
    expect(text).toContain('Lampe remplacée.');
    await staff.south.close();
    await staff.south.sees('Closed');
    await post.letter(SECRETARY.email, /Fermé/);
  });

  await test.step('the time lines say who did what, in order', async () => {
    expect(await staff.group.timeline()).toEqual([
      'A requester I teach optics from January on. Course Optics 1',
      'Guichet, by itself · New → Waiting for approval',
      'Guichet, by itself · Assigned to North support',
      'A manager · Waiting for approval → Approved',
      'North technician · Assigned to North technician (North support)',
      'North technician · Assigned to Group support',
      'Group technician · Assigned to Group technician (Group support)',
      'Group technician Internal note @Moodle specialist which site has optics? Mentioned: Moodle specialist',
      'Group technician · Assigned → Pending · For which site? Comes back when the requester answers',
      'A requester For the north campus.',
      'A requester · Pending → Assigned',
      'Group technician Solution The rights are given.',
      'A requester · Resolved → Closed',
    ]);
    expect(await staff.south.timeline()).toEqual([
      'A secretary En salle C-310, depuis ce matin.',
      'Guichet, by itself · Assigned to South technician (South support)',
      'South technician Le câble est-il branché ?',
      'A secretary Oui, des deux côtés.',
      'South technician · Corrected · Category: Not known → My workplace > Printing',
      'South technician Solution Lampe remplacée.',
      'South technician · Resolved → Closed',
    ]);
  });

  await test.step('each mail was sent once, and none of what the agent has shown', async () => {
    await server.stop();
    const { dataDir, url } = server;
    expect(noticeStates({ isDue: true })).toEqual(['sent', 'waiting']);
    const again = { ...environment(), PORT: new URL(url).port, DATA_DIR: dataDir };
    server = { ...(await startServer(again)), dataDir };
    await expect.poll(() => noticeStates()).toEqual(['dropped', 'sent']);
    const ofProjector = (subject: string) => `[R-000002] ${subject}\u00a0: ${PROJECTOR}`;
    const ofCourse = (subject: string) => `[R-000001] ${subject}: ${COURSE}`;
    const expected = {
      [STAFF.north.email]: ['Your invitation to the help desk', ofCourse('For North support')],
      [STAFF.south.email]: [
        'Votre invitation au centre d’assistance',
        ofProjector('Assigné à vous'),
        ofProjector('Réponse de A secretary'),
      ],
      [STAFF.group.email]: [
        'Your invitation to the help desk',
        ofCourse('For Group support'),
        ofCourse('A requester answered'),
      ],
      [STAFF.specialist.email]: [
        'Your invitation to the help desk',
        ofCourse('For Group support'),
        ofCourse('Group technician mentions you'),
        // who is mentioned follows the ticket
        ofCourse('A requester answered'),
      ],
      [APPROVER.email]: [ofCourse('Your approval')],
      [REQUESTER.email]: ['Your confirmation token'],
      [SECRETARY.email]: ['Votre demande est enregistrée', 'Une réponse', 'Résolu', 'Fermé'].map(ofProjector),
    };
    const lines = Object.entries(expected).flatMap(([to, subjects]) =>
      subjects.map((subject) => `${to}: ${subject}`),
    );
    expect(post.lines().sort()).toEqual(lines.sort());
  });
});
