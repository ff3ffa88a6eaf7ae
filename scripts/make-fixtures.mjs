// Writes fixtures/ from test/support/fixtures.ts. A test builds them again and compares byte for byte.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fwinspect-'));
try {
  const outfile = join(folder, 'fixtures.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/support/fixtures.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  });
  const { FIXTURES } = await import(pathToFileURL(outfile).href);
  const groups = [
    'electron-0.4.8-rc.6',
    'electron-0.5.0',
    'electron-0.6.4',
    'photon-0.7.0',
    'argon-1.5.0',
    'boron-4.2.0',
    'p2-5.8.0',
    'odd',
    'bad',
  ];
  for (const group of groups) rmSync(join(root, 'fixtures', group), { recursive: true, force: true });
  for (const { path, bytes } of FIXTURES) {
    const file = join(root, 'fixtures', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes());
  }
  process.stdout.write(`${FIXTURES.length} fixtures written\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
