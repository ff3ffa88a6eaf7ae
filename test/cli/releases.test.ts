/** The table of releases as users meet it: today's releases, newer ones, and their own (`add-release`, `--releases`). */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import satisfies from 'semver/functions/satisfies.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { platformName } from '../../src/catalog/platforms.js';
import { announcedReleases, knownReleases, releaseRow, releaseRows, tableExtent } from '../../src/catalog/releases.js';
import { alteredBuild } from '../support/altered-build.js';
import type { Outcome } from '../support/command.js';
import { applicationFor, NEW_BOARDS, releaseFiles } from '../support/release-files.js';
import { tempFolder } from '../support/temp-folder.js';

const folder = tempFolder();
const root = fileURLToPath(new URL('../../', import.meta.url));
const TABLE = join(root, 'src/catalog/release-table.ts');
const NEWEST = tableExtent();
const ANNOUNCED = announcedReleases()[0]!;
const INVENTED = { release: '9.9.0', system: 9900, bootloader: 9100 };
const boards = NEW_BOARDS.map((id) => [platformName(id), id] as const);

interface Assumed {
  readonly what: string;
  readonly release: string;
  readonly platform: { readonly id: number };
  readonly by: string;
}
const json = ({ stdout }: Outcome) => JSON.parse(stdout) as Record<string, unknown> & { readonly assumed: Assumed[] };

beforeAll(() => {
  for (const [name, id] of boards) {
    for (const release of ['6.4.1', '6.5.0']) {
      for (const made of releaseFiles(release, id)) folder.put(`${release}/${name}/${made.name}`, made.bytes);
    }
    for (const made of releaseFiles('6.5.0', id, INVENTED)) folder.put(`9.9.0/${name}/${made.name}`, made.bytes);
    const made = applicationFor(id, 6401);
    folder.put(`apps/${made.name}`, made.bytes);
  }
});

test('the boards of the newest release are those of 6.2.0', () => {
  const of = (release: string) => releaseRows().flatMap((row) => (row.release === release ? [row.platform] : []));
  expect([...NEW_BOARDS]).toEqual(of('6.2.0'));
  expect(NEW_BOARDS.length).toBeGreaterThan(8);
});

describe.each(boards)('%s', (name, id) => {
  test('versions knows the module versions and the releases of today', async () => {
    for (const query of ['6401', '6.4.1', '6.5.0', '6500', '6.3.0', '6.3.4']) {
      const { code, stdout } = await folder.run(['versions', query, '--platform', name, '--json']);
      expect(code, query).toBe(0);
      const { releases, assumed } = JSON.parse(stdout) as { releases: { release: string }[]; assumed: Assumed[] };
      expect(releases).toHaveLength(1);
      const row = releaseRow(releases[0]!.release, id)!;
      expect(assumed.map(({ what, release }) => [what, release])).toEqual(row.read ? [] : [['modules', row.release]]);
    }
  });

  test('inspect of a 6.4.1 module names its release', async () => {
    const { code, stdout } = await folder.run(['inspect', `6.4.1/${name}`]);
    expect(code).toBe(0);
    expect(stdout).toContain('6401 (6.4.1)');
  });

  test('plan leads from 6.3.3 to 6.5.0 and says what it assumes', async () => {
    const outcome = await folder.run([
      'plan',
      '--from',
      '6.3.3',
      '--platform',
      name,
      `6.5.0/${name}`,
      '--to',
      '6.5.0',
      '--json',
    ]);
    const { reachable, to, end, assumed } = json(outcome);
    expect([outcome.code, reachable, to, end], outcome.stderr).toMatchObject([0, true, '6.5.0', { mode: 'runs-app' }]);
    expect(assumed.filter(({ what }) => what === 'rules')).toEqual(
      ['6.3.3', '6.5.0'].map((release) => ({ what: 'rules', release, platform: { id, name }, by: '6.2.0' })),
    );
    const inferred = ['6.3.3', '6.5.0'].filter((release) => releaseRow(release, id)?.read === false);
    expect(assumed.flatMap(({ what, release }) => (what === 'modules' ? [release] : []))).toEqual(inferred);
    const { stdout } = await folder.run(['plan', '--from', '6.3.3', '--platform', name, `6.5.0/${name}`]);
    expect(stdout.match(/rules of 6\.2\.0 assumed/g)).toHaveLength(1);
  });

  test('check takes the releases of today as a range, and names once what is known by name alone', async () => {
    const outcome = await folder.run(['check', `apps/${name}-app.bin`, '--target-os', '>=6.4.1', '--json']);
    expect(outcome.code, outcome.stderr).toBe(0);
    const { assumed, unjudged } = json(outcome);
    expect(unjudged).toEqual([ANNOUNCED]);
    const newer = knownReleases().flatMap(({ release }) => (satisfies(release, '>=6.4.1') ? [release] : []));
    expect(assumed.flatMap(({ what, release }) => (what === 'rules' ? [release] : []))).toEqual(newer);
    const { stdout } = await folder.run(['check', `apps/${name}-app.bin`, '--target-os', '>=6.4.1']);
    expect(stdout.match(/6\.6\.0/g)).toHaveLength(1);
    expect(stdout.indexOf('OK')).toBeLessThan(stdout.indexOf('6.6.0'));
    // An application that the oldest of the range refuses: the unknown release changes nothing.
    const older = await folder.run(['check', `apps/${name}-app.bin`, '--target-os', '>=6.3.0']);
    expect(older.code).toBe(1);
  });
});

