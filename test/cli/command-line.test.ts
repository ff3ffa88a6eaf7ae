/** The command line against the declarations that it is read by. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCommandLine } from '../../src/cli/command-line.js';
import { COMMANDS } from '../../src/cli/commands.js';
import type { Command } from '../../src/cli/commands.js';
import { UsageError } from '../../src/cli/context.js';
import { allOptions } from '../../src/cli/options.js';
import type { Option } from '../../src/cli/options.js';
import { camelCase, optionValues, wordValues } from '../../src/cli/values.js';

/** Words that a command can do with. */
const wordsOf = ({ positionals }: Command): readonly string[] =>
  Object.values(positionals).map(({ choices }) => choices?.[0] ?? './a.bin');

function valuesOf(argv: readonly string[]): Readonly<Record<string, unknown>> {
  const line = readCommandLine(argv);
  if (line.kind !== 'run') throw new Error(`${argv.join(' ')}: ${line.kind}`);
  return optionValues(allOptions(line.command), line.read);
}

const OPTIONS = COMMANDS.flatMap((command) =>
  Object.entries(allOptions(command)).map(([name, option]) => ({ command, name, option })),
);

/** A value that the option takes, and what a command gets of it. */
function valueFor(option: Exclude<Option, { readonly type: 'switch' }>): fc.Arbitrary<readonly [string, unknown]> {
  switch (option.type) {
    case 'choice':
      return fc.constantFrom(...option.choices).map((word) => [word, word]);
    case 'number':
      return fc.integer({ min: option.least, max: option.most }).map((value) => [String(value), value]);
    case 'text':
    case 'texts':
      // An empty value of --name= is none; a word that begins with a dash is an option.
      return fc
        .oneof(fc.string({ minLength: 1 }), fc.nat().map(String))
        .filter((text) => !/^["'-]|["']$/.test(text))
        .map((text) => [text, option.type === 'texts' ? [text] : text]);
  }
}

describe('an option gives a command what it declares', () => {
  test('with a value: by its name, its name in the code and its letter; behind it, before it, and before the command', () => {
    const given = fc
      .constantFrom(...OPTIONS)
      .chain(({ command, name, option }) =>
        option.type === 'switch'
          ? fc.constant(null)
          : fc.tuple(fc.constant({ command, name, option }), valueFor(option)),
      )
      .filter((one) => one !== null);
    fc.assert(
      fc.property(given, ([{ command, name, option }, [text, value]]) => {
        const words = wordsOf(command);
        const letter = option.alias === undefined ? [] : [[`-${option.alias}`, text]];
        const forms = [[`--${name}`, text], [`--${name}=${text}`], [`--${camelCase(name)}`, text], ...letter];
        for (const form of forms) {
          for (const argv of [
            [command.name, ...words, ...form],
            [command.name, ...form, ...words],
          ]) {
            expect(valuesOf(argv)[camelCase(name)]).toEqual(value);
          }
        }
        expect(valuesOf([`--${name}`, text, command.name, ...words])[camelCase(name)]).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  test.each(OPTIONS.map(({ command, name, option }) => [`${command.name} --${name}`, command, name, option] as const))(
    '%s: where nothing is said, turned on and turned off',
    (_title, command, name, option) => {
      const value = (...more: readonly string[]): unknown =>
        valuesOf([command.name, ...wordsOf(command), ...more])[camelCase(name)];
      const off = (): unknown => value(`--no-${name}`);
      if (option.negation === undefined) expect(off).toThrow(`unknown option --no-${name}`);
      else expect(off()).toBe(false);
      if (option.type === 'switch') {
        expect(value()).toBe(option.default === null ? undefined : (option.default ?? false));
        expect(value(`--${name}`)).toBe(true);
      } else {
        expect(value()).toEqual(option.type === 'texts' ? [] : option.type === 'choice' ? option.default : undefined);
        if (option.type !== 'choice') {
          for (const called of [name, camelCase(name)]) {
            expect(() => value(`--${called}`)).toThrow(
              `the option --${called} needs a value; see fwinspect ${command.name} --help`,
            );
          }
        }
      }
    },
  );

  test('said twice, the last counts, also of turning off', () => {
    expect(valuesOf(['check', 'a.bin', '--config', 'x', '--no-config']).config).toBe(false);
    expect(valuesOf(['check', 'a.bin', '--no-config', '--config', 'x']).config).toBe('x');
    expect(valuesOf(['check', 'a.bin', '--device', 'x', '--device', 'y']).device).toEqual(['x', 'y']);
    expect(valuesOf(['plan', 'a.bin', '--via', 'local', '--via', 'dfu']).via).toBe('dfu');
  });
});

test('an option has one name and one way to be read in all commands, so that the first word that is no option is found', () => {
  const ways = new Map<string, Set<boolean>>();
  for (const { name, option } of OPTIONS) {
    ways.set(name, (ways.get(name) ?? new Set()).add(option.type !== 'switch'));
  }
  expect([...ways].filter(([, way]) => way.size > 1)).toEqual([]);
});

test.each([
  ['a number too large', ['--product', '65536'], '--product takes a number from 0 to 65535, not 65536'],
  ['no number', ['--product-version', '1e3'], '--product-version takes a number from 0 to 65535, not 1e3'],
  ['a number of too many digits', ['--product', '000001'], '--product takes a number from 0 to 65535, not 000001'],
  [
    'no choice',
    ['--via', 'air'],
    '--via does not take air; it takes ota, serial, local, dfu; see fwinspect check --help',
  ],
  [
    'no choice of a name with a hyphen',
    ['--fail-on', 'bad'],
    '--fail-on does not take bad; it takes error, warning, note',
  ],
  ['an option of another command', ['--shortest'], 'check has no option --shortest; see fwinspect check --help'],
  ['an unknown letter that is a word as well', ['-x', 'b', 'x'], 'unknown option -x; see fwinspect check --help'],
])('%s is refused', (_title, more, message) => {
  expect(() => valuesOf(['check', 'a.bin', ...more])).toThrow(new UsageError(message));
});

test('a switch in front of the command leaves it the command', () => {
  const line = readCommandLine(['--strict', 'check', '-', 'a.bin']);
  if (line.kind !== 'run') throw new Error(line.kind);
  expect(line.command.name).toBe('check');
  expect(wordValues(line.command.positionals, line.read)).toEqual({ files: ['-', 'a.bin'] });
});

test.each([[['--via', 'usb']], [['--via=usb']]])('%j is what local is', (via) => {
  expect(valuesOf(['check', 'a.bin', ...via]).via).toBe('local');
});

test.each([[['a.bin']], [['a.bin', 'b.bin', 'c.bin']]])('diff %j says that it compares two', (files) => {
  expect(() => valuesOf(['diff', ...files])).toThrow(/diff compares two: name a file, folder or zip before/);
});

test.each([
  [
    ['check', 'a.bin', '--min-os 0.4.8'],
    '"--min-os 0.4.8" came as one word; the option and its value are two: --min-os 0.4.8, without quotes around both',
  ],
  [['plan', '--to 0.6.4', 'a.bin'], '"--to 0.6.4" came as one word'],
  [['deps', 'a.bin', '-o out.txt'], '"-o out.txt" came as one word'],
  [['check', 'a.bin', '--target-os >=1.5 <2'], 'the option and its value are two: --target-os VALUE'],
])('%j: what came as one word is said to be', (args, message) => {
  expect(() => readCommandLine(args)).toThrow(message);
});

test.each([[['deps', '--', '--min-os 0.4.8']], [['deps', 'a file.bin']], [['report', 'a', '--title', 'a -- b']]])(
  '%j is no option in one word with its value',
  (args) => {
    expect(readCommandLine(args).kind).toBe('run');
  },
);
