import { sendable } from '../assess/sendable.js';
import { judgementOf, worstOf } from '../base/judgement.js';
import { rejectionFindings } from '../assess/inspect.js';
import { isModuleFile } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import { simulationJudgement } from '../device/judgement.js';
import { simulateWithout } from '../device/simulate.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { documentText } from '../report/json.js';
import { nothingSimulated, nothingSimulatedText, simulateJson, simulateText } from '../report/simulate.js';
import { assumedOf } from '../assess/assumed.js';
import { safeText } from '../base/safe-text.js';
import { textOptions, UsageError, writeErrors, writeOutput } from './context.js';
import { knownDevice } from './device.js';
import { exitCode } from './exit-code.js';
import { readInput } from './input.js';
import type { Input } from './input.js';
import type { SimulateOptions } from './options.js';
import { nothingChecked, wantsJson, writeSkipped } from './shared.js';

/** `fwinspect simulate --from RELEASE FILE...` */
export async function simulate(args: readonly string[], options: SimulateOptions): Promise<number> {
  const json = wantsJson(options);
  if (options.device === '-' && args.includes('-')) {
    throw new UsageError('standard input can be the device or a file, not both');
  }
  const input = await readInput(args, { all: options.all, memory: options.memory, hashes: false });
  refuseImages(input, options.via);
  const modules = input.files.filter(isModuleFile);
  if (modules.length === 0) return nothing(input, options, json);
  const device = await knownDevice(options, platformsOf(modules));
  const refused = sendable(input.files, false).findings;
  const broken = new Set(refused.map(({ file }) => file));
  const simulation = simulateWithout(device.state, modules, options.via, ({ file }) => broken.has(file));
  // What the device itself refuses is said by its own reason.
  const steps = new Set(simulation.steps.map(({ file }) => file.file));
  const findings = refused.filter(({ file }) => file === null || !steps.has(file));
  const report = {
    via: options.via,
    state: device.state,
    start: {
      ...device.words,
      assumed: assumedOf({ start: device.words.assumed, state: device.state, files: modules, goal: null }),
    },
    simulation,
    findings,
    judgement: worstOf([simulationJudgement(simulation), judgementOf(findings.length > 0)]),
    unread: input.errors.length,
  };
  if (json) writeOutput(documentText(simulateJson(report, input.errors)), options.output);
  else {
    writeOutput(simulateText(report, textOptions(options)), options.output);
    writeSkipped(input.skipped, options);
  }
  writeErrors(input.errors);
  return exitCode({ judgement: report.judgement, unreadable: input.errors.length > 0 });
}

/** An image of flash is written as a whole, at its addresses: no update does that. */
function refuseImages({ images }: Input, via: SimulateOptions['via']): void {
  const [image] = images;
  if (image === undefined || via === 'dfu') return;
  throw new UsageError(
    `${safeText(image.file)} is an image of flash: it is written over DFU or by a programmer; say --via dfu, or name the .bin files of its modules`,
  );
}

/** Assets carry no platform. */
function platformsOf(modules: readonly ModuleFile[]): readonly number[] {
  const own = modules.filter(({ module }) => module.function !== MODULE_FUNCTION.asset);
  return [...new Set(own.map(({ module }) => module.platform))];
}

/** No module among the files: what they are instead, whatever the device. */
function nothing(input: Input, options: SimulateOptions, json: boolean): number {
  const findings = rejectionFindings(input.files);
  const errors = findings.length > 0 ? input.errors : [...input.errors, nothingChecked(null)];
  if (json) writeOutput(documentText(nothingSimulated(errors, findings, options.via)), options.output);
  else {
    if (findings.length > 0) writeOutput(nothingSimulatedText(findings, textOptions(options)), options.output);
    writeSkipped(input.skipped, options);
  }
  writeErrors(errors);
  return exitCode({ judgement: judgementOf(findings.length > 0), unreadable: errors.length > 0 });
}
