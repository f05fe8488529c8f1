// The mark of the web on files saved from a ticket.
import { expect, it } from 'vitest';
import { markOfTheWeb } from '../../../../main/tickets/mark-of-the-web.ts';

async function writtenOn(platform: NodeJS.Platform): Promise<string[][]> {
  const written: string[][] = [];
  const write = async (path: string, text: string) => void written.push([path, text]);
  await markOfTheWeb('C:\\Users\\user\\Downloads\\plan.docm', { platform, write });
  return written;
}

it('on Windows a saved file gets the mark of the web', async () => {
  expect(await writtenOn('win32')).toEqual([
    ['C:\\Users\\user\\Downloads\\plan.docm:Zone.Identifier', '[ZoneTransfer]\r\nZoneId=3\r\n'],
  ]);
});

it('elsewhere no second file is written', async () => {
  expect(await writtenOn('linux')).toEqual([]);
});

it('a file system without marks still gets the file', async () => {
  const write = () => Promise.reject(new Error('no streams here'));
  await expect(markOfTheWeb('E:\\plan.docm', { platform: 'win32', write })).resolves.toBeUndefined();
});
