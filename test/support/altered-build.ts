/** The command line with another table of releases in it, as a build of a changed source would have it. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Builds it into a folder, as an installation has it; gives the file that is run. */
export async function alteredBuild(table: string, folder: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts'],
    outfile: join(folder, 'dist', 'cli.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
    // As `scripts/build.mjs` does.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.dirname': '__dirname', 'import.meta.url': '__importMetaUrl' },
    // All of the helpers of yargs are here, and ask for it.
    banner: { js: "const __importMetaUrl=require('node:url').pathToFileURL(__filename).href;" },
    plugins: [
      {
        name: 'other-table',
        setup(api) {
          api.onResolve({ filter: /\/release-table\.js$/ }, () => ({ path: table }));
        },
      },
    ],
  });
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  return join(folder, 'bin', 'fwinspect.js');
}
