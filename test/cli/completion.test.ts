import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { completionScript } from '../../src/cli/completion.js';
import { platformNames } from '../../src/catalog/platforms.js';
import { knownReleases } from '../../src/catalog/releases.js';
import { allOptions, CHECK_FORMATS, GRAPH_FORMATS, offeredNegations, SHELLS } from '../../src/cli/options.js';
import { progressOf, waysProgress } from '../../src/cli/progress.js';
import { RULES } from '../../src/rules/registry.js';
import { fwinspect } from '../support/command.js';
import { tempFolder } from '../support/temp-folder.js';

const { path, put } = tempFolder();
const has = (shell: string): boolean => shell !== 'powershell' && spawnSync(shell, ['-c', 'exit 0']).status === 0;

describe.each(SHELLS)('completion %s', (shell) => {
  test('is the script, with every command and option', async () => {
    const { code, stdout, stderr } = await fwinspect(['completion', shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(completionScript(shell, COMMANDS));
    for (const { name: command, options } of COMMANDS) {
      expect(stdout).toContain(command);
      for (const name of [...Object.keys(options), ...offeredNegations(options)]) {
        expect(stdout).toMatch(new RegExp(`(?:--|-l )${name}\\b`));
      }
    }
  });

  test.skipIf(!has(shell))('is taken by the shell', () => {
    const file = join(path, put(`script.${shell}`, completionScript(shell, COMMANDS)));
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe.each(SHELLS)('values in %s', (shell) => {
  const script = completionScript(shell, COMMANDS);
  const count = (word: string): number =>
    script.split(new RegExp(`(?<![\\w.-])${word.replaceAll('.', '\\.')}(?![\\w.-])`)).length - 1;

  test('every platform, release, rule and format is there, what is long but once', () => {
    for (const word of [
      ...platformNames(),
      ...knownReleases().map(({ release }) => release),
      ...RULES.map(({ id }) => id),
    ]) {
      expect(count(word), word).toBeGreaterThan(0);
    }
    for (const word of ['6.1.2', 'FW712']) expect(count(word), word).toBe(1);
    for (const word of [...CHECK_FORMATS, ...GRAPH_FORMATS]) expect(count(word), word).toBeGreaterThan(0);
  });

  test('options refer to the lists, as they are declared', () => {
    const list = (name: string): string =>
      ({ bash: `"$${name}"`, zsh: `_fwinspect_${name}`, fish: `(__fwinspect_${name})`, powershell: `= $${name}` })[
        shell
      ];
    const takes = (wanted: readonly string[]): number =>
      COMMANDS.flatMap((one) => [
        ...Object.values(allOptions(one)).filter((option) => option.type !== 'switch' && wanted.includes(option.takes)),
        ...Object.values(one.positionals)
          .slice(0, 1)
          .filter((word) => wanted.includes(word.takes)),
      ]).length;
    for (const [name, wanted] of [
      ['platform', ['platform']],
      ['release', ['release', 'range']],
      ['rule', ['rule']],
    ] as const) {
      const uses = script.split(list(name)).length - 1 - (shell === 'zsh' ? 1 : 0);
      expect(uses, name).toBe(takes(wanted));
    }
  });
});

/** What bash offers for a line that ends where the cursor is. */
function offered(words: readonly string[]): readonly string[] {
  const file = join(path, put('completion.bash', completionScript('bash', COMMANDS)));
  const script = `source '${file}'; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _fwinspect; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync('bash', ['-c', script, 'bash', ...words], { cwd: path, encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '');
}

describe.skipIf(!has('bash'))('in bash', () => {
  test.each<readonly [words: readonly string[], all: readonly string[]]>([
    [
      ['fwinspect', 'ver'],
      ['versions', 'verify'],
    ],
    [['fwinspect', 'simulate', '--vi'], ['--via']],
    [
      ['fwinspect', 'simulate', '--via', ''],
      ['ota', 'serial', 'local', 'dfu'],
    ],
    [['fwinspect', 'plan', '--prefer', 'b'], ['bytes']],
    [
      ['fwinspect', 'completion', ''],
      ['bash', 'zsh', 'fish', 'powershell'],
    ],
    [['fwinspect', 'completion', '--shell', 'p'], ['powershell']],
    [['fwinspect', 'deps', '--platform', 'ms'], ['msom']],
    [
      ['fwinspect', 'plan', '--to', '6.1.'],
      ['6.1.0', '6.1.1', '6.1.2'],
    ],
    [['fwinspect', 'check', '--min-os', '0.4.8-rc.6'], ['0.4.8-rc.6']],
    [['fwinspect', 'versions', '6.1.0'], ['6.1.0']],
    [
      ['fwinspect', 'check', '--format', ''],
      ['table', 'json', 'jsonl', 'markdown', 'sarif', 'junit', 'github'],
    ],
    [
      ['fwinspect', 'deps', '--format', ''],
      ['table', 'json'],
    ],
    [['fwinspect', 'graph', '--format', 'm'], ['mermaid']],
    [['fwinspect', 'explain', 'FW10'], RULES.map(({ id }) => id).filter((id) => id.startsWith('FW10'))],
    [['fwinspect', 'check', '--max-ota', ''], []],
  ])('%j', (words, all) => {
    expect(offered(words)).toEqual(all);
  });

  test('files, also with spaces', () => {
    put('one file.bin', '');
    expect(offered(['fwinspect', 'deps', 'one'])).toEqual(['one file.bin']);
    expect(offered(['fwinspect', 'deps', '-o', 'one'])).toEqual(['one file.bin']);
  });
});

test('completion of an unknown shell, or of none', async () => {
  expect(await fwinspect(['completion'])).toMatchObject({ code: 2, stdout: '' });
  const { code, stderr } = await fwinspect(['completion', 'tcsh']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('bash, zsh, fish, powershell') as string,
  });
});

test('the shell may be said as an option', async () => {
  const named = await fwinspect(['completion', '--shell', 'powershell']);
  expect(named).toEqual(await fwinspect(['completion', 'powershell']));
  expect(named.stdout).toContain('Register-ArgumentCompleter -Native -CommandName fwinspect');
  const { code, stderr } = await fwinspect(['completion', '--shell', 'cmd']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('--shell does not take cmd; it takes bash, zsh, fish, powershell') as string,
  });
});

describe('explain', () => {
  test('one rule, by id in any case or by name', async () => {
    const { code, stdout } = await fwinspect(['explain', 'fw201']);
    const rule = RULES.find(({ id }) => id === 'FW201');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^FW201 {2}/);
    expect((await fwinspect(['explain', rule?.name ?? ''])).stdout).toBe(stdout);
  });

  test('all', async () => {
    const { stdout } = await fwinspect(['explain', '--all']);
    expect([...stdout.matchAll(/^(FW\d+) {2}/gm)].map(([, id]) => id)).toEqual(RULES.map(({ id }) => id));
  });

  test('as data', async () => {
    const { stdout } = await fwinspect(['explain', '--json', 'FW201']);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'fwinspect/explain@1', rules: [{ id: 'FW201' }], errors: [] });
  });

  test('as data, all of them as the schema says', async () => {
    const schema = JSON.parse(readFileSync(new URL('../../schema/explain@1.json', import.meta.url), 'utf8')) as Record<
      string,
      unknown
    >;
    const validate = new Ajv2020({ strict: true }).compile(schema);
    const document = JSON.parse((await fwinspect(['explain', '--all', '--json'])).stdout) as { rules: unknown[] };
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(document.rules).toHaveLength(RULES.length);
  });

  test('a word lists every rule that speaks of it, and only those', async () => {
    const listed = async (word: string): Promise<readonly (string | undefined)[]> => {
      const { code, stdout } = await fwinspect(['explain', word]);
      expect(code).toBe(0);
      return [...stdout.matchAll(/^ {2}(FW\d+) {2}/gm)].map(([, id]) => id);
    };
    const about = (word: string) =>
      RULES.filter((rule) => [rule.id, rule.name, rule.title].some((one) => one.toLowerCase().includes(word)));
    for (const word of ['crc', 'platform', 'fw6']) {
      expect(about(word).length).toBeGreaterThan(1);
      expect(await listed(word)).toEqual(about(word).map(({ id }) => id));
    }
    const { stdout } = await fwinspect(['explain', '--json', 'CRC']);
    expect((JSON.parse(stdout) as { rules: { id: string }[] }).rules.map(({ id }) => id)).toEqual(
      about('crc').map(({ id }) => id),
    );
  });

  test.each([
    [['explain'], 'name a rule by its id, such as FW201, or a word, such as crc, or say --all'],
    [['explain', 'FW20l'], 'no rule FW20l; did you mean FW201?'],
    [['explain', 'qwertyuiop'], 'no rule qwertyuiop; fwinspect explain --all shows every rule'],
  ])('%j', async (args, message) => {
    expect(await fwinspect(args)).toEqual({ code: 2, stdout: '', stderr: `fwinspect: ${message}\n` });
  });
});

describe('the progress line', () => {
  const run = (isTTY: boolean, times: readonly number[]): readonly string[] => {
    const written: string[] = [];
    let now = 0;
    const progress = progressOf(200, { isTTY, write: (text) => written.push(text) }, () => now);
    for (const time of times) {
      now = time;
      progress.add(50);
    }
    progress.clear();
    return written;
  };
  const line = (percent: number): string => `\r\u001b[Kfwinspect: reading, ${String(percent)} %`;

  test('comes after a second, not too often, and goes', () => {
    expect(run(true, [500, 1000, 1050, 1200])).toEqual([line(50), line(100), '\r\u001b[K']);
  });

  test('the ways to a release have one of their own, with the platform', () => {
    for (const [isTTY, time, wanted] of [
      [true, 1200, ['\r\u001b[Kfwinspect: ways to the release, argon', '\r\u001b[K']],
      [true, 900, []],
      [false, 1200, []],
    ] as const) {
      const written: string[] = [];
      const progress = waysProgress({ isTTY, write: (text) => written.push(text) }, () => time);
      progress.tell('argon');
      progress.clear();
      expect(written).toEqual(wanted);
    }
  });

  test('does not come in a short run, nor without a terminal', () => {
    expect(run(true, [10, 20, 30])).toEqual([]);
    expect(run(false, [2000, 4000])).toEqual([]);
  });
});
