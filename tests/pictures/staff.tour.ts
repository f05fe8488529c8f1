// Takes the pictures of the staff in the console, and of an invitation, in both languages, for docs/guide-staff.md.
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Language } from '../../contract/primitives.ts';
import { DESK_PASSWORD, openDesk } from '../e2e/desk.ts';
import { test } from '../e2e/desktop.ts';
import { root, startBrowser } from '../e2e/parts.ts';
import { startOwnServer } from '../e2e/ready-agent.ts';
import { standIn } from './stand-in.ts';

const LABELS = {
  en: {
    staff: 'Staff',
    invite: 'Invite',
    accept: 'Accept and sign in',
    fullName: 'Full name',
    email: 'E-mail',
    teams: 'Teams',
    setUp: 'Set up sign-in',
    provider: 'Sign in with Contoso',
    technicians: 'Groups of technicians',
    administrators: 'Groups of administrators',
    label: 'Label of the button',
    issuer: 'Issuer',
    client: 'Client id',
    change: 'Change',
    some: /^Some organisations/,
    save: 'Save',
    absence: 'Absence',
    firstDay: /^First day/,
    lastDay: /^Last day/,
    standIn: 'Stands in',
    addRule: 'Add rule',
  },
  fr: {
    staff: 'Personnel',
    invite: 'Inviter',
    accept: 'Accepter et se connecter',
    fullName: 'Nom complet',
    email: 'Courriel',
    teams: 'Équipes',
    setUp: 'Configurer la connexion',
    provider: 'Se connecter avec Contoso',
    technicians: 'Groupes des techniciens',
    administrators: 'Groupes des administrateurs',
    label: 'Libellé du bouton',
    issuer: 'Émetteur',
    client: 'Identifiant client',
    change: 'Modifier',
    some: /^Certaines organisations/,
    save: 'Enregistrer',
    absence: 'Absence',
    firstDay: /^Premier jour/,
    lastDay: /^Dernier jour/,
    standIn: 'Remplaçant',
    addRule: 'Ajouter la règle',
  },
} as const;

/** The first is invited in the pictures, the others have accepted. */
const PEOPLE = {
  en: ['A trainee', 'A technician', 'Another technician'],
  fr: ['Une stagiaire', 'Un technicien', 'Une technicienne'],
} as const;
const TEAMS = {
  en: ['Network and Wi-Fi', 'Rooms and screens'],
  fr: ['Réseau et Wi-Fi', 'Salles et écrans'],
} as const;
const ADDRESSES = ['trainee@example.org', 'technician@example.org', 'colleague@example.org'];

async function keep(page: Page, name: string, language: Language): Promise<void> {
  await page.mouse.move(1, 1);
  const path = join(root, 'docs/pictures', `${name}.${language}.png`);
  await page.screenshot({ path, animations: 'disabled' });
}

async function providerPicture(page: Page, url: string, language: Language): Promise<void> {
  const labels = LABELS[language];
  await standIn(page, 'https://help.example.org', url);
  await page.setViewportSize({ width: 1280, height: 1060 });
  await page.reload();
  await page.getByRole('button', { name: labels.setUp }).click();
  const dialog = page.getByRole('dialog');
  const fill = (label: string, text: string) => dialog.getByLabel(label).fill(text);
  await fill(labels.issuer, 'https://login.example.org/contoso');
  await fill(labels.client, 'guichet');
  await fill(labels.label, labels.provider);
  await fill(labels.administrators, 'it-managers');
  await fill(labels.technicians, 'help-desk\nnight-desk');
  await keep(page, 'staff-provider', language);
}