describe('a release that is newer than the table', () => {
  const app = 'apps/boron-app.bin';

  test.each([
    ['versions', '9.0.0'],
    ['versions', '9000'],
    ['versions', '>=9'],
    ['versions', ANNOUNCED.release],
  ])('%s %s says so, and never that there is none', async (...args) => {
    const { code, stdout, stderr } = await folder.run(args);
    expect(code).toBe(2);
    expect(stdout.replace(/\s+/g, ' ')).toContain(`newer than my table (${NEWEST.last})`);
    expect(stdout + stderr).not.toMatch(/no release|no known release/);
  });

  test('check --min-os by name asks for the module version or the file, and judges the files all the same', async () => {
    const { code, stdout, stderr } = await folder.run(['check', app, '--min-os', '6.9.0']);
    expect(code).toBe(2);
    expect(stderr).toContain(`newer than my table (${NEWEST.last})`);
    expect(stderr).toContain('module version');
    expect(stderr).toContain('--releases FILE');
    expect(stdout).toMatch(/^INCOMPLETE/m);
    const bad = await folder.run(['check', app, '--min-os', '6.9.0', '--platform', 'argon', '--json']);
    expect(bad.code).toBe(2);
    expect((json(bad).findings as unknown[]).length).toBeGreaterThan(0);
  });

  test('check --min-os by module version judges by the general rules', async () => {
    const outcome = await folder.run(['check', app, '--min-os', '6900', '--json']);
    expect(outcome.code, outcome.stderr).toBe(0);
    const { assumed } = json(outcome);
    expect(assumed.map(({ what, by }) => [what, by])).toEqual([
      ['modules', NEWEST.last],
      ['rules', '6.2.0'],
    ]);
  });

  test('plan --from by module version works, by name asks', async () => {
    const byNumber = await folder.run(['simulate', '--from', '6900', '--platform', 'boron', app, '--json']);
    expect(byNumber.code, byNumber.stderr).toBe(0);
    const byName = await folder.run(['simulate', '--from', '6.9.0', '--platform', 'boron', app]);
    expect(byName.code).toBe(2);
    expect(byName.stderr).toContain(`newer than my table (${NEWEST.last})`);
  });

  test('a release between two of the table is still none', async () => {
    const { code, stdout } = await folder.run(['versions', '6.3.1']);
    expect(code).toBe(1);
    expect(stdout).toContain('no release 6.3.1; the nearest are 6.3.0 and 6.3.2');
  });
});

describe('versions --table', () => {
  test('says how far the table goes', async () => {
    const { code, stdout } = await folder.run(['versions', '--table', '--json']);
    expect(code).toBe(0);
    expect(json({ code, stdout, stderr: '' }).table).toEqual(NEWEST);
    expect(NEWEST).toMatchObject({
      last: knownReleases().at(-1)?.release,
      releases: knownReleases().length,
      rows: releaseRows().length,
      inferred: releaseRows().filter(({ read }) => !read).length,
      added: 0,
    });
    const text = (await folder.run(['versions', '--table'])).stdout;
    expect(text).toContain(`Device OS ${NEWEST.last} (module version ${String(NEWEST.version)}), as of ${NEWEST.day}`);
  });
});

