/** A folder of several releases: one sentence, and no error is counted that is not shown. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES } from '../support/fixtures.js';
import { tempFolder } from '../support/temp-folder.js';

const { put, run } = tempFolder();
const bytesOf = (name: string): Uint8Array => FIXTURES.find(({ path }) => path === name)!.bytes();
for (const { path, bytes } of FIXTURES) {
  const [folder, name = ''] = path.split('/');
  if (!name.endsWith('.bin')) continue;
  if (folder === 'electron-0.5.0' || folder === 'electron-0.4.8-rc.6') put(join('two', name), bytes());
  if (folder === 'argon-1.5.0') put(join('one-part', name), bytes());
}

test('the errors that are counted are those that are shown, and the hint is about one of them', async () => {
  const [first = ''] = FIXTURES.map(({ path }) => path).filter((path) =>
    path.startsWith('electron-0.5.0/system-part1'),
  );
  put('two/cut-off.bin', bytesOf(first).slice(0, 3000));
  const { code, stdout } = await run(['deps', 'two']);
  expect(code).toBe(1);
  const labels = [...stdout.matchAll(/^ {2}(ERROR|REFUSED|SAFE MODE) {2}/gm)];
  const told = /^NOT OK {2}(\d+) errors?\..*explain (FW\d+)$/ms.exec(stdout);
  expect(Number(told?.[1])).toBe(labels.length);
  expect(stdout.slice(0, told?.index)).toContain(told?.[2]);
  expect(stdout).toMatch(/ERROR {2}Two releases here, 0\.4\.8-rc\.6 and 0\.5\.0; .*FW503/);
});
