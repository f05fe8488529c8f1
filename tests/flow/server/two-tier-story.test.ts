// Two tiers: a school's desk and its group's, from the request through an approval to both ends, with each kind of first and second desk.
import { afterEach, describe, expect, test } from 'vitest';
import { Team } from '../../../contract/teams.ts';
import { type ItopHarness, openItop } from '../../fakes/itop/harness.ts';
import { PASSWORD } from '../../fakes/itop/server.ts';
import { commandOn, commentCommand } from '../../fakes/server/agent.ts';
import { insertStaff, openBrowser } from '../../fakes/server/staff.ts';
import { openTestServer, type TestServer } from '../../fakes/server/test-server.ts';
import {
  addGroup,
  approve,
  askForRights,
  type Group,
  onTicket,
  openSchool,
  playTwoTiers,
  readAgain,
  seenBy,
} from '../../fakes/server/two-tiers.ts';

const EMAIL = 'requester@contoso.example';
/** Three imports and several people who sign in, in milliseconds. */
const LONG = 120_000;
let desk: TestServer;
const open: ItopHarness[] = [];
afterEach(async () => {
  await desk.close();
  for (const itop of open.splice(0)) await itop.close();
});

async function openServer(): Promise<TestServer> {
  desk = await openTestServer({ environment: { FIRST_EMAIL_DOMAINS: 'contoso.example,example.org' } });
  return desk;
}

/** A fake iTop that knows the school under its own name for it. */
async function openGroup(): Promise<Group & { harness: ItopHarness }> {
  const harness = await openItop();
  open.push(harness);
  const { url, user } = harness.settings;
  const organisations = { Contoso: harness.organisation };
  return { harness, settings: { kind: 'itop', url, user, organisations }, secrets: { password: PASSWORD } };
}

test(
  'the school has the built-in desk, and the group an iTop',
  async () => {
    const school = await openSchool(await openServer(), EMAIL);
    await playTwoTiers(school, await openGroup());
  },
  LONG,
);

test(
  'the school has an iTop of its own, worked on from the console, and the group another one',
  async () => {
    const school = await openSchool(await openServer(), EMAIL);
    const [ofSchool, ofGroup] = [await openGroup(), await openGroup()];
    const { store } = ofSchool.harness.itop;
    const person_id = store.add('Person', {
      first_name: 'Tess',
      name: 'Technician',
      email: 'tech@contoso.example',
    }).id;
    store.add('lnkPersonToTeam', { team_id: store.all('Team')[0]?.id ?? '', person_id });
    const schoolId = await addGroup(desk, { ...ofSchool });
    const groupId = await addGroup(desk, ofGroup);
    await desk.alter('UPDATE route SET backend_id = ?', schoolId);
    await readAgain(desk);
    const id = await askForRights(school, 'Rights for courses');
    const act = onTicket(school.technician, id);
    const [here] = await ofSchool.harness.tickets();
    const schoolRef = here?.ref ?? '';
    // iTop asks for the approval, and the approver decides in Guichet
    await ofSchool.harness.moves(schoolRef, 'waiting_for_approval');
    await readAgain(desk);
    await approve(school, id);
    await act('take');
    await readAgain(desk);
    expect(await seenBy(school, id)).toMatchObject({ status: 'assigned', technician: 'Tess Technician' });
    await act('replies', { body: 'The group does this.', internal: true });
    await act('hand-over', { backendId: groupId, note: 'Approved by the school.' });
    await desk.delivered();
    expect((await ofSchool.harness.ticket(schoolRef)).notes?.join()).toContain('The group does this.');
    const [there] = await ofGroup.harness.tickets();
    const groupRef = there?.ref ?? '';
    await ofGroup.harness.moves(groupRef, 'assigned');
    await ofGroup.harness.replies(groupRef, 'A group technician', 'It is under way.');
    await readAgain(desk);
    await act('set-pending', { reason: 'The group does it.', until: null, untilAnswer: false });
    await readAgain(desk);
    expect(await seenBy(school, id)).toMatchObject({ status: 'pending' });
    await act('resume');
    await readAgain(desk);
    await ofGroup.harness.moves(groupRef, 'resolved', { solution: 'The rights are given.' });
    await readAgain(desk);
    await readAgain(desk);
    const resolved = await seenBy(school, id);
    expect(resolved).toMatchObject({ status: 'resolved', solution: 'The rights are given.' });
    expect(resolved.comments.map(({ body }) => body)).toEqual(['It is under way.']);
    await act('close');
    await readAgain(desk);
    await readAgain(desk);
    expect(await seenBy(school, id)).toMatchObject({ status: 'closed' });
    for (const { harness } of [ofSchool, ofGroup])
      expect((await harness.tickets()).map(({ status }) => status)).toEqual(['closed']);
  },
  LONG,
);

