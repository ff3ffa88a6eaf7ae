import { beginAssessment, PARTS } from '../assess/assess.js';
import { loweredRules } from '../assess/policy.js';
import type { Policy, Question } from '../assess/types.js';
import { safeText } from '../base/safe-text.js';
import { readConfig } from '../config/read.js';
import type { Config } from '../config/types.js';
import { checkReport } from '../report/check-types.js';
import { problemWords } from '../report/problem.js';
import { gatherNotes } from '../report/read-devices.js';
import { configText, nameBelow } from './config-file.js';
import type { FoundConfig } from './config-file.js';
import { UsageError, writeErrors } from './context.js';
import { exitCode } from './exit-code.js';
import { saidOfProtection } from './device.js';
import { readFleet } from './fleet.js';
import { formatOutputs, writeReport } from './formats.js';
import { readInput } from './input.js';
import type { Input } from './input.js';
import type { CheckOptions } from './options.js';
import { merge, refuseLonePart, writePart } from './merge.js';
import { releasedOption } from './released.js';
import { refuseMixedStreams, writeVerdicts } from './verdicts.js';
import { dayOption, failLevel, platformOption, writeSkipped } from './shared.js';
import { bytesOf } from './size.js';

/** `fwinspect check FILE...` */
export async function check(args: readonly string[], options: CheckOptions): Promise<number> {
  const outputs = formatOutputs(options);
  if (options.merge) return merge(args, outputs, options);
  refuseLonePart(outputs, options);
  refuseMixedStreams(args, options, outputs);
  const found = options.config === false ? null : configText(options.config);
  const config = found === null ? {} : configOf(found);
  const question = questionOf(options, config);
  const policy = policyOf(options, config, found);
  const input = await readInput(args, {
    all: options.all,
    memory: options.memory,
    hashes: true,
    packed: question.minOs !== undefined || question.targetOs !== undefined || question.expectCloud === true,
    progress: !options.quiet,
  });
  const configuration = found === null ? null : { file: found.file, lowered: loweredRules(policy) };
  const library = await libraryOf(options);
  const { assessment, notes, part } = await answerTo({ ...question, library: library.files }, policy, input, options);
  const errors = [...input.errors, ...library.errors];
  const report = checkReport(assessment, errors, configuration, notes.words());
  const level = failLevel(options, config.failOn);
  const devices = options.part ? part() : null;
  if (devices !== null) writePart({ report, devices, notes: notes.gathered(), failLevel: level }, outputs);
  else writeReport(report, outputs, options, level);
  writeSkipped(input.skipped, options);
  writeErrors(report.errors);
  return exitCode({ judgement: report.judgement, unreadable: report.errors.length > 0 || input.files.length === 0 });
}

/** What the cloud has, for its sizes. */
async function libraryOf(options: CheckOptions): Promise<Pick<Input, 'files' | 'errors'>> {
  if (options.with.length === 0) return { files: [], errors: [] };
  return readInput(options.with, { all: options.all, memory: options.memory, hashes: true, packed: true });
}

/** The devices are read one by one, and not kept. */
async function answerTo(question: Question, policy: Policy, { files, images }: Input, options: CheckOptions) {
  const { device, fleet } = options;
  const open = beginAssessment(files, { ...question, images }, policy);
  const notes = gatherNotes();
  await readFleet(device, fleet, { platform: question.platform ?? null, sink: open.add, notes });
  const assessment = open.end();
  const usage = assessment.problems.find((problem) => problem.kind === 'no_releases' && problem.alone);
  if (usage !== undefined) throw new UsageError(problemWords(usage));
  const { devices } = assessment;
  if (options.verdicts !== undefined && devices !== null) await writeVerdicts(options.verdicts, open, devices);
  return { assessment, notes, part: open.part };
}

function configOf(found: FoundConfig): Config {
  const read = readConfig(found.text);
  if (read.kind === 'config') return read.config;
  const faults = read.faults.map(
    ({ path, message }) => `${path === '' ? '' : `${safeText(path)}: `}${safeText(message)}`,
  );
  throw new UsageError(`${safeText(found.file)}: ${faults.join('; ')}`);
}

/** Flags win over the configuration. */
function questionOf(options: CheckOptions, { expect = {} }: Config): Question {
  const { maxOta = expect.maxOta, device, fleet } = options;
  return {
    parts: PARTS.check,
    platform: platformOption(options.platform ?? expect.platform),
    minOs: options.minOs ?? expect.minOs,
    targetOs: options.targetOs ?? expect.targetOs,
    product: options.product ?? expect.product,
    productVersion: options.productVersion ?? expect.productVersion,
    released: releasedOption(options.released, options.product ?? expect.product ?? null),
    maxOta: typeof maxOta === 'string' ? bytesOf(maxOta) : maxOta,
    via: options.via ?? expect.via,
    protected: saidOfProtection(options.protected),
    expectCloud: options.expectCloud || expect.expectCloud === true,
    devices: device.length + fleet.length > 0 ? [] : undefined,
    verdicts: options.verdicts === undefined ? 'none' : options.names ? 'named' : 'unnamed',
  };
}

function policyOf(options: CheckOptions, config: Config, found: FoundConfig | null): Policy {
  return {
    levels: config.rules,
    waivers: config.waivers,
    failLevel: failLevel(options, config.failOn),
    today: dayOption(options.today) ?? new Date().toISOString().slice(0, 10),
    alsoCalled: (file) => (found === null ? null : nameBelow(found.file, file)),
  };
}
