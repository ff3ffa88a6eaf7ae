import { assess, PARTS } from '../assess/assess.js';
import { safeText } from '../base/safe-text.js';
import { parseLock } from '../release/lock.js';
import type { Lock } from '../release/lock.js';
import { sbomOf } from '../release/sbom.js';
import { auditJson, auditText } from '../report/audit.js';
import { jsonText } from '../report/json.js';
import { problemWords } from '../report/problem.js';
import { LOCK_FAULT_WORDS } from '../report/source-error.js';
import { platformName } from '../report/words.js';
import { VERSION } from '../report/version.js';
import { sha256Hex } from '../source/node-tools.js';
import { readText, textOptions, UsageError, writeWhole } from './context.js';
import type { AuditOptions } from './options.js';
import { readInput } from './input.js';
import { waysProgress } from './progress.js';
import { failLevel, finish, nothingChecked, platformOption, wantsJson } from './shared.js';

/** `fwinspect audit FOLDER|ZIP...` */
export async function audit(args: readonly string[], options: AuditOptions): Promise<number> {
  const json = wantsJson(options);
  const platform = platformOption(options.platform);
  const lock = options.lock === undefined ? null : readLock(options.lock);
  const payloadHashes = lock !== null || options.sbom !== undefined;
  const input = await readInput(args, {
    all: options.all,
    memory: options.memory,
    hashes: true,
    payloadHashes,
    progress: !options.quiet,
  });
  const { matrix, to } = options;
  const progress = waysProgress(process.stderr);
  const onWays = options.quiet
    ? undefined
    : (id: number) => {
        progress.tell(platformName(id));
      };
  const question = { parts: PARTS.audit, platform, images: input.images, lock, matrix, to, onWays };
  const found = assess(input.files, question, { failLevel: failLevel(options) });
  progress.clear();
  const [problem] = found.problems;
  if (problem !== undefined) throw new UsageError(problemWords(problem));
  if (options.sbom !== undefined) {
    if (options.sbom === '-') throw new UsageError('--sbom takes the name of a file');
    writeWhole(options.sbom, jsonText(sbomOf(found.inventory, VERSION, sha256Hex)));
  }
  const errors = found.files.length + input.errors.length === 0 ? [nothingChecked(platform)] : input.errors;
  return finish(json, options, {
    document: () => auditJson(found, input.skipped, errors),
    text: () => auditText(found, errors.length === 0, textOptions(options)),
    skipped: input.skipped,
    errors,
    judgement: found.judgement,
  });
}

function readLock(path: string): Lock {
  const text = readText(path, 'lock');
  const lock = parseLock(text.replace(/^\ufeff/, ''));
  if (typeof lock === 'string') {
    throw new UsageError(`cannot use the lock ${safeText(path)}: ${LOCK_FAULT_WORDS[lock]}`);
  }
  return lock;
}
