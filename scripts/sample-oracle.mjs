// node scripts/sample-oracle.mjs FILE.jsonl[.gz]...: writes fixtures/oracle/ from the verdict tables given.
// Of every table each 100th line, and all of the kinds that are rare in it up to a limit. The same tables give the same sample.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const STEP = 100;
/** Lines of one kind that are kept of each table, in even distances. */
const OF_A_KIND = 6;

/** Kinds that an even sample would hardly meet. */
const KINDS = {
  retryLoop: ({ ota }) => ota?.applied === 'retry-loop',
  applyError: ({ ota }) => ota?.applied === 'error',
  notLanded: ({ ota }) => ota?.landed === false,
  hardware: ({ hw, ota, boot }) =>
    hw !== undefined && JSON.stringify([hw.ota, hw.boot]) !== JSON.stringify([ota, boot]),
  otaFault: ({ ota, hw }) => (hw?.ota ?? ota)?.fault === true,
  bootFault: ({ boot, hw }) => (hw?.boot ?? boot).fault,
  factoryReset: ({ boot }) => boot.factoryReset,
  restored: ({ boot }) => boot.afterFactory?.restored === true,
  otherPlatform: ({ ota }) => ota?.error === -1360,
  // A header that does not lie where its slot begins, and flags that leave one out.
  offStart: ({ platform, candidate, ota }) => ota?.accepted === true && platform > 26 && candidate.start % 0x1000 !== 0,
  dropped: ({ candidate, ota }) => ota?.accepted === true && ((candidate.flags ?? 0) & 1) !== 0 && candidate.f !== 8,
  factoryBeforeModules: ({ boot }) => boot.factoryReset && boot.modules === false,
  ...Object.fromEntries(
    [
      'corrupt',
      'cut off',
      'bytes behind the stream',
      'original size 4 too large',
      'original size 4 too small',
      'method 1',
    ].map((payload) => [payload, ({ candidate, ota }) => ota?.accepted === true && candidate.payload === payload]),
  ),
  unpacked: ({ candidate, ota }) => ota?.accepted === true && candidate.payload === 'good',
  combined: ({ combined, ota }) => combined !== undefined && ota.accepted,
  combinedRefused: ({ combined, ota }) => combined !== undefined && !ota.accepted,
  protected: ({ ota }) => ota?.error === -1801,
  ncpOrAsset: ({ candidate }) => candidate?.f === 7 || candidate?.f === 9,
};

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'fixtures', 'oracle');
const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('usage: node scripts/sample-oracle.mjs FILE.jsonl[.gz]...\n');
  process.exit(2);
}

function sampleOf(lines) {
  const kept = new Set([...lines.keys()].filter((at) => at % STEP === 0));
  const cases = lines.map((line) => JSON.parse(line));
  for (const is of Object.values(KINDS)) {
    const found = [...cases.keys()].filter((at) => is(cases[at]));
    const step = Math.max(1, found.length / OF_A_KIND);
    for (let at = 0; at < found.length; at += step) kept.add(found[Math.floor(at)]);
  }
  return lines.filter((_, at) => kept.has(at));
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
let count = 0;
let size = 0;
for (const file of [...files].sort()) {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const sample = sampleOf(text.split('\n').filter((line) => line.trim() !== ''));
  const packed = gzipSync(`${sample.join('\n')}\n`, { level: 9 });
  writeFileSync(join(folder, `${basename(file).replace(/\.gz$/, '')}.gz`), packed);
  count += sample.length;
  size += packed.length;
}
process.stdout.write(`${count} cases of ${files.length} tables, ${size} bytes\n`);
