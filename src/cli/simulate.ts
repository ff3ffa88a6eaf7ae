import { factsOf } from '../device/facts.js';
import { simulate as simulateFiles } from '../device/simulate.js';
import type { Transport } from '../device/types.js';
import { jsonText } from '../report/json.js';
import { simulateJson, simulateText } from '../report/simulate.js';
import { checkFile } from '../rules/run.js';
import { findingsText } from '../report/text.js';
import { textOptions, UsageError, writeErrors, writeOutput } from './context.js';
import type { CommonOptions } from './context.js';
import { knownDevice } from './device.js';
import type { DeviceOptions } from './device.js';
import { exitCode } from './exit-code.js';
import { namedModules } from './groups.js';
import { readInput } from './input.js';
import { wantsJson } from './shared.js';

export interface SimulateOptions extends CommonOptions, DeviceOptions {
  readonly via: Transport;
}

/** `fwinspect simulate --from RELEASE FILE...` */
export async function simulate(args: readonly string[], options: SimulateOptions): Promise<number> {
  const json = wantsJson(options);
  if (options.device === '-' && args.includes('-')) {
    throw new UsageError('standard input can be the device or a file, not both');
  }
  const input = await readInput(args, { all: options.all, contentIds: false });
  const rejected = input.files.filter(({ result }) => result.kind === 'rejection').flatMap(checkFile);
  const modules = namedModules(input.files);
  const platforms = [...new Set(modules.map(({ module }) => module.platform))];
  const device = await knownDevice(options, platforms.length === 1 ? (platforms[0] ?? null) : null);
  const simulation = simulateFiles(
    device.state,
    modules.map((one) => ({ file: one.file, facts: factsOf(one.module) })),
    options.via,
  );
  const report = { via: options.via, state: device.state, start: device.words, simulation };
  if (json) writeOutput(jsonText(simulateJson(report, input.errors)), options.output);
  else {
    const text = textOptions(options);
    writeOutput(`${simulateText(report, text)}${findingsText(rejected, text)}`, options.output);
    writeErrors(input.errors);
  }
  const refused = simulation.steps.some(
    ({ decision, installed }) => decision.verdict !== 'accepted' || installed?.landed !== true,
  );
  return exitCode({
    failed: refused || rejected.length > 0 || simulation.end.mode !== 'runs-app',
    unreadable: input.errors.length > 0 || input.files.length === 0,
  });
}
