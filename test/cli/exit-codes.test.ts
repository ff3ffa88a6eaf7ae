/** How the command behaves as a program: exit codes, streams, options, names. What it says of firmware is tested elsewhere. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { application, applicationWithAsset, build, released } from '../support/fixtures.js';
import type { Outcome } from '../support/command.js';
import { tempFolder } from '../support/temp-folder.js';
import { buildZip } from '../support/zip-builder.js';

const ELECTRON = 10;
const PHOTON = 6;
const BORON = 13;
const SYSTEM = 4;

const folder = tempFolder();
const { put, run } = folder;
const root = fileURLToPath(new URL('../../', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };

put('good/part1.bin', build(released('0.5.0', ELECTRON, SYSTEM, 1)));
put('good/part2.bin', build(released('0.5.0', ELECTRON, SYSTEM, 2)));
put('good/app.bin', build(application('0.5.0', ELECTRON, 1, 2)));
put('photon.bin', build(application('0.7.0', PHOTON, 1, 2)));
put('bad.bin', 'this is a text, and no firmware\n');
put('mixed/boron.bin', build(application('4.2.0', BORON, 2, 1)));
put('mixed/PHOTON.BIN', build(application('0.7.0', PHOTON, 1, 2)));
put('mixed/notes.txt', 'notes');
put('mixed/deep/map.elf', 'x');
mkdirSync(join(folder.path, 'hollow'));
put('only-text/readme.txt', 'nothing here');

interface Document {
  readonly schema: string;
  readonly verdict?: string;
  readonly modules?: readonly { readonly file: string }[];
  readonly groups?: readonly { readonly platform: { readonly name: string } }[];
  readonly setAside?: readonly { readonly file: string }[];
  readonly errors: readonly { readonly file: string; readonly code: string; readonly message: string }[];
}

const documentOf = ({ stdout }: Outcome): Document => JSON.parse(stdout) as Document;

/** Both commands that read files. */
const COMMANDS = ['deps', 'inspect'] as const;