describe('an invented release', () => {
  let bin = '';
  const copy = () => join(folder.path, 'release-table.ts');
  const added = () => join(folder.path, 'own.json');
  const add = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(root, 'scripts/add-release.mjs'), ...args], {
      cwd: folder.path,
      encoding: 'utf8',
    });

  beforeAll(async () => {
    copyFileSync(TABLE, copy());
    const table = add('9.9.0', '--date', '2026-12-24', '--table', copy());
    expect(table.status, table.stderr).toBe(0);
    const file = add('9.9.0', '--date', '2026-12-24', '-o', added());
    expect(file.status, file.stderr).toBe(0);
    bin = await alteredBuild(copy(), join(folder.path, 'installation'));
  });

  test('adds rows to the table and changes nothing else', () => {
    const [before, after] = [TABLE, copy()].map((file) => readFileSync(file, 'utf8').split('\n'));
    const isNew = (line: string): boolean => line.startsWith('9.9.0 ');
    expect(after!.filter((line) => !isNew(line))).toEqual(before);
    // One line of the release, one of its day, one row a board.
    expect(after!.filter(isNew)).toHaveLength(2 + NEW_BOARDS.length);
  });

  test('is told line by line, and adding it again to the same rows does nothing', () => {
    const { stdout } = add('9.9.0', '--date', '2026-12-24', '-o', added());
    expect(stdout.match(/^\+ 9\.9\.0 /gm)).toHaveLength(2 + NEW_BOARDS.length);
    const again = add(join(root, 'fixtures/photon-0.7.0'), '--date', '2026-12-24', '-o', added() + '.none');
    expect(again.stdout + again.stderr).toMatch(/has all of it already|refused/);
  });

  const COMMANDS: readonly (readonly string[])[] = [
    ['versions', '9.9.0'],
    ['versions', '9900'],
    ['versions', '9100', '--bootloader'],
    ['versions', '>=6.4'],
    ['inspect', '9.9.0/boron'],
    ['deps', '9.9.0/boron', 'apps/boron-app.bin'],
    ['plan', '--from', '6.3.3', '--platform', 'p2', '--to', '9.9.0', '9.9.0/p2'],
    ['simulate', '--from', '9.9.0', '--platform', 'boron', 'apps/boron-app.bin'],
    ['check', 'apps/boron-app.bin', '--min-os', '9.9.0'],
    ['check', 'apps/argon-app.bin', '--target-os', '>=6.5'],
    ['check', '9.9.0/boron'],
    ['audit', '9.9.0/p2'],
    ['diff', '6.5.0/boron', '9.9.0/boron'],
  ];

  test.each(COMMANDS)('%s %s %s %s: the table and --releases give the same answer', async (...args) => {
    for (const form of [[], ['--json']]) {
      const byTable = await folder.run([...args, ...form], { bin });
      const byOption = await folder.run([...args, ...form, '--releases', added()]);
      expect(byOption, byOption.stderr).toEqual(byTable);
      if (args[0] !== 'check') expect(byTable.stdout).toContain('9.9.0');
    }
  });

  test.each(COMMANDS.filter(([name]) => name === 'versions' || name === 'simulate' || name === 'plan'))(
    '%s %s %s %s: without either the answer is another',
    async (...args) => {
      const [without, with_] = [await folder.run(args), await folder.run([...args, '--releases', added()])];
      expect(without.stdout).not.toBe(with_.stdout);
      // And what one run was told, the next does not know.
      expect(await folder.run(args)).toEqual(without);
    },
  );

  test('report and lock know it too', async () => {
    for (const [form, use] of [
      ['table.html', { bin }],
      ['option.html', {}],
    ] as const) {
      const args = form === 'option.html' ? ['--releases', added()] : [];
      const { code, stderr } = await folder.run(['report', '9.9.0/p2', '-o', form, ...args], use);
      expect([0, 1], stderr).toContain(code);
    }
    const [byTable, byOption] = ['table.html', 'option.html'].map((name) =>
      readFileSync(join(folder.path, name), 'utf8'),
    );
    // Whose rows they are stands in the record of the one alone.
    const own = /, and \d+ rows of the caller&#39;s own/;
    expect(byOption).toMatch(own);
    expect(byOption?.replace(own, '')).toBe(byTable);
    expect(byTable).toContain('9.9.0');
  });

  test('the table says what was added', async () => {
    const { stdout } = await folder.run(['versions', '--table', '--json', '--releases', added()]);
    expect(JSON.parse(stdout)).toMatchObject({
      table: { last: '9.9.0', version: 9900, day: '2026-12-24', added: NEW_BOARDS.length },
    });
  });

  test('a file that is no list of releases, or breaks a rule, is refused with the reason', async () => {
    const own = JSON.parse(readFileSync(added(), 'utf8')) as { rows: { system: number; modules: { v: number }[] }[] };
    const broken: readonly (readonly [text: string, reason: string])[] = [
      ['no json', 'is not JSON'],
      ['{}', 'schema'],
      [JSON.stringify({ ...own, rows: [{ ...own.rows[0], system: 5 }] }), 'thousands'],
      [JSON.stringify({ ...own, rows: [own.rows[0], own.rows[0]] }), 'twice'],
      [JSON.stringify({ ...own, rows: [{ ...own.rows[0], platform: '\u001b[31mx' }] }), 'no platform'],
    ];
    for (const [text, reason] of broken) {
      folder.put('broken.json', text);
      const { code, stderr } = await folder.run(['versions', '--releases', 'broken.json']);
      expect(code, text).toBe(2);
      expect(stderr).toContain(reason);
      expect(stderr).not.toContain('\u001b[31m');
    }
  });
});
