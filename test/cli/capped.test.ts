/** Outputs are bounded: of very many files the first are told, the others are counted, in every command and format. */
import { beforeAll, describe, expect, test } from 'vitest';
import { shapeOf } from '../support/shapes.js';
import { tempFolder } from '../support/temp-folder.js';

const folder = tempFolder();
/** Both reach what data tells of anything, so that no output of the second is longer than one of the first. */
const [SOME, MORE] = [1000, 2000];
const SHAPES = ['platforms', 'slot'] as const;
const zipOf = (shape: string, count: number): string => `${shape}-${String(count)}.zip`;

beforeAll(() => {
  for (const shape of SHAPES) for (const count of [SOME, MORE]) folder.put(zipOf(shape, count), shapeOf(shape, count));
  folder.put('nothing.zip', shapeOf('platforms', 1));
});

const CHECK = ['check', '--no-config', '--today', '2026-01-01'];
const FROM = ['--from', '0.5.3', '--platform', 'electron'];
const COMMANDS: readonly (readonly string[])[] = [
  ['deps'],
  ['deps', '--json'],
  ['inspect'],
  ['inspect', '--verbose'],
  ['inspect', '--json'],
  ...['table', 'json', 'jsonl', 'markdown', 'sarif', 'junit', 'github'].map((format) => [...CHECK, '--format', format]),
  [...CHECK, '--min-os', '0.5.0'],
  ['audit'],
  ['audit', '--json'],
  ['diff', 'nothing.zip'],
  ['diff', '--json', 'nothing.zip'],
  ['simulate', ...FROM],
  ['simulate', '--json', ...FROM],
  ['report', '-o', '-'],
];
const ROWS = SHAPES.flatMap((shape) => COMMANDS.map((args) => [shape, args] as const));

/** Some of the numbers are of real releases, of which more is told. A row a file would be more than twice of that. */
const GROWTH = 40_000;

test.each(ROWS)('%s, %j: no output grows with the files', async (shape, args) => {
  const [some, more] = [
    await folder.run([...args, zipOf(shape, SOME)]),
    await folder.run([...args, zipOf(shape, MORE)]),
  ];
  const size = ({ stdout, stderr }: typeof some): number => stdout.length + stderr.length;
  expect(more.code).toBe(some.code);
  expect(size(more)).toBeLessThan(size(some) + GROWTH);
});

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What a document shows of a list, and what it says to have left out. */
function whole(document: Readonly<Record<string, Json>>, field: string): number {
  const [list, omitted] = [document[field], document.omitted];
  const left = omitted !== undefined && omitted !== null && typeof omitted === 'object' ? omitted : {};
  return (Array.isArray(list) ? list.length : 0) + Number(field in left ? (left as Record<string, number>)[field] : 0);
}