describe.concurrent('exit codes', () => {
  test.each(COMMANDS)('%s: 0 where all is well, with nothing on standard error', async (command) => {
    expect(await run([command, 'good'])).toMatchObject({ code: 0, stderr: '' });
  });

  test.each(COMMANDS)('%s: 1 for a file that is no module, with nothing on standard error', async (command) => {
    expect(await run([command, 'bad.bin'])).toMatchObject({ code: 1, stderr: '' });
  });

  test.each(COMMANDS)('%s: 2 for a missing file; the others are still reported', async (command) => {
    const { code, stdout, stderr } = await run([command, 'none.bin', 'good']);
    expect(code).toBe(2);
    expect(stderr).toBe('fwinspect: none.bin: no such file or folder (ENOENT)\n');
    expect(stdout).toContain('part2.bin');
  });

  test.each(COMMANDS)('%s: 2 beats 1', async (command) => {
    const { code, stdout } = await run([command, 'none.bin', 'bad.bin']);
    expect(code).toBe(2);
    expect(stdout).toContain('REFUSED');
  });

  test('a set with a missing file gets no OK', async () => {
    const outcome = await run(['deps', 'good', 'none.bin']);
    expect(outcome.stdout).toContain('INCOMPLETE');
    expect(outcome.stdout).not.toMatch(/^OK/m);
    expect(documentOf(await run(['deps', '--json', 'good', 'none.bin'])).verdict).toBe('rejected');
  });

  test.each([
    ['a glob that matches nothing', 'build/*.bin', 'build/*.bin: nothing to check here'],
    ['an empty folder', 'hollow', 'hollow: nothing to check here'],
    ['a folder without firmware', 'only-text', 'only-text: nothing to check here'],
    ['an empty argument', '', 'no such file'],
  ])('2 for %s', async (_name, argument, says) => {
    for (const command of COMMANDS) {
      const { code, stdout, stderr } = await run([command, argument]);
      expect(code).toBe(2);
      expect(stdout).toMatch(/^(NOTHING CHECKED {2}.*\n)?$/);
      expect(stderr).toContain(says);
    }
  });

  test.each([
    ['no files', ['deps'], 'name at least one file'],
    ['an unknown option', ['deps', '--formt', 'json', 'good'], 'unknown option --formt; did you mean --format?'],
    [
      'an unknown option of two words',
      ['check', 'good', '--min-oss', '1'],
      'unknown option --min-oss; did you mean --min-os?',
    ],
    ['an unknown option that swallows the file', ['deps', '--vrebose', 'good'], 'did you mean --verbose?'],
    ['an unknown letter', ['deps', '-x', 'good'], 'unknown option -x'],
    ['an option of another command', ['inspect', '--platform', 'photon', 'good'], 'inspect has no option --platform'],
    ['an option without its value', ['deps', 'good', '-o'], '-o needs a value'],
    ['an unknown command', ['dpes', 'good'], 'unknown command dpes; did you mean deps?'],
    ['an unknown command to help', ['help', 'inpsect'], 'unknown command inpsect; did you mean inspect?'],
    ['neither command nor file', ['nonsense'], 'nonsense is neither a command nor a file'],
    ['an unknown format', ['deps', '--format', 'xml', 'good'], 'unknown format xml; this command has table and json'],
    [
      'a typo in a platform',
      ['deps', '--platform', 'electorn', 'good'],
      'unknown platform electorn; did you mean electron?',
    ],
    ['a platform like none', ['deps', '--platform', 'toaster', 'good'], 'unknown platform toaster; known are'],
    ['two queries', ['versions', '1.2.1', '2.0.0'], '2.0.0 is one word too many'],
    ['what is no release at all', ['versions', 'banana'], 'no release banana'],
    ['an output that cannot be written', ['deps', 'good', '-o', 'none/out.txt'], 'cannot write none/out.txt'],
  ])('2 for %s', async (_name, args, says) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^fwinspect: [^\n]+\n$/);
    expect(stderr).toContain(says);
  });

  test.each([
    ['a number that no release has', '5550', 1, '5550 is no release: it lies between 5.5.0 and 5.6.0'],
    ['a release that never was', '0.4.99', 1, 'no release 0.4.99; the nearest are 0.4.9 and 0.5.0-rc.1'],
    ['a range without a release', '>5.5.0 <5.6.0-alpha', 1, 'no release lies in'],
    ['a release that is newer than the table', '99.0.0', 2, 'Device OS 99.0.0 is newer than my table'],
    ['a number that is newer than the table', '9900', 2, 'is newer than my table'],
    ['a range that is newer than the table', '>=99', 2, 'newer than my table'],
  ])('versions: %s', async (_name, query, wanted, says) => {
    const { code, stdout } = await run(['versions', query]);
    expect(code).toBe(wanted);
    expect(stdout).toContain(says);
  });
});

