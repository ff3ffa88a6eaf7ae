import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { manPage } from '../../src/cli/man.js';
import { allOptions, offeredNegations } from '../../src/cli/options.js';
import { VERSION } from '../../src/report/version.js';

const page = manPage(COMMANDS, VERSION);
const lines = page.trimEnd().split('\n');
const root = fileURLToPath(new URL('../../', import.meta.url));
const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** The lines from the heading of a command to the next one. */
function partOf(name: string): readonly string[] {
  const start = lines.indexOf(`.B "fwinspect ${name}"`, lines.indexOf('.SH COMMANDS'));
  const end = lines.findIndex((line, at) => at > start && /^\.(?:B "fwinspect |SH )/.test(line));
  return lines.slice(start + 1, end);
}

/** Whether some line names that option by itself, and not one that only begins so. */
const names = (within: readonly string[], option: string): boolean => {
  const inRoff = `--${option}`.replaceAll('-', '\\-');
  return within.some((line) => line.startsWith('.B "') && line.slice(4, -1).split(/[ ,]+/).includes(inRoff));
};

test('is what the build writes, and what the package names', () => {
  const { man, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly man: string;
    readonly files: readonly string[];
  };
  expect(readFileSync(join(root, man), 'utf8')).toBe(page);
  expect(files).toContain('dist');
});

test('names every command with its own options, and the common ones once', () => {
  const common = lines.slice(lines.indexOf('.SH COMMON OPTIONS'), lines.indexOf('.SH EXIT STATUS'));
  for (const name of Object.keys(allOptions({ options: {} }))) {
    expect([name, names(common, name)]).toEqual([name, true]);
  }
  for (const { name: command, options, examples } of COMMANDS) {
    const part = partOf(command);
    for (const name of [...Object.keys(options), ...offeredNegations(options)]) {
      expect([command, name, names(part, name)]).toEqual([command, name, true]);
    }
    expect(part.filter((line) => line === '.EX')).toHaveLength(examples.length);
  }
});

describe('is sound roff', () => {
  test('nothing that is text is read as a request, and every escape is one', () => {
    for (const line of lines) {
      // Requests are ours; a line of text never begins as one.
      expect(line).toMatch(/^(?:\.(?:TH|SH|SS|TP|PP|B|I|br|RS|RE|EX|EE)(?: |$)|[^.']|\\&)/);
      expect(line).not.toMatch(/\\(?![-e&]|\((?:aq|ga|ha|ti|dq))/);
      expect(line.replace(/\\\(..|\\./g, '')).not.toMatch(/[-'`^~]/);
      expect(line).not.toMatch(/\s$|^$/);
      if (line.startsWith('.')) expect(line.match(/"/g)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
    }
    for (const [open, close] of [
      ['.RS', '.RE'],
      ['.EX', '.EE'],
    ] as const) {
      const depths = lines.map((line) => (line === open ? 1 : line === close ? -1 : 0));
      let depth = 0;
      for (const step of depths) expect((depth += step)).toBeGreaterThanOrEqual(0);
      expect(depth).toBe(0);
    }
  });

  test('what would be a request, an escape or an accent is text', () => {
    const [first] = COMMANDS;
    if (first === undefined) throw new Error('no command');
    const odd = manPage([{ ...first, describe: '.so /etc/passwd \\fB \'a\' `b` ^c ~d -- "e"' }], '1.0');
    expect(odd).toContain('\n\\&.so /etc/passwd \\efB \\(aqa\\(aq \\(gab\\(ga \\(hac \\(tid \\-\\- "e".\n');
  });

  test.skipIf(!has('groff'))('groff sets it without a warning', () => {
    const ran = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-z'], { input: page, encoding: 'utf8' });
    expect(ran).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });
});
