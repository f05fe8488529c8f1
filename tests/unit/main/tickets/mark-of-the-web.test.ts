// What Windows is told of a file that came out of a ticket.
import { expect, it } from 'vitest';
import { markOfTheWeb } from '../../../../main/tickets/mark-of-the-web.ts';

async function writtenOn(platform: NodeJS.Platform): Promise<string[][]> {
  const written: string[][] = [];
  const write = async (path: string, text: string) => void written.push([path, text]);
  await markOfTheWeb('C:\\Users\\user\\Downloads\\plan.docm', { platform, write });
  return written;
}

it('a saved file is marked on Windows as one that came from elsewhere', async () => {
  expect(await writtenOn('win32')).toEqual([
    ['C:\\Users\\user\\Downloads\\plan.docm:Zone.Identifier', '[ZoneTransfer]\r\nZoneId=3\r\n'],
  ]);
});

it('elsewhere no second file is made', async () => {
  expect(await writtenOn('linux')).toEqual([]);
});

it('a disk that keeps no marks keeps the file all the same', async () => {
  const write = () => Promise.reject(new Error('no streams here'));
  await expect(markOfTheWeb('E:\\plan.docm', { platform: 'win32', write })).resolves.toBeUndefined();
});