describe.concurrent('help', () => {
  test.each([[['--help']], [['-h']], [['help']]])('%j', async (args) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/fwinspect deps[^]*fwinspect inspect[^]*fwinspect versions[^]*Exit codes: 0 OK, 1 not OK/);
  });

  test.each(['deps', 'inspect', 'versions'])('help %s is %s --help, with examples', async (command) => {
    const outcome = await run(['help', command]);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome).toEqual(await run([command, '--help']));
    expect(outcome.stdout.split('Examples\n')[1]?.match(/^ {2}fwinspect /gm)?.length).toBeGreaterThanOrEqual(2);
  });

  test('--version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe.concurrent('names of files', () => {
  test('a file alone does what deps does', async () => {
    expect(await run(['good/app.bin'])).toEqual(await run(['deps', 'good/app.bin']));
    expect(await run(['--platform', 'electron', '-q', 'good'])).toEqual(
      await run(['deps', '--platform=electron', '-q', 'good']),
    );
  });

  test('standard input', async () => {
    const input = readFileSync(join(folder.path, 'good/app.bin'));
    const { code, stdout } = await run(['-', '--json'], { input });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ groups: [{ order: [{ file: '-' }] }] });
    expect(await run(['inspect', '-'], { input: 'words and more words\n' })).toMatchObject({ code: 1 });
    expect(await run(['inspect', '-'], { input: '' })).toMatchObject({ code: 1 });
  });

  test('globs that the shell left alone', async () => {
    expect((await run(['deps', '--json', 'good/*.bin'])).stdout).toBe((await run(['deps', '--json', 'good'])).stdout);
    expect(await run(['good/part[12].bin'])).toMatchObject({ code: 0 });
  });

  test('behind -- a dash is part of the name', async () => {
    put('-odd.bin', build(application('0.5.0', ELECTRON, 1, 2)));
    expect((await run(['inspect', '--json', '--', '-odd.bin'])).stdout).toContain('"file": "./-odd.bin"');
    expect(await run(['--', '-odd.bin'])).toMatchObject({ code: 0 });
  });

  test('a zip is read in memory', async () => {
    put(
      'a.zip',
      buildZip([
        { name: 'app.bin', data: build(applicationWithAsset()) },
        { name: 'assets/cat.txt', data: 'no cat' },
      ]),
    );
    const { code, stdout } = await run(['inspect', '--json', 'a.zip']);
    expect(code).toBe(1);
    expect(documentOf({ code, stdout, stderr: '' }).modules?.map(({ file }) => file)).toEqual([
      'a.zip!/app.bin',
      'a.zip!/assets/cat.txt',
    ]);
    expect(stdout).toContain('"file": "a.zip!/assets/cat.txt"');
  });

  test('a folder gives a group for each platform, in any case of the extension, and counts the rest', async () => {
    const { code, stdout, stderr } = await run(['deps', 'mixed']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^photon · 1 module[^]*^boron · 1 module/m);
    expect(stderr).toBe(
      'fwinspect: mixed: 2 other files left aside (no name of firmware or archive, the .hex of a .bin, or a link; --all reads the files)\n',
    );
    expect((await run(['deps', '-q', 'mixed'])).stderr).toBe('');
    expect(JSON.parse((await run(['deps', '--json', 'mixed'])).stdout)).toMatchObject({
      skipped: [{ root: 'mixed', count: 2 }],
    });
  });

  test('--all reads the rest too', async () => {
    const { code, stdout, stderr } = await run(['deps', '--all', 'mixed']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/REFUSED {2}mixed\/notes\.txt/);
  });

  test('files of two platforms, named one by one, are refused', async () => {
    const { code, stdout } = await run(['deps', 'photon.bin', 'good/app.bin']);
    expect(code).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/different platforms: photon, electron\. Name one with --platform/);
  });

  test('--platform sets the others aside, and says so', async () => {
    const { code, stdout } = await run(['deps', '--platform', 'photon', 'photon.bin', 'good/app.bin']);
    expect(code).toBe(0);
    expect(stdout).toContain('set aside  good/app.bin is for electron');
    const document = documentOf(await run(['deps', '--json', '--platform', '6', 'photon.bin', 'good/app.bin']));
    expect(document.setAside?.map(({ file }) => file)).toEqual(['good/app.bin']);
    expect(document.groups?.map(({ platform }) => platform.name)).toEqual(['photon']);
  });

  test('--platform that leaves nothing: nothing was checked', async () => {
    const { code, stdout, stderr } = await run(['deps', '--platform', 'boron', 'good']);
    expect(code).toBe(2);
    expect(stdout).toContain('set aside');
    expect(stderr).toContain('nothing was checked');
  });

  test('--platform also sets aside what is wrong with the bundle of another platform', async () => {
    put('boron.zip', buildZip([{ name: 'app.bin', data: build(applicationWithAsset()) }]));
    expect(await run(['deps', '--platform', 'photon', 'photon.bin', 'boron.zip'])).toMatchObject({ code: 0 });
    expect(await run(['deps', '--platform', 'boron', 'photon.bin', 'boron.zip'])).toMatchObject({ code: 1 });
  });
});