describe('both tiers are teams of one built-in desk', () => {
  async function member(fullName: string): Promise<{ id: string; email: string }> {
    const email = `${fullName.toLowerCase()}@contoso.example`;
    return { id: await insertStaff(desk, { email, fullName, role: 'technician' }), email };
  }

  async function team(name: string, memberIds: readonly string[]): Promise<string> {
    const administrator = await desk.administrator();
    const made = await administrator.ask('/teams', { json: { name, assigning: 'nobody', memberIds } });
    return Team.parse(made.body).id;
  }

  test(
    'the ticket goes from the school to the brick and back, and is resolved for its sub-service',
    async () => {
      const school = await openSchool(await openServer(), EMAIL);
      const [ofSchool, first, second] = [
        await member('School'),
        await member('First'),
        await member('Second'),
      ];
      const schoolTeam = await team('School support', [ofSchool.id]);
      const moodleTeam = await team('Open Moodle', [first.id, second.id]);
      const signIn = async (email: string) => {
        const browser = openBrowser(desk);
        expect((await browser.signIn(email)).status).toBe(200);
        return { cookie: '', ask: browser.send };
      };
      const id = await askForRights(school, 'Rights for courses');
      expect(await seenBy(school, id)).toMatchObject({ status: 'waiting_for_approval' });
      await approve(school, id);

      const atSchool = onTicket(await signIn(ofSchool.email), id);
      expect(await atSchool('take')).toMatchObject({ teamId: schoolTeam, technician: 'School' });
      await atSchool('replies', { body: 'Approved: for the group.', internal: true });
      expect(await atSchool('assign', { teamId: moodleTeam, to: 'nobody' })).toMatchObject({
        team: 'Open Moodle',
        technician: null,
      });

      const byFirst = onTicket(await signIn(first.email), id);
      await byFirst('take');
      await byFirst('set-pending', { reason: 'For which site?', until: null, untilAnswer: true });
      expect(await seenBy(school, id)).toMatchObject({ status: 'pending', team: 'Open Moodle' });
      await school.requester.verdicts(commentCommand(id, { body: 'For the north campus.' }));
      expect(await seenBy(school, id)).toMatchObject({ status: 'assigned' });
      const other = { level: 'subcategory', id: 'moodle-rights-other' };
      await byFirst('correct', { category: other });
      await byFirst('replies', { body: 'Please add the rights on the site.', internal: true });
      await byFirst('assign', { teamId: moodleTeam, to: { technicianId: second.id } });

      const bySecond = onTicket(await signIn(second.email), id);
      await bySecond('resolve', { solution: 'The rights are given.' });
      expect(await seenBy(school, id)).toMatchObject({
        status: 'resolved',
        technician: 'Second',
        category: { id: 'moodle-rights-other' },
        solution: 'The rights are given.',
      });
      const reopened = await school.requester.verdicts(commandOn(id, 'act-on-ticket', { act: 'reopen' }));
      expect(reopened).toEqual(['accepted']);
      await desk.delivered();
      await atSchool('assign', { teamId: schoolTeam, to: { technicianId: ofSchool.id } });
      await atSchool('resolve', { solution: 'Sign out and in again.' });
      await school.requester.verdicts(commandOn(id, 'act-on-ticket', { act: 'close' }));
      expect(await seenBy(school, id)).toMatchObject({ status: 'closed', team: 'School support' });
      const notes = (await seenBy(school, id)).comments.map(({ body }) => body);
      expect(notes).toEqual(['For the north campus.']);
    },
    LONG,
  );
});
