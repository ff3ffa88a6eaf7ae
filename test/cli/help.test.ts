/** The help, for people and as data, and its examples, which run in a folder that has what they name. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { helpText } from '../../src/cli/help.js';
import { allOptions, COMMON, offeredNegations } from '../../src/cli/options.js';
import { fwinspect } from '../support/command.js';
import { tempFolder } from '../support/temp-folder.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { path, run } = tempFolder();
const ORDER = ['Order', 'Device', 'Release', 'Gate', 'Other'];

const headings = (text: string): readonly string[] =>
  [...text.matchAll(/^(Order|Device|Release|Gate|Other)$/gm)].map(([line]) => line);

describe.each(COMMANDS.map((command) => [command.name, command] as const))('%s', (_name, command) => {
  test('every option is in the help once, its own before the common ones, under the headings in their order', async () => {
    const text = helpText(command, 80);
    expect(headings(text)).toEqual(ORDER.filter((one) => headings(text).includes(one)));
    const common = text.indexOf('\nAlso ');
    for (const [name, { negation, alias }] of Object.entries(allOptions(command))) {
      const isOwn = Object.hasOwn(command.options, name) || (name === 'format' && command.formats !== undefined);
      const label = isOwn
        ? `--${name}`
        : negation !== undefined
          ? `--no-${name}`
          : alias === undefined
            ? `--${name}`
            : `-${alias}`;
      const own = new RegExp(`^ +(?:-[a-z], )?${label}(?![\\w-])`, 'gm');
      const also = new RegExp(`[\\s]${label}(?![\\w-])`, 'g');
      const counts = [
        text.slice(0, common).match(own)?.length ?? 0,
        text.slice(common, text.indexOf('\n\n', common)).match(also)?.length ?? 0,
      ];
      expect([name, ...counts]).toEqual([name, Number(isOwn), Number(!isOwn)]);
    }
    for (const name of Object.keys(command.without ?? {})) {
      if (!Object.hasOwn(command.options, name)) expect(text).not.toMatch(new RegExp(`--(no-)?${name}(?![\\w-])`));
    }
  });

  test('an option that would do nothing is refused, also before a file', async () => {
    for (const name of Object.keys(command.without ?? {})) {
      const { code, stderr } = await fwinspect([command.name, 'fixtures', `--${name}`, 'fixtures']);
      const isNegatable = name === 'color';
      expect([name, code]).toEqual([name, 2]);
      if (!isNegatable) expect(stderr).toContain(`${command.name} has no option --${name}`);
    }
  });

  test.each([80, 100])('no line is wider than %d', async (width) => {
    for (const line of helpText(command, width).split('\n')) {
      expect(line.length, line).toBeLessThanOrEqual(width);
    }
  });

  test('each example is one line', async () => {
    const text = helpText(command, 80);
    const shown = text
      .slice(text.indexOf('\nExamples\n'))
      .split('\n')
      .filter((line) => line.startsWith('  fwinspect '));
    expect(shown).toHaveLength(command.examples.length);
    expect(shown.length).toBeGreaterThanOrEqual(2 - Number(['page'].includes(command.name)));
  });
});

describe('examples', () => {
  cpSync(join(root, 'fixtures/electron-0.5.0'), join(path, 'firmware'), { recursive: true });
  cpSync(join(root, 'fixtures/electron-0.5.0/app-for-0.5.0.bin'), join(path, 'app.bin'));
  for (const name of ['device.json', 'before.json', 'after.json']) {
    cpSync(join(root, 'fixtures/devices/electron-0.5.3-safe-mode-event.json'), join(path, name));
  }
  cpSync(join(root, 'fixtures/fleet/cli-product-device-list.json'), join(path, 'devices.json'));

  test.each(COMMANDS.flatMap(({ name, examples }) => examples.map(([args]) => [args, name] as const)))(
    'fwinspect %s',
    async (args) => {
      const words = [...args.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
      const { code, stderr } = await run(words);
      expect(stderr).not.toMatch(
        /unknown|has no option|no such file|cannot read|which (?:device|platform)|see fwinspect/,
      );
      expect(code).toBeLessThan(3);
    },
  );
});

describe('as data', () => {
  const schema = JSON.parse(readFileSync(join(root, 'schema/help@1.json'), 'utf8')) as Record<string, unknown>;
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

  interface Document {
    readonly common: readonly { readonly name: string }[];
    readonly commands: readonly {
      readonly name: string;
      readonly options: readonly { readonly name: string; readonly negation: string | null }[];
    }[];
  }

  test('all commands, with all their options and no others', async () => {
    const { code, stdout, stderr } = await fwinspect(['--help', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const document = JSON.parse(stdout) as Document;
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(document.common.map(({ name }) => name)).toEqual(Object.keys(COMMON));
    expect(document.commands.map(({ name }) => name)).toEqual(COMMANDS.map(({ name }) => name));
    for (const [at, command] of COMMANDS.entries()) {
      const options = document.commands[at]?.options ?? [];
      expect(options.map(({ name }) => name)).toEqual(Object.keys(allOptions(command)));
      const negations = options.map(({ negation }) => negation);
      for (const name of offeredNegations(command.options)) expect(negations).toContain(name);
    }
  });

  test('one command', async () => {
    const all = JSON.parse((await fwinspect(['help', '--json'])).stdout) as Document;
    for (const line of [
      ['plan', '--help', '--json'],
      ['help', 'plan', '--format', 'json'],
    ]) {
      const { stdout } = await fwinspect(line);
      expect((JSON.parse(stdout) as Document).commands).toEqual(all.commands.filter(({ name }) => name === 'plan'));
    }
  });
});
