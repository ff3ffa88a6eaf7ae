import { inventoryOfFiles } from '../assess/file.js';
import { lockOf } from '../release/lock.js';
import { jsonText } from '../report/json.js';
import { lockJson } from '../report/lock.js';
import { safeText } from '../base/safe-text.js';
import { byteCount, counted } from '../report/words.js';
import { writeErrors, writeWhole } from './context.js';
import type { CommonOptions } from './context.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { Input } from './input.js';
import { print, say } from './door.js';
import { nothingChecked, writeSkipped } from './shared.js';

const DEFAULT_NAME = 'fwinspect.lock.json';

/** `fwinspect lock FOLDER` */
export async function lock(args: readonly string[], options: CommonOptions): Promise<number> {
  const input = await readInput(args, {
    all: options.all,
    memory: options.memory,
    hashes: true,
    payloadHashes: true,
    progress: !options.quiet,
  });
  const errors = input.files.length + input.errors.length === 0 ? [nothingChecked(null)] : input.errors;
  // What could not be read cannot be locked: a lock of a part would pass for the whole.
  if (errors.length === 0) {
    const text = jsonText(lockJson(lockOf(inventoryOfFiles(input.files))));
    const path = options.output ?? DEFAULT_NAME;
    if (path === '-') print(text);
    else {
      writeWhole(path, text);
      if (!options.quiet) {
        say(
          `fwinspect: ${counted(input.files.length, 'file')} locked in ${safeText(path)}${sizeWords(text)}${oddWords(input)}\n`,
        );
      }
    }
    writeSkipped(input.skipped, options);
  }
  if (errors.length > 0 && options.json) {
    print(jsonText({ schema: 'fwinspect/lock@1', files: [], errors }));
  }
  writeErrors(errors);
  return exitCode({ judgement: 'ok', unreadable: errors.length > 0 });
}

/** A lock is a record: it stays whole, also where no other output would be that long. */
function sizeWords(text: string): string {
  return text.length <= MUCH
    ? ''
    : ` (${byteCount(text.length)}: no other output is that long, and a lock leaves nothing out)`;
}

/** Bytes; what every other command keeps to. */
const MUCH = 5_000_000;

/** A lock holds whatever it is given; nobody shall think that it also approves. */
function oddWords({ files }: Input): string {
  const odd = files.filter(({ result }) => result.kind === 'rejection' || !result.crc.ok).length;
  return odd === 0 ? '' : `; ${String(odd)} of them no whole firmware module (see fwinspect audit)`;
}
