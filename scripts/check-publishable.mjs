/**
 * Refuses to publish while package.json does not say where the project lives: npm shows these addresses to everybody, and provenance is checked
 * against the repository. npm asks this before `npm publish`; the release workflow asks it too, and whether the tag is that of the version.
 *
 *   node scripts/check-publishable.mjs [PACKAGE.JSON] [--tag v1.2.3]
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { tag: { type: 'string' } } });
const file = positionals[0] ?? fileURLToPath(new URL('../package.json', import.meta.url));
const { version, homepage, bugs, repository } = JSON.parse(readFileSync(file, 'utf8'));

const urlOf = (value) => (typeof value === 'string' ? value : value?.url);

/** An address that somebody can open, of an owner that is not the placeholder. */
function isReal(url) {
  if (typeof url !== 'string' || !URL.canParse(url)) return false;
  const { protocol, hostname, pathname } = new URL(url);
  const words = pathname.split('/').map((word) => word.toLowerCase());
  const placeholder = words.includes('owner') || /(?:^|\.)example(?:\.|$)/.test(hostname);
  return /^(?:git\+)?https:$/.test(protocol) && !placeholder;
}

const faults = Object.entries({ homepage, bugs: urlOf(bugs), repository: urlOf(repository) })
  .filter(([, url]) => !isReal(url))
  .map(([name, url]) => `package.json: ${name} is ${url === undefined ? 'not there' : `a placeholder, ${url}`}`);
if (values.tag !== undefined && values.tag !== `v${version}`) {
  faults.push(`the tag is ${values.tag}, the version ${version}: v${version} is wanted`);
}
for (const fault of faults) console.error(`not to be published: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
