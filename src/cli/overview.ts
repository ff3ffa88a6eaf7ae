/** `fwinspect` alone: what is in this folder, and what comes next. */
import { readdirSync } from 'node:fs';
import { inventoryOfFiles } from '../assess/file.js';
import { overviewOf } from '../assess/overview.js';
import { overviewText } from '../report/overview.js';
import { counted } from '../report/words.js';
import { textOptions, writeErrors, writeOutput } from './context.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { CommonOptions } from './options.js';
import { writeSkipped } from './shared.js';

/** Names of files that may tell of devices; what they hold is not looked at. */
const TEXT = /\.(?:json|ndjson|jsonl|csv|txt|log|sse)$/i;

/** No firmware here: what else there is, and what is done with it. */
function nothingWords(): string {
  const texts = readdirSync('.').filter((name) => TEXT.test(name)).length;
  const devices =
    texts === 0 ? '' : ` ${counted(texts, 'file')} may tell of devices: fwinspect fleet . says what is out there.`;
  return `no firmware in this folder.${devices} Else name files, folders or zips to check, or a command; see fwinspect --help`;
}

/** Tells of the current folder; it judges nothing. Exit 2 where nothing in it could be read. */
export async function overview(options: CommonOptions): Promise<number> {
  const input = await readInput(['.'], { all: false, memory: options.memory, hashes: true, progress: true });
  if (input.files.length === 0) {
    const errors = input.errors.filter(({ code }) => code !== 'nothing_matched');
    writeErrors([...errors, { file: '', code: 'nothing_checked', message: nothingWords() }]);
    return exitCode({ judgement: 'ok', unreadable: true });
  }
  writeOutput(overviewText(overviewOf(inventoryOfFiles(input.files)), textOptions(options)), undefined);
  writeSkipped(input.skipped, options);
  writeErrors(input.errors);
  return exitCode({ judgement: 'ok', unreadable: input.errors.length > 0 });
}
