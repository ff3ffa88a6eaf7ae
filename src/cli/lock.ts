import { assess, PARTS } from '../assess/assess.js';
import { inventoryOfFiles } from '../assess/file.js';
import type { Assessment } from '../assess/types.js';
import type { Judgement } from '../base/judgement.js';
import { safeText } from '../base/safe-text.js';
import { lockOf } from '../release/lock.js';
import { jsonText } from '../report/json.js';
import { lockJson } from '../report/lock.js';
import { statementJson } from '../report/statement.js';
import { byteCount, counted } from '../report/words.js';
import { forTerminal, writeErrors, writeWhole } from './context.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { Input } from './input.js';
import { print, say, screenOf } from './door.js';
import { nothingChecked, writeSkipped } from './shared.js';
import type { LockOptions } from './options.js';
import { sha256Hex } from '../source/node-tools.js';

const DEFAULT_NAME = 'fwinspect.lock.json';
const STATEMENT_NAME = 'fwinspect.intoto.json';

/** `fwinspect lock FOLDER` */
export async function lock(args: readonly string[], options: LockOptions): Promise<number> {
  const input = await readInput(args, {
    all: options.all,
    memory: options.memory,
    hashes: true,
    payloadHashes: true,
    progress: !options.quiet,
  });
  const errors = input.files.length + input.errors.length === 0 ? [nothingChecked(null)] : input.errors;
  // What could not be read cannot be locked: a lock of a part would pass for the whole.
  const judgement = errors.length === 0 ? writeRecord(input, options) : 'ok';
  if (errors.length > 0 && options.json) {
    print(jsonText({ schema: 'fwinspect/lock@1', files: [], errors }));
  }
  writeErrors(errors);
  return exitCode({ judgement, unreadable: errors.length > 0 });
}

/** Writes the lock, which holds also what is no whole module, and is not ok then; or the statement, which says what `audit` says. */
function writeRecord(input: Input, options: LockOptions): Judgement {
  const own = lockOf(inventoryOfFiles(input.files));
  const isStatement = options.inToto;
  const found = isStatement ? assess(input.files, { parts: PARTS.audit, platform: null, images: input.images }) : null;
  const text = jsonText(found === null ? lockJson(own, sha256Hex) : statementJson(own, found, sha256Hex));
  const path = options.output ?? (options.json ? '-' : isStatement ? STATEMENT_NAME : DEFAULT_NAME);
  if (path === '-') print(text);
  else {
    writeWhole(path, text);
    if (!options.quiet) {
      const line = `fwinspect: ${doneWords(input, found)} ${safeText(path)}${sizeWords(text)}${oddWords(input)}`;
      say(`${forTerminal(line, screenOf('stderr'))}\n`);
    }
  }
  writeSkipped(input.skipped, options);
  return found?.judgement ?? (oddIn(input) === 0 ? 'ok' : 'unknown');
}

function doneWords({ files }: Input, found: Pick<Assessment, 'judgement'> | null): string {
  const count = counted(files.length, 'file');
  return found === null ? `${count} locked in` : `${count}, judged ${found.judgement}: stated in`;
}

/** A lock is a record: it stays whole, also where no other output would be that long. */
function sizeWords(text: string): string {
  return text.length <= MUCH
    ? ''
    : ` (${byteCount(text.length)}: no other output is that long, and a lock leaves nothing out)`;
}

/** Bytes; what every other command keeps to. */
const MUCH = 5_000_000;

const oddIn = ({ files }: Input): number =>
  files.filter(({ result }) => result.kind === 'rejection' || !result.crc.ok).length;

/** A lock holds whatever it is given; nobody shall think that it also approves. */
function oddWords(input: Input): string {
  const odd = oddIn(input);
  return odd === 0 ? '' : `; ${String(odd)} of them no whole firmware module (see fwinspect audit)`;
}
