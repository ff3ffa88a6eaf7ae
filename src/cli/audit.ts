import { assess, PARTS } from '../assess/assess.js';
import { safeText } from '../base/safe-text.js';
import { parseLock } from '../release/lock.js';
import type { Lock } from '../release/lock.js';
import { sbomOf } from '../release/sbom.js';
import type { SbomFacts } from '../release/sbom.js';
import { auditJson, auditText } from '../report/audit.js';
import { jsonText } from '../report/json.js';
import { problemWords } from '../report/problem.js';
import { LOCK_FAULT_WORDS } from '../report/source-error.js';
import { platformName } from '../report/words.js';
import { VERSION } from '../report/version.js';
import { sha256Hex } from '../source/node-tools.js';
import { readText, textOptions, UsageError, writeWhole } from './context.js';
import { PROGRESS_LINE } from './door.js';
import type { AuditOptions } from './options.js';
import { readInput } from './input.js';
import { waysProgress } from './progress.js';
import { failLevel, finish, nothingChecked, platformOption, wantsJson } from './shared.js';

/** `fwinspect audit FOLDER|ZIP...` */
export async function audit(args: readonly string[], options: AuditOptions): Promise<number> {
  const json = wantsJson(options);
  const platform = platformOption(options.platform);
  refuseFactsWithoutSbom(options);
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
  const progress = waysProgress(PROGRESS_LINE);
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
    writeWhole(options.sbom, jsonText(sbomOf(found.inventory, VERSION, sha256Hex, sbomFacts(options))));
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

const FACTS = ['supplier', 'author', 'license', 'timestamp'] as const;

/** An option that would do nothing is a mistake of the caller. */
function refuseFactsWithoutSbom(options: AuditOptions): void {
  const alone = options.sbom === undefined ? FACTS.find((name) => (options[name] ?? []).length > 0) : undefined;
  if (alone !== undefined) throw new UsageError(`--${alone} goes with --sbom FILE`);
}

function sbomFacts({ supplier, author, license, timestamp }: AuditOptions): SbomFacts {
  const time = timestamp === undefined ? timeOfBuild(process.env.SOURCE_DATE_EPOCH) : timeOf(timestamp);
  return {
    authors: author,
    ...(supplier === undefined ? {} : { supplier }),
    ...(license === undefined ? {} : { licence: license }),
    ...(time === null ? {} : { timestamp: time }),
  };
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

function timeOf(text: string): string {
  const time = TIME.test(text) ? new Date(text) : null;
  if (time === null || Number.isNaN(time.getTime()) || secondsOf(time) !== text) {
    throw new UsageError(`--timestamp is a time such as 2026-10-13T08:00:00Z, not ${safeText(text)}`);
  }
  return text;
}

/** Seconds since 1970, as reproducible builds hand it on. Source: https://reproducible-builds.org/specs/source-date-epoch/ */
function timeOfBuild(epoch: string | undefined): string | null {
  if (epoch === undefined || epoch === '') return null;
  const seconds = /^\d{1,11}$/.test(epoch) ? Number(epoch) : NaN;
  if (Number.isNaN(seconds)) {
    throw new UsageError(`SOURCE_DATE_EPOCH is a number of seconds since 1970, not ${safeText(epoch)}`);
  }
  return secondsOf(new Date(seconds * 1000));
}

const secondsOf = (time: Date): string => time.toISOString().replace(/\.\d{3}Z$/, 'Z');
