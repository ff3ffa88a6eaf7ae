import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { fwinspect } from '../support/command.js';

const built = readFileSync(fileURLToPath(new URL('../../dist/fwinspect.html', import.meta.url)), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'fwinspect-page-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KIB = 1024;

describe('fwinspect page', () => {
  test('writes the page as it was built, to a file and to standard output', async () => {
    const path = join(folder, 'fwinspect.html');
    const written = await fwinspect(['page', '-o', path]);
    expect(written).toMatchObject({ code: 0, stdout: `Wrote ${path}\n`, stderr: '' });
    expect(readFileSync(path, 'utf8')).toBe(built);
    const printed = await fwinspect(['page']);
    expect(printed.code).toBe(0);
    expect(printed.stdout === built).toBe(true);
  });

  test.each([['--json'], ['--format', 'html']])('is no document: %s', async (...args) => {
    const { code, stderr } = await fwinspect(['page', ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/a page is HTML/);
  });
});

describe('the page', () => {
  const between = (start: string, end: string): string => {
    const from = built.indexOf(start) + start.length;
    return built.slice(from, built.indexOf(end, from));
  };
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');

  test('has a policy that lets its own script and style run, and nothing else', () => {
    const script = between('<script>', '</script>');
    const style = between('<style>', '</style>');
    const policy = between('http-equiv="Content-Security-Policy" content="', '"');
    expect(policy).toBe(
      `default-src 'none'; script-src 'sha256-${hashOf(script)}'; style-src 'sha256-${hashOf(style)}'; ` +
        "worker-src blob:; base-uri 'none'; form-action 'none'",
    );
  });

  test('is small, and holds nothing of the formats that it does not offer', () => {
    expect(built.length).toBeLessThanOrEqual(600 * KIB);
    expect(gzipSync(built, { level: 9 }).length).toBeLessThanOrEqual(170 * KIB);
    for (const word of ['sarif', 'testsuite', '::error']) expect(built.toLowerCase()).not.toContain(word);
  });

  test('is text without control characters', () => {
    expect(/[^\t\n\x20-\x7e\u00a0-\u{10ffff}]/u.exec(built)).toBeNull();
  });
});