describe.concurrent('how much is said', () => {
  test('-q is the verdict alone', async () => {
    expect(await run(['deps', '-q', 'good'])).toEqual({
      code: 0,
      stdout: 'OK  3 modules for electron: no problems found.\n',
      stderr: '',
    });
    expect(await run(['inspect', '-q', 'good'])).toEqual({
      code: 0,
      stdout: '3 modules in 3 files, nothing wrong\n',
      stderr: '',
    });
    expect((await run(['deps', '-q', 'bad.bin'])).stdout).toMatch(
      /^ {2}REFUSED[^]*1 error\. Nothing should be flashed\.\n$/,
    );
  });

  test('-v gives effect, fix and source of a rule, once', async () => {
    put('bad2.bin', 'this is a text, and no firmware either\n');
    const { stdout } = await run(['deps', '-v', 'bad.bin', 'bad2.bin']);
    for (const word of ['Effect: ', 'Fix: ', 'Source: ']) expect(stdout.split(word)).toHaveLength(2);
    expect((await run(['deps', 'bad.bin'])).stdout).toContain('more: fwinspect explain FW101');
  });

  test('-o writes the answer into a file; the problems stay on standard error', async () => {
    expect(await run(['deps', 'good', 'none.bin', '-o', 'out.txt'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'fwinspect: none.bin: no such file or folder (ENOENT)\n',
    });
    const text = readFileSync(join(folder.path, 'out.txt'), 'utf8');
    expect(text).toBe((await run(['deps', 'good', 'none.bin'])).stdout);
    await run(['inspect', '--json', 'good', '--output=out.json'], { env: { FORCE_COLOR: '1' } });
    expect(JSON.parse(readFileSync(join(folder.path, 'out.json'), 'utf8'))).toHaveProperty(
      'schema',
      'fwinspect/inspect@1',
    );
  });
});

describe.concurrent('colours', () => {
  const ESC = '\u001b';
  test.each([
    ['a pipe', [], {}, false],
    ['--color', ['--color'], {}, true],
    ['--no-color', ['--no-color'], { FORCE_COLOR: '1' }, false],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, false],
    ['NO_COLOR beats FORCE_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['an empty NO_COLOR says nothing', [], { NO_COLOR: '', FORCE_COLOR: '1' }, true],
    ['--color beats NO_COLOR', ['--color'], { NO_COLOR: '1' }, true],
  ])('%s', async (_name, args, env, coloured) => {
    for (const command of COMMANDS) {
      const { stdout } = await run([command, ...args, 'good', 'bad.bin'], { env });
      expect(stdout.includes(ESC)).toBe(coloured);
      const json = await run([command, '--json', ...args, 'good'], { env });
      expect(json.stdout).not.toContain(ESC);
    }
  });

  test('colours change nothing but colours', async () => {
    const plain = await run(['inspect', 'good', 'bad.bin']);
    const { stdout } = await run(['inspect', '--color', 'good', 'bad.bin']);
    expect(stdout.replace(/\u001b\[\d+m/g, '')).toBe(plain.stdout);
  });
});

describe.concurrent('JSON is one document whatever happens', () => {
  test.each([
    ['all well', ['deps', 'good'], 0, []],
    ['a finding', ['deps', 'bad.bin'], 1, []],
    ['a missing file', ['deps', 'none.bin'], 2, ['not_found']],
    ['a missing file among others', ['inspect', 'good', 'none.bin'], 2, ['not_found']],
    ['nothing matched', ['inspect', 'none/*.bin'], 2, ['nothing_matched']],
    ['nothing checked', ['deps', '--platform', 'boron', 'good'], 2, ['nothing_checked']],
    ['an unknown platform', ['deps', '--platform', 'banana', 'good'], 2, ['usage']],
    ['an unknown option', ['inspect', '--formt', 'good'], 2, ['usage']],
    ['no files', ['inspect'], 2, ['usage']],
    ['an unknown release', ['versions', 'banana'], 2, ['usage']],
    ['a number of no release', ['versions', '5550'], 1, []],
    ['an unknown command', ['inpsect', 'good'], 2, ['usage']],
  ])('%s', async (_name, args, code, codes) => {
    for (const format of [['--json'], ['--format', 'json'], ['--format=json']]) {
      const outcome = await run([...args, ...format]);
      expect(outcome.code).toBe(code);
      const document = documentOf(outcome);
      expect(document.schema).toBe(
        `fwinspect/${['inspect', 'versions'].includes(args[0] ?? '') ? String(args[0]) : 'deps'}@1`,
      );
      expect(document.errors.map((one) => one.code)).toEqual(codes);
      // What is wrong with the run is said to people too.
      expect(outcome.stderr === '').toBe(codes.length === 0);
    }
  });
});
