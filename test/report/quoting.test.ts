/** A file name in a script is one word of its shell and nothing else: fifty that an attacker would try. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { shippedState } from '../../src/device/shipped.js';
import { planUpdate } from '../../src/plan/update.js';
import type { UpdatePlan } from '../../src/plan/update.js';
import { commandsText } from '../../src/report/shell.js';
import { build, released } from '../support/fixtures.js';
import { named } from '../support/modules.js';

const NAMES = [
  'a b', ' a', 'a ', 'a  b', "a'b", "'", "''", "'a'", "a'; touch x; 'b", "a'$(touch x)'b", "'\"'\"'", "\\'", "a\\",
  'a"b', '"', '"; touch x; "', '$(touch x)', '`touch x`', '$HOME', '${HOME}', '$x', '$$', '$?', '$((1+1))', '%PATH%', '%s',
  '!!', '!1', 'a!b', 'a;b', 'a|b', 'a&b', 'a&&b', 'a>b', 'a<b', '<(touch x)', 'a>&2', '(a)', '{a,b}', '*', '?', '[a]', '~',
  '~root', '#a', 'a #b', '-rf', '--', '--help', '@(a|b)', '$env:PATH', '$(rm x)', '\u2018; touch x; \u2019', '\u201b', '\u201a',
  '^a', 'a=b', '@args', '.', '..bin', 'größe 日本',
] as const; // prettier-ignore

const ELECTRON = 10;
const STATE = shippedState('0.4.8-rc.6', ELECTRON, 'for_release')?.state;

/** A plan whose steps send files of these names. */
function planOf(names: readonly string[]): Extract<UpdatePlan, { readonly kind: 'plan' }> {
  if (STATE === undefined) throw new Error('no such device');
  const files = [1, 2].map((index) => named(`${String(index)}.bin`, build(released('0.5.0', ELECTRON, 4, index))));
  const plan = planUpdate(STATE, files, { kind: 'files' }, { via: 'ota' });
  const [step] = plan.kind === 'plan' ? plan.steps : [];
  if (plan.kind !== 'plan' || step === undefined) throw new Error('no plan');
  return { ...plan, steps: names.map((file) => ({ ...step, file: { ...step.file, file } })) };
}

const SHELLS = ['sh', 'bash', 'dash', 'zsh'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

describe('a POSIX shell takes each name as one word', () => {
  test.skipIf(process.platform === 'win32').each(SHELLS)('%s', (shell) => {
    const script = `particle() { printf '%s\\n' "$3"; }\n${commandsText(planOf(NAMES).steps, ELECTRON, 'sh')}`;
    const { stdout, stderr } = spawnSync(shell, ['-c', script], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout.split('\n').slice(0, -1).map(withoutDot)).toEqual(NAMES.map(withoutDot));
  });
});

/** A name that begins like an option may get a folder in front of it. */
const withoutDot = (name: string): string => name.replace(/^\.\/(?=-)/, '');

/** The words of a line as PowerShell reads them: in single quotes all is itself, two quotes are one; it takes four more characters for such quotes. */
function powershellWords(line: string): readonly string[] {
  const word = /(?:['\u2018-\u201b]((?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*)['\u2018-\u201b]|[\w./-]+)(?= |$)/y;
  const words: string[] = [];
  while (word.lastIndex < line.length) {
    const found = word.exec(line);
    if (found === null) throw new Error(`no word: ${line}`);
    words.push(found[1]?.replace(/(['\u2018-\u201b])['\u2018-\u201b]/g, '$1') ?? found[0]);
    word.lastIndex++;
  }
  return words;
}

describe('PowerShell takes each name as one word', () => {
  test.each(NAMES)('%j', (name) => {
    const [line] = commandsText(planOf([name]).steps, ELECTRON, 'powershell').split('\n');
    const words = powershellWords(line ?? '');
    expect(words.slice(0, 3)).toEqual(['particle', 'flash', 'DEVICE']);
    expect(words.slice(3).map(withoutDot)).toEqual([withoutDot(name)]);
  });
});
