/**
 * The README and the pages of docs show what really happens. Their examples are run, and what they print is put in the
 * place of what they show: `npx vitest run test/cli/readme.test.ts -u` writes a page that has become untrue anew.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fwinspect } from '../support/command.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const textOf = (name: string): string => readFileSync(join(root, name), 'utf8').replaceAll('\r\n', '\n');
const readme = textOf('README.md');
const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
const PAGES = ['README.md', ...guides.map((name) => `docs/${name}`)];

interface Block {
  readonly language: string;
  readonly content: string;
}

const FENCE = /^```(\w+)\n([\s\S]*?)^```$/gm;

const blocksOf = (text: string): readonly Block[] =>
  [...text.matchAll(FENCE)].map(([, language, content]) => ({ language: language ?? '', content: content ?? '' }));

/** `$ fwinspect deps a.bin   # exit 1` */
interface Example {
  readonly line: string;
  readonly args: readonly string[];
  readonly exit: number;
}

const COMMAND = /^(?:npm install && )?(?:fwinspect|node bin\/fwinspect\.js) (.*?)(?:\s+# exit (\d))?$/;

function exampleOf(line: string): Example {
  const [, rest, exit] = COMMAND.exec(line) ?? [];
  if (rest === undefined) throw new Error(`a page has a command that this test cannot run: ${line}`);
  const words = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].flatMap(([, quoted, bare]) => quoted ?? expanded(bare ?? ''));
  return { line, args: words, exit: Number(exit ?? 0) };
}

/** What a shell makes of a word: of `folder/*.bin` the names that are there, by ascending name. */
function expanded(word: string): readonly string[] {
  const [, folder, ending] = /^(.+)\/\*(\.\w+)$/.exec(word) ?? [];
  if (folder === undefined || ending === undefined) return [word];
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => `${folder}/${name}`);
}

async function outputOf({ line, args, exit }: Example): Promise<string> {
  const { code, stdout, stderr } = await fwinspect(args, { cwd: root });
  expect({ line, code, stderr }).toEqual({ line, code: exit, stderr: '' });
  return stdout;
}

/** A console block with the commands as they are and what they print now. */
async function consoleBlock(content: string): Promise<string> {
  const commands = content.split('\n').filter((line) => line.startsWith('$ '));
  const parts: string[] = [];
  for (const line of commands) parts.push(`${line}\n${await outputOf(exampleOf(line.slice(2)))}`);
  return parts.join('');
}

let temp = '';
beforeAll(() => {
  // Below the project, so that `fwinspect` means this package.
  mkdirSync(join(root, '.cache'), { recursive: true });
  temp = mkdtempSync(join(root, '.cache', 'readme-'));
});
afterAll(() => {
  rmSync(temp, { recursive: true, force: true });
});

/** Compiles the example against the built types; gives the problems and the script. */
function compile(code: string): { readonly problems: readonly string[]; readonly script: string } {
  const file = join(temp, 'example.mts');
  writeFileSync(file, code);
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
  };
  const program = ts.createProgram([file], options);
  const emitted = program.emit();
  const problems = [...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics].map(({ messageText }) =>
    ts.flattenDiagnosticMessageText(messageText, '\n'),
  );
  return { problems, script: join(temp, 'example.mjs') };
}

/** What a text block shows: the output of the block before it. */
async function outputOfBlock(before: Block | undefined): Promise<string> {
  if (before?.language === 'sh') return outputOf(exampleOf(before.content.trim()));
  if (before?.language !== 'ts') throw new Error('a text block follows neither a command nor an example');
  const { problems, script } = compile(before.content);
  expect(problems).toEqual([]);
  const { stdout } = await promisify(execFile)(process.execPath, [script], { cwd: root });
  return stdout;
}

async function withRealOutput(text: string): Promise<string> {
  const blocks = blocksOf(text);
  const fresh: string[] = [];
  for (const [at, { language, content }] of blocks.entries()) {
    if (language === 'console') fresh.push(await consoleBlock(content));
    else if (language === 'text') fresh.push(await outputOfBlock(blocks[at - 1]));
    else fresh.push(content);
  }
  let at = 0;
  return text.replace(FENCE, (_, language: string) => `\`\`\`${language}\n${fresh[at++] ?? ''}\`\`\``);
}

test.each(PAGES)('every output of %s is what the command or example prints', async (name) => {
  await expect(await withRealOutput(textOf(name))).toMatchFileSnapshot(join(root, name));
});

test('the README is at most 6,144 bytes, with the test command and a line of exit codes', () => {
  expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(6144);
  expect(readme).toContain('npm test');
  expect(readme).toMatch(/^Exit codes: 0 .*; 1 .*; 2 .*; 3 /m);
});

describe('the first screen', () => {
  const top = readme.slice(0, readme.indexOf('\n## '));

  test('has exactly the two commands of a fresh clone', () => {
    const commands = blocksOf(top).flatMap(({ language, content }) => (language === 'sh' ? [content.trim()] : []));
    expect(commands).toEqual([
      'npm install && node bin/fwinspect.js deps fixtures/electron-0.5.0/*.bin',
      'npm install && npm test',
    ]);
  });

  test('fits a screen', () => {
    expect(top.split('\n').length).toBeLessThanOrEqual(40);
  });

  test('shows the three steps with their reasons', () => {
    const shown = blocksOf(top).find(({ language }) => language === 'text')?.content ?? '';
    const order = ['system part 1', 'system part 2', 'application'].map((slot) => shown.indexOf(`   ${slot}`));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(shown).toContain('needs nothing');
    expect(shown).toContain('needs system part 1 >= 13 (0.5.0)');
    expect(shown).toContain('needs system part 2 >= 13 (0.5.0)');
  });
});

test('a mistake in the example would be seen', () => {
  const code = blocksOf(readme).find(({ language }) => language === 'ts')?.content ?? '';
  expect(compile(code.replace('found.judgement', 'found.judgment')).problems.join()).toContain('judgment');
});

test('all links to files lead somewhere', () => {
  const targets = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target]) => target ?? '');
  expect(targets.length).toBeGreaterThan(4);
  for (const target of targets) expect(existsSync(join(root, target)), target).toBe(true);
});

test('every command of the help is in the table and in the reference, and no other', async () => {
  const { stdout } = await fwinspect(['--help']);
  const inHelp = [...stdout.matchAll(/^ {2}fwinspect (\w+) /gm)].map(([, name]) => name);
  const inTable = [...textOf('docs/order.md').matchAll(/^\| `fwinspect ([a-z]+)[ `]/gm)].map(([, name]) => name);
  expect(inTable.filter((name) => name !== 'help').sort()).toEqual([...inHelp].sort());
  const inReference = [...textOf('docs/commands.md').matchAll(/^\$ fwinspect help (\w+)$/gm)].map(([, name]) => name);
  expect([...inReference].sort()).toEqual([...inHelp].sort());
});
