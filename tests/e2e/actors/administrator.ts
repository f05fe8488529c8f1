// The administrator of a story: sets up the desk in the console.
import { type Browser, expect, type Locator } from '@playwright/test';
import type { RunningServer } from '../parts.ts';
import type { Post } from '../post.ts';
import { choose, goTo, inDialog, openBrowserOf, STAFF_PASSWORD } from './console.ts';

interface Invited {
  fullName: string;
  email: string;
  language: 'English' | 'Français';
  /** left out: all */
  organisation?: string;
}

interface TeamToMake {
  name: string;
  members: string[];
  /** label of the way in which its tickets find a technician */
  assigning: string;
  /** whose new tickets it takes */
  organisation: string;
}

/** Opens the set-up link. */
export async function becomeAdministrator(browser: Browser, { setupLink }: Pick<RunningServer, 'setupLink'>) {
  const page = await openBrowserOf(browser);
  await page.goto(setupLink ?? '');
  await page.getByLabel('Full name').fill('An administrator');
  await page.getByLabel('E-mail').fill('admin@schools.example');
  await page.getByLabel('Password', { exact: true }).fill(STAFF_PASSWORD);
  await page.getByLabel('Repeat password').fill(STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await expect(page.getByRole('heading', { name: 'Devices' })).toBeVisible();
  const button = (name: string | RegExp) => page.getByRole('button', { name }).first();

  /** Changes the mailbox of the built-in desk, once its test says that it can be read. */
  async function setUpMailbox(fill: (dialog: Locator) => Promise<void>): Promise<void> {
    await goTo(page, 'Backends');
    await inDialog(page, { open: button(/^Edit /), submit: 'Save' }, async (dialog) => {
      await fill(dialog);
      await dialog.getByRole('button', { name: 'Test connection' }).click();
      await expect(dialog.getByText('Everything works.').first()).toBeVisible();
    });
  }

  return {
    async createOrganisation(name: string, emailDomain: string): Promise<void> {
      await goTo(page, 'Devices');
      await inDialog(page, { open: button('New organisation'), submit: 'Create' }, async (dialog) => {
        await dialog.getByLabel('Name').fill(name);
        await dialog.getByLabel('E-mail domains').fill(emailDomain);
      });
    },
    async invite({ fullName, email, language, organisation }: Invited): Promise<void> {
      await goTo(page, 'Staff');
      await inDialog(page, { open: button('Invite'), submit: 'Invite' }, async (dialog) => {
        await dialog.getByLabel('Full name').fill(fullName);
        await dialog.getByLabel('E-mail').fill(email);
        if (organisation) {
          await dialog.getByRole('radio', { name: /^Some organisations/ }).check();
          await dialog.getByRole('checkbox', { name: organisation }).check();
        }
        await dialog.getByRole('radio', { name: language }).check();
      });
    },
    async createTeam({ name, members, assigning, organisation }: TeamToMake): Promise<void> {
      await goTo(page, 'Staff');
      await inDialog(page, { open: button('New team'), submit: 'Create team' }, async (dialog) => {
        await dialog.getByLabel('Name').fill(name);
        for (const member of members) await dialog.getByRole('checkbox', { name: member }).check();
        await dialog.getByRole('radio', { name: assigning }).check();
        await choose(dialog, 'Organisation', organisation);
        await dialog.getByRole('button', { name: 'Add rule' }).click();
      });
    },
    async mailInFrench(organisation: string): Promise<void> {
      await goTo(page, 'Mails');
      const list = `Language of mails to ${organisation}`;
      await choose(page, list, 'Français');
      await expect(page.getByRole('combobox', { name: list })).toHaveText('Français');
    },
    readMailboxByPassword: ({ desk }: Post) =>
      setUpMailbox(async (dialog) => {
        await dialog.getByRole('checkbox', { name: /^Read a mailbox/ }).check();
        await dialog.getByLabel('Address that people write to').fill(desk.address);
        await dialog.getByRole('textbox', { name: 'Server', exact: true }).fill('127.0.0.1');
        await dialog.getByLabel('Port').fill(`${desk.port}`);
        await dialog.getByRole('checkbox', { name: /^TLS from the start/ }).uncheck();
        await dialog.getByLabel('Account').fill(desk.address);
        await dialog.locator('input[type=password]').fill(desk.password);
        await dialog.getByLabel('Mail server that vouches for senders').fill(desk.vouching);
      }),
    readMailboxByToken: ({ desk }: Post) =>
      setUpMailbox(async (dialog) => {
        await dialog.getByRole('radio', { name: /^Token/ }).check();
        await dialog.getByLabel('Address for tokens').fill(desk.tokenUrl);
        await dialog.getByLabel('Client id').fill('guichet');
        await dialog.getByLabel('Scope').fill('imap');
        await dialog.locator('input[type=password]').fill(desk.clientSecret);
      }),
    /** Activates everybody who waits for it. */
    async activateAll(): Promise<void> {
      await goTo(page, 'Devices');
      await choose(page, 'Organisation', 'All organisations');
      await page.getByRole('checkbox', { name: 'Select all users', exact: true }).check();
      await page.getByRole('button', { name: 'Activate', exact: true }).click();
    },
  };
}
