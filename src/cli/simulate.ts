import { judgementOf } from '../base/judgement.js';
import type { FirmwareFile } from '../assess/file.js';
import { rejectionFindings } from '../assess/inspect.js';
import { isModuleFile } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { asideBeside, NOTHING_ASIDE, withoutAside } from '../assess/aside.js';
import { asideText } from '../report/aside.js';
import { documentText } from '../report/json.js';
import { nothingSimulated, nothingSimulatedText, simulateJson, simulateText } from '../report/simulate.js';
import { assumedOf } from '../assess/assumed.js';
import { simulationOf } from '../assess/simulation.js';
import { onlyImage } from './image.js';
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
  const image = onlyImage(input, 'simulate');
  const modules = input.files.filter(isModuleFile);
  if (modules.length === 0) return nothing(input, options, json);
  const device = await knownDevice(options, platformsOf(modules));
  const aside = image === null ? asideBeside(input.files, device.state.platform) : NOTHING_ASIDE;
  const files = withoutAside(input.files, aside);
  const report = {
    ...simulationOf(device.state, { files, image, via: options.via }),
    state: device.state,
    start: {
      ...device.words,
      notes: [...device.words.notes, ...orderNotes(image === null ? files : [])],
      assumed: assumedOf({
        start: device.words.assumed,
        state: device.state,
        files: files.filter(isModuleFile),
        goal: null,
      }),
    },
    unread: input.errors.length,
  };
  if (json) writeOutput(documentText(simulateJson(report, input.errors, aside)), options.output);
  else {
    const text = textOptions(options);
    writeOutput(`${simulateText(report, text)}${asideText(aside, text)}`, options.output);
    writeSkipped(input.skipped, options);
  }
  writeErrors(input.errors);
  return exitCode({ judgement: report.judgement, unreadable: input.errors.length > 0 });
}

/** Files that nobody put into an order are sent by their names, which is none that anybody chose. */
function orderNotes(files: readonly FirmwareFile[]): readonly string[] {
  const found = files.filter((one) => isModuleFile(one) && !one.named && one.archive === null);
  return found.length < 2
    ? []
    : ['the files of a folder are sent in the order of their names; name them one by one for another order'];
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
