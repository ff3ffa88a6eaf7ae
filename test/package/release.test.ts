/** What would publish a version: it refuses while package.json has placeholders, and hands out what was run before. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { tempFolder } from '../support/temp-folder.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const textOf = (name: string): string => readFileSync(join(root, name), 'utf8');
const own = JSON.parse(textOf('package.json')) as {
  readonly version: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};
const { path } = tempFolder();

const REAL = {
  homepage: 'https://fwinspect.dev',
  bugs: { url: 'https://github.com/somebody/fwinspect/issues' },
  repository: { type: 'git', url: 'git+https://github.com/somebody/fwinspect.git' },
};

/** Asks whether a package.json with these addresses is published. */
function ask(changes: Readonly<Record<string, unknown>>, ...args: readonly string[]) {
  const file = join(path, 'package.json');
  writeFileSync(file, JSON.stringify({ ...own, ...REAL, ...changes }));
  const ran = spawnSync(process.execPath, [join(root, 'scripts/check-publishable.mjs'), file, ...args], {
    encoding: 'utf8',
  });
  rmSync(file);
  return { code: ran.status, stderr: ran.stderr };
}

describe('the check before publishing', () => {
  test('lets real addresses pass', () => {
    expect(ask({})).toEqual({ code: 0, stderr: '' });
    expect(ask({ bugs: REAL.bugs.url, repository: REAL.repository.url })).toEqual({ code: 0, stderr: '' });
  });

  test.each([
    ['homepage', undefined],
    ['homepage', 'https://github.com/OWNER/fwinspect#readme'],
    ['homepage', 'https://example.com/fwinspect'],
    ['homepage', 'soon'],
    ['bugs', { url: 'https://github.com/OWNER/fwinspect/issues' }],
    ['bugs', {}],
    ['repository', { type: 'git', url: 'git+https://github.com/OWNER/fwinspect.git' }],
    ['repository', 'file:///home/somebody/fwinspect'],
  ])('refuses %s %j', (name, value) => {
    const { code, stderr } = ask({ [name]: value });
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^not to be published: package\\.json: ${name} is .*\\n$`));
  });

  test('refuses a tag that is not that of the version', () => {
    expect(ask({}, '--tag', `v${own.version}`).code).toBe(0);
    for (const tag of [own.version, 'v99.0.0', '']) expect(ask({}, '--tag', tag).code).toBe(1);
  });

  test('npm asks it, and gets a refusal as long as the addresses of this project are placeholders', () => {
    expect(own.scripts.prepublishOnly).toBe('node scripts/check-publishable.mjs');
    const { code } = ask(JSON.parse(textOf('package.json')) as Readonly<Record<string, unknown>>);
    expect(code).toBe(textOf('package.json').includes('/OWNER/') ? 1 : 0);
    const publish = spawnSync('npm', ['publish', '--dry-run', '--offline'], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    expect(publish.status === 0).toBe(code === 0);
    if (code !== 0) expect(publish.stderr).toContain('not to be published: package.json: repository is a placeholder');
  });
});

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

describe('the workflow', () => {
  const workflow = parse(textOf('.github/workflows/release.yml')) as {
    readonly on: unknown;
    readonly permissions: unknown;
    readonly jobs: Readonly<
      Record<string, { readonly permissions: Readonly<Record<string, string>>; readonly steps: readonly Step[] }>
    >;
  };
  const { permissions = {}, steps = [] } = workflow.jobs.publish ?? {};
  const commands = steps.flatMap(({ run }) => run ?? []);
  const place = (words: string): number => commands.findIndex((command) => command.includes(words));

  test('runs for a tag, with no more rights than it needs', () => {
    expect(Object.keys(workflow.jobs)).toEqual(['publish']);
    expect(workflow.on).toEqual({ push: { tags: ['v*'] } });
    expect(workflow.permissions).toEqual({});
    expect(permissions).toEqual({ contents: 'write', 'id-token': 'write' });
  });

  test('takes actions by commit, the same as the examples', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(0);
    const pinned = `${textOf('action.yml')}${textOf('examples/github-actions.yml')}`;
    for (const one of used) {
      expect(one).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      expect(pinned).toContain(one);
    }
  });

  test('checks, makes and runs before it publishes with provenance, and attaches the same files', () => {
    const order = ['check-publishable.mjs --tag', 'npm ci', 'npm run dist', 'npm publish ./out/', 'gh release create'];
    expect(order.map(place)).toEqual([0, 1, 2, 3, 4]);
    expect(commands[3]).toContain('--provenance');
    expect(commands[4]).toContain(' out/* ');
    for (const [, name = ''] of commands.join('\n').matchAll(/npm run ([\w-]+)/g)) {
      expect(own.scripts).toHaveProperty(name);
    }
    // What somebody calls a tag is no command.
    expect(commands.join('\n')).not.toContain('${{');
  });
});

test('what puts the program into Node is pinned', () => {
  expect(own.devDependencies.postject).toBe('1.0.0-alpha.6');
});
