// Shows the fake iTop in the console under a realistic address.
import type { Page, Route } from '@playwright/test';

/** Replaces `real` by `shown` in the console, and back in its requests to the server. */
export async function standIn(page: Page, shown: string, real: string): Promise<void> {
  await page.route('**/v1/console/**', async (route: Route) => {
    const request = route.request();
    if (request.headers().accept?.includes('event-stream')) return route.continue();
    const data = request.postData();
    const response = await route.fetch(data === null ? {} : { postData: data.replaceAll(shown, real) });
    const body = (await response.text())
      .replaceAll(real, shown)
      .replaceAll(new URL(real).host, new URL(shown).host);
    await route.fulfill({ response, body });
  });
}