test('the staff, and an invitation', async () => {
  const browser = await startBrowser();
  for (const language of ['en', 'fr'] satisfies Language[]) {
    const labels = LABELS[language];
    const people = PEOPLE[language].map((fullName, index) => ({ fullName, email: ADDRESSES[index] ?? '' }));
    const server = await startOwnServer();
    const desk = await openDesk(server, language === 'fr' ? 'Une administratrice' : 'An administrator');
    const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
    const open = () => browser.newPage({ locale, viewport: { width: 1280, height: 720 } });
    const page = await open();
    await page.goto(`${server.url}/staff`);
    await page.getByRole('textbox').first().fill('admin@example.org');
    await page.locator('input[type=password]').fill(DESK_PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: labels.staff, exact: true })).toBeVisible();
    for (const { fullName, email } of people) {
      await page.getByRole('button', { name: labels.invite, exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(labels.fullName, { exact: true }).fill(fullName);
      await dialog.getByLabel(labels.email, { exact: true }).fill(email);
      await dialog.getByRole('button', { name: labels.invite, exact: true }).click();
      await expect(dialog).toHaveCount(0);
      await expect(page.getByRole('table').getByText(fullName)).toBeVisible();
    }
    for (const { fullName, email } of people.slice(1)) {
      const invited = await open();
      await invited.goto(await desk.invitationLink(email));
      await expect(invited.getByRole('heading', { name: fullName })).toBeVisible();
      await expect(invited.getByLabel(labels.email, { exact: true })).toHaveValue(email);
      if (email === ADDRESSES[1]) await keep(invited, 'invitation', language);
      const passwords = invited.locator('input[type=password]');
      await passwords.first().fill(DESK_PASSWORD);
      await passwords.last().fill(DESK_PASSWORD);
      await invited.getByRole('button', { name: labels.accept }).click();
      await expect(invited.getByRole('navigation')).toBeVisible();
      await invited.context().close();
    }
    await page.reload();
    await expect(page.getByRole('row')).toHaveCount(people.length + 2);
    const choose = async (person: string, act: string) => {
      await page.getByRole('row', { name: person }).getByRole('button').click();
      await page.getByRole('menuitem', { name: act, exact: true }).click();
      return page.getByRole('dialog');
    };
    const limiting = await choose(PEOPLE[language][1], labels.change);
    await limiting.getByRole('radio', { name: labels.some }).click();
    await limiting.getByRole('checkbox').first().check();
    await keep(page, 'staff-organisations', language);
    await limiting.getByRole('button', { name: labels.save }).click();
    await expect(limiting).toHaveCount(0);
    const leaving = await choose(PEOPLE[language][2], labels.absence);
    await leaving.getByLabel(labels.firstDay).fill('2031-07-07');
    await leaving.getByLabel(labels.lastDay).fill('2031-07-18');
    await leaving.getByRole('combobox', { name: labels.standIn }).click();
    await leaving.getByRole('option', { name: PEOPLE[language][1] }).click();
    await keep(page, 'absence', language);
    await leaving.getByRole('button', { name: labels.save }).click();
    await expect(leaving).toHaveCount(0);
    await page.getByRole('row', { name: PEOPLE[language][1] }).getByRole('button').click();
    await expect(page.getByRole('menuitem').first()).toBeVisible();
    await keep(page, 'staff', language);
    await page.keyboard.press('Escape');
    await desk.createTeam(TEAMS[language][0]);
    await desk.createTeam(TEAMS[language][1]);
    const section = page.getByRole('region', { name: labels.teams });
    await section.getByRole('listitem').last().getByRole('button').first().click();
    const team = page.getByRole('dialog');
    await expect(team.getByRole('checkbox').first()).toBeVisible();
    await team.getByRole('checkbox').first().check();
    await team.getByRole('combobox').first().click();
    await team.getByRole('option').last().click();
    await team.getByRole('button', { name: labels.addRule }).click();
    await team.getByRole('button', { name: labels.addRule }).scrollIntoViewIfNeeded();
    await keep(page, 'team', language);
    await page.keyboard.press('Escape');
    await providerPicture(page, server.url, language);
    await page.close();
    await server.stop();
  }
  await browser.close();
});
