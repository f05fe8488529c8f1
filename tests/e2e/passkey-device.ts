// A device with passkeys in a real browser, by its developer tools.
import type { Page } from '@playwright/test';

/** A device of the browser, whose person is asked and says yes. */
export async function plugInDevice(shown: Page): Promise<void> {
  const devtools = await shown.context().newCDPSession(shown);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