describe('what is shown and what is left out are the whole', () => {
  const documentOf = async (shape: string, ...args: readonly string[]) => {
    const { stdout } = await folder.run([...args, zipOf(shape, MORE)]);
    return JSON.parse(stdout) as Readonly<Record<string, Json>>;
  };

  test('of platforms, files, modules and steps as data', async () => {
    expect(whole(await documentOf('platforms', 'deps', '--json'), 'groups')).toBe(MORE);
    const audit = await documentOf('platforms', 'audit', '--json');
    expect([whole(audit, 'platforms'), whole(audit, 'files')]).toEqual([MORE, MORE]);
    expect(whole(await documentOf('slot', 'inspect', '--json'), 'modules')).toBe(MORE);
    expect(whole(await documentOf('slot', ...CHECK, '--json'), 'files')).toBe(MORE);
    expect(whole(await documentOf('slot', 'simulate', '--json', ...FROM), 'steps')).toBe(MORE);
  });

  test('of findings: the counts are of all', async () => {
    const { stdout } = await folder.run([...CHECK, '--format', 'jsonl', zipOf('platforms', MORE)]);
    const lines = stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, Json>); // prettier-ignore
    const { counts } = lines.at(-1) as { counts: Record<string, number> };
    for (const severity of ['error', 'warning', 'note']) {
      const told = lines.filter((one) => one.severity === severity);
      const all = told.reduce((sum, { leftOut = 0 }) => sum + 1 + Number(leftOut), 0);
      expect([severity, counts[severity]]).toEqual([severity, all]);
    }
    expect(Math.max(...Object.values(counts))).toBeGreaterThan(MORE / 2);
    const { runs } = JSON.parse((await folder.run([...CHECK, '--format', 'sarif', zipOf('slot', MORE)])).stdout) as {
      runs: readonly { artifacts: readonly object[]; properties: { omitted: { artifacts: number } } }[];
    };
    expect(runs[0]!.artifacts.length + runs[0]!.properties.omitted.artifacts).toBe(MORE);
  });

  const moreOf = async (shape: string, ...args: readonly string[]): Promise<string> =>
    (await folder.run([...args, zipOf(shape, MORE)])).stdout;

  test('for people', { timeout: 60_000 }, async () => {
    const number = new Intl.NumberFormat('en-US');
    const [left, leftOfFew] = [number.format(MORE - 100), number.format(MORE - 10)];
    for (const command of ['deps', 'audit', 'inspect']) {
      expect(await moreOf('platforms', command)).toContain(`and ${leftOfFew} more platforms; -v lists more`);
    }
    expect(await moreOf('platforms', 'deps', '-v')).toContain(`and ${left} more platforms`);
    expect(await moreOf('slot', 'audit')).toContain(`and ${leftOfFew} more releases; -v lists more`);
    expect(await moreOf('slot', 'audit', '-v')).toContain('and 1,900 more releases');
    expect(await moreOf('slot', 'inspect', '--verbose')).toContain(`and ${left} more files`);
    expect(await moreOf('slot', 'simulate', ...FROM)).toContain(`and ${left} more steps`);
    expect(await moreOf('platforms', 'report', '-o', '-')).toContain(`and ${left} more platforms`);
  });
});

test.each([...ROWS.filter(([, args]) => args.length === 1), ['slot', [...CHECK, '--min-os', '0.5.0']] as const])(
  '%s, %j: a text has at most 200 lines at its default',
  async (shape, args) => {
    const { stdout } = await folder.run([...args, zipOf(shape, MORE)]);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(200);
  },
);

test.each([
  [100, '; -v lists them'],
  [200, '; -v lists more'],
])('of %i releases ten are listed, and the others counted%s', async (count, hint) => {
  folder.put('few.zip', shapeOf('slot', count));
  const { stdout } = await folder.run(['audit', 'few.zip']);
  expect(stdout).toContain(`  and ${String(count - 10)} more releases${hint}\n`);
});

test('a lock stays whole, and says where it is too long to read', async () => {
  const { stdout } = await folder.run(['lock', '-o', '-', zipOf('slot', MORE)]);
  expect((JSON.parse(stdout) as { files: readonly object[] }).files).toHaveLength(MORE);
});

test('a graph of thousands of modules is an excerpt in a terminal, and whole for whoever asks', async () => {
  const zip = zipOf('slot', MORE);
  const { stdout, stderr } = await folder.run(['graph', zip]);
  expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  expect(stdout).toMatch(/^flowchart LR\n[^]*\n%% and \d+ more of /);
  expect(stderr).toMatch(/\d+ more modules are left out; --format mermaid, -v or -o FILE has all\n/);
  const [asked, verbose] = await Promise.all(
    [['--format', 'mermaid'], ['-v']].map((more) => folder.run(['graph', zip, ...more])),
  );
  expect(asked?.stdout.match(/^ {2}m\d+\[/gm)).toHaveLength(MORE);
  expect(verbose?.stdout).toBe(asked?.stdout);
});

test('an SVG is no drawing of thousands of modules: the text formats have all', async () => {
  const { code, stdout, stderr } = await folder.run(['graph', '--format', 'svg', zipOf('slot', MORE)]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('too many modules for one drawing; fwinspect graph --format dot has all');
  expect((await folder.run(['graph', '--format', 'dot', zipOf('slot', MORE)])).stdout.split('shape=box')).toHaveLength(
    MORE + 1,
  );
});
