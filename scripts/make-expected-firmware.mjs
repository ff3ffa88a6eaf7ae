// Maintenance: writes test/firmware/expected.tsv from the real firmware in .cache/firmware (run the tests once to fetch it).
// The table holds facts about the vendor's files, none of their bytes. Compare a new one with another reader before you commit it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fwinspect-'));
try {
  const outfile = join(folder, 'facts.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/support/firmware-facts.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The cache is found from where test/support/firmware.ts lies, not from where the bundle does.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(root, 'test/support/firmware.ts')).href) },
    banner: {
      js: `import{createRequire}from'node:module';const require=createRequire(${JSON.stringify(import.meta.url)});`,
    },
  });
  const { factsTable } = await import(pathToFileURL(outfile).href);
  const table = factsTable((path) => readFileSync(path));
  writeFileSync(join(root, 'test/firmware/expected.tsv'), table);
  process.stdout.write(`${table.split('\n').length - 2} files\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
