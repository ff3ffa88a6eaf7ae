/** `fixtures/README.md` lists every fixture. `npx vitest run test/fixtures-readme.test.ts -u` writes the list anew. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FIXTURES } from './support/fixtures.js';

const path = fileURLToPath(new URL('../fixtures/README.md', import.meta.url));

test('every fixture is listed with what it is', async () => {
  const folders = [...new Set(FIXTURES.map((one) => one.path.split('/')[0] ?? ''))];
  const lists = folders.map((folder) => {
    const own = FIXTURES.filter((one) => one.path.startsWith(`${folder}/`));
    const lines = own.map((one) => `- \`${one.path.slice(folder.length + 1)}\`: ${one.about}`);
    return `### ${folder}\n\n${lines.join('\n')}\n`;
  });
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  const head = text.slice(0, text.indexOf('\n### ') + 1);
  expect(head).toContain('npm run fixtures');
  await expect(`${head}${lists.join('\n')}`).toMatchFileSnapshot(path);
});
