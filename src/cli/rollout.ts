import { beginRollout } from '../assess/rollout.js';
import type { Millionths, Rollout, RolloutQuestion } from '../assess/rollout.js';
import { safeText } from '../base/safe-text.js';
import { documentText } from '../report/json.js';
import type { RunError } from '../report/json.js';
import { problemError } from '../report/problem.js';
import { faultWords, rolloutJson, rolloutMarkdown, rolloutText } from '../report/rollout.js';
import { textOptions, UsageError, writeErrors, writeOutput } from './context.js';
import { exitCode } from './exit-code.js';
import { gatherNotes } from '../report/read-devices.js';
import { readFleet } from './fleet.js';
import { readInput } from './input.js';
import { ROLLOUT_FORMATS } from './options.js';
import type { RolloutOptions } from './options.js';
import { platformOption, writeSkipped } from './shared.js';
import { bytesOf } from './size.js';

/** `fwinspect rollout APP|BUNDLE [--with FOLDER] --from R|--target-os RANGE|--device F|--fleet F` */
export async function rollout(args: readonly string[], options: RolloutOptions): Promise<number> {
  const format = formatOf(options);
  const question = questionOf(options);
  const reading = { all: options.all, memory: options.memory, hashes: true, packed: true };
  const sent = await readInput(args, reading);
  const library = options.with.length === 0 ? null : await readInput(options.with, reading);
  const open = beginRollout(sent.files, library?.files ?? [], question);
  if ('kind' in open) {
    // A file that could not be read may be the one that is missing.
    writeErrors([...sent.errors, ...(library?.errors ?? [])]);
    throw new UsageError(faultWords(open));
  }
  const notes = gatherNotes();
  await readFleet(options.device, options.fleet, { platform: question.platform, sink: open.add, notes });
  const found = open.end();
  const alone = found.problems.find((one) => one.kind === 'no_releases' && one.alone);
  if (alone !== undefined) throw new UsageError(problemError(alone).message);
  const errors = [...sent.errors, ...(library?.errors ?? [])];
  const all = [...errors, ...found.problems.map(problemError)];
  writeOutput(textOf(format, found, notes.words(), { errors, all }, options), options.output);
  if (format !== 'json') writeSkipped([...sent.skipped, ...(library?.skipped ?? [])], options);
  writeErrors(all);
  return exitCode({ judgement: found.judgement, unreadable: all.length > 0 });
}

type Format = (typeof ROLLOUT_FORMATS)[number];

/** The problems of the files, and all with those of the devices. */
interface Errors {
  readonly errors: readonly RunError[];
  readonly all: readonly RunError[];
}

function textOf(
  format: Format,
  found: Rollout,
  notes: readonly string[],
  { errors, all }: Errors,
  options: RolloutOptions,
): string {
  switch (format) {
    case 'json':
      return documentText(rolloutJson(found, notes, errors));
    case 'markdown':
      return rolloutMarkdown(found, notes, all);
    case 'table':
      return rolloutText(found, notes, all, textOptions(options));
  }
}

function formatOf({ json, format }: RolloutOptions): Format {
  const asked = json ? 'json' : (format.at(-1) ?? 'table');
  const known = ROLLOUT_FORMATS.find((one) => one === asked);
  if (known !== undefined) return known;
  throw new UsageError(`unknown format ${safeText(asked)}; this command has ${ROLLOUT_FORMATS.join(', ')}`);
}

function questionOf(options: RolloutOptions): RolloutQuestion {
  const { from, targetOs, device, fleet, maxOta, maxSafeMode, single, platform } = options;
  const hasDevices = device.length + fleet.length > 0;
  const ways = [from !== undefined, targetOs !== undefined, hasDevices].filter(Boolean).length;
  if (ways !== 1) {
    throw new UsageError(
      'which devices? say one of --from RELEASE, --target-os RANGE, --device FILE and --fleet FILE (the last two go together)',
    );
  }
  return {
    platform: platformOption(platform),
    sentTo: single ? 'single' : 'product',
    from,
    targetOs,
    hasDevices,
    maxOta: maxOta === undefined ? undefined : bytesOf(maxOta),
    maxSafeMode: maxSafeMode === undefined ? undefined : shareOf(maxSafeMode),
  };
}

const DIGITS = 4;

/** "5%", "0.25%": exactly, as whole millionths. */
function shareOf(text: string): Millionths {
  const [, whole = '', part = ''] = /^\s*(\d{1,3})(?:\.(\d{1,4}))?\s*%?\s*$/.exec(text) ?? [];
  const share = Number(`${whole}${part.padEnd(DIGITS, '0')}`);
  if (whole === '' || share > WHOLE) throw new UsageError(`${safeText(text)} is no share; say 5% or 0.25%`);
  return share;
}

const WHOLE = 1e6;
