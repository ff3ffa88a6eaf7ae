// Adds the rows of a Device OS release to src/catalog/release-table.ts, or writes them as a file for --releases.
//
//   npm run add-release -- FOLDER|FILES [--release R] [--date YYYY-MM-DD] [-o FILE] [--table FILE]
//
// FOLDER|FILES: the binaries of the release, of any number of platforms, or a JSON of rows. The release is what the
// names of the files or folders say, or --release. Every row is held against the rules that all rows keep; where one
// breaks them, nothing is written. -o writes the rows for `fwinspect --releases FILE` and leaves the table as it is;
// --table adds them to another file than the table.
// Exit code 0: written, or nothing new; 1: refused; 2: wrong usage.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadSource } from './load-source.mjs';

const TABLES = ['VERSION_TABLE', 'RELEASE_ROWS', 'ADDED_ON'];

/** Where the text of a table stands in the source of the table. */
const textOf = (name) => new RegExp(`(?<=^export const ${name} = \`)[^\`]*(?=\`;$)`, 'm');

function tableIn(source, name) {
  const found = textOf(name).exec(source);
  if (found === null) throw new Error(`no ${name} in the table`);
  return found[0];
}

function request() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        release: { type: 'string' },
        date: { type: 'string' },
        output: { type: 'string', short: 'o' },
        table: { type: 'string' },
      },
    });
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return null;
  }
}

const asked = request();
const day = asked?.values.date ?? new Date().toISOString().slice(0, 10);
if (asked === null || asked.positionals.length === 0 || !/^\d{4}-\d{2}-\d{2}$/.test(day)) {
  process.stderr.write(
    'usage: npm run add-release -- FOLDER|FILES [--release R] [--date YYYY-MM-DD] [-o FILE] [--table FILE]\n',
  );
  process.exit(2);
}
const { release = null, output, table } = asked.values;
const file = table ?? fileURLToPath(new URL('../src/catalog/release-table.ts', import.meta.url));
const source = readFileSync(file, 'utf8');
const { addRelease } = await loadSource('cli/add-release.ts');
const answer = await addRelease({
  inputs: asked.positionals,
  release,
  day,
  tables: Object.fromEntries(TABLES.map((name) => [name, tableIn(source, name)])),
});
for (const note of answer.notes) process.stderr.write(`${note}\n`);
switch (answer.kind) {
  case 'refused':
    process.stderr.write('nothing was written\n');
    process.exit(1);
    break;
  case 'nothing_new':
    process.stdout.write('the table has all of it already\n');
    break;
  case 'added':
    process.stdout.write(answer.changes.map((line) => `${line}\n`).join(''));
    if (output !== undefined) writeFileSync(output, `${JSON.stringify(answer.document, null, 2)}\n`);
    else {
      const put = (text, name) => text.replace(textOf(name), () => answer.tables[name]);
      writeFileSync(file, TABLES.reduce(put, source));
    }
    process.stdout.write(`${answer.document.rows.length} rows written to ${output ?? file}\n`);
}
