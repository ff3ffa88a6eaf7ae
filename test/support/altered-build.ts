/** The command line with another table of releases in it, as a build of a changed source would have it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Builds it into a folder; gives the file that is run. */
export async function alteredBuild(table: string, folder: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outfile: join(folder, 'main.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    plugins: [
      {
        name: 'other-table',
        setup(api) {
          api.onResolve({ filter: /\/release-table\.js$/ }, () => ({ path: table }));
        },
      },
    ],
  });
  const bin = join(folder, 'fwinspect.mjs');
  writeFileSync(bin, "import { main } from './main.mjs';\nprocess.exitCode = await main(process.argv.slice(2));\n");
  return bin;
}
