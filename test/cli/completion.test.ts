import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.js';
import { completionScript, SHELLS } from '../../src/cli/completion.js';
import { progressOf } from '../../src/cli/progress.js';
import { RULES } from '../../src/rules/registry.js';
import { fwinspect } from '../support/command.js';
import { tempFolder } from '../support/temp-folder.js';

const folder = tempFolder();
const has = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;

test.each(SHELLS)('completion %s is the script, with every command and option', async (shell) => {
  const { code, stdout, stderr } = await fwinspect(['completion', shell]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(completionScript(shell, COMMANDS));
  for (const { command, options } of COMMANDS) {
    expect(stdout).toContain(command.split(' ')[0]);
    for (const name of options) expect(stdout).toMatch(new RegExp(`(?:--|-l )${name}\\b`));
  }
});

test.each([...SHELLS])('%s takes the script', (shell) => {
  if (!has(shell)) return;
  const file = folder.put(`completion.${shell}`, new TextEncoder().encode(completionScript(shell, COMMANDS)));
  expect(spawnSync(shell, ['-n', join(folder.path(), typeof file === 'string' ? file : `completion.${shell}`)]).status).toBe(0);
});
