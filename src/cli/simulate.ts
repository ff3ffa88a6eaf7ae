import { expectedNext } from '../assess/expected.js';
import { sendable } from '../assess/sendable.js';
import { judgementOf, worstOf } from '../base/judgement.js';
import { imageFindings, rejectionFindings } from '../assess/inspect.js';
import { isModuleFile } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import { boot } from '../device/boot.js';
import type { Transport } from '../device/types.js';
import { underProgrammer } from '../device/programmed.js';
import type { ImageSubject } from '../rules/types.js';
import { simulationJudgement } from '../device/judgement.js';
import { simulateWithout } from '../device/simulate.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { asideBeside, asideText, NOTHING_ASIDE, withoutAside } from '../report/aside.js';
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
  const image = onlyImage(input);
  // An image goes to flash as it is: no Device OS takes it, whatever the way of other files.
  const via: Transport = image === null || options.via === 'dfu' ? options.via : 'programmer';
  const modules = input.files.filter(isModuleFile);
  if (modules.length === 0) return nothing(input, options, json);
  const device = await knownDevice(options, platformsOf(modules));
  const found = sendable(input.files, false).findings;
  const aside = image === null ? asideBeside(modules, input.files, found, device.state.platform) : NOTHING_ASIDE;
  const sent = withoutAside(modules, aside);
  const refused = withoutAside(found, aside);
  const broken = new Set(refused.map(({ file }) => file));
  const start = image === null || via === 'dfu' ? device.state : underProgrammer(device.state, image.image);
  // A programmer asks nobody: what is broken is written too, and the twin says what then starts.
  const isHeldBack = ({ file }: ModuleFile): boolean => via !== 'programmer' && broken.has(file);
  const written = simulateWithout(start, placed(sent, image), via, isHeldBack);
  const simulation = { ...written, start: boot(device.state) };
  // What the device itself refuses is said by its own reason.
  const steps = new Set(simulation.steps.map(({ file }) => file.file));
  const ofImage = image === null ? [] : imageFindings(image);
  const findings = [...ofImage, ...refused.filter(({ file }) => file === null || !steps.has(file))];
  const report = {
    via,
    state: device.state,
    start: {
      ...device.words,
      assumed: assumedOf({ start: device.words.assumed, state: device.state, files: sent, goal: null }),
    },
    simulation,
    expected: expectedNext(simulation, sent),
    findings,
    judgement: worstOf([
      simulationJudgement(simulation),
      judgementOf(findings.some(({ severity }) => severity !== 'note')),
    ]),
    unread: input.errors.length,
  };
  if (json) writeOutput(documentText(simulateJson(report, input.errors)), options.output);
  else {
    const text = textOptions(options);
    writeOutput(`${simulateText(report, text)}${asideText(aside, text)}`, options.output);
    writeSkipped(input.skipped, options);
  }
  writeErrors(input.errors);
  return exitCode({ judgement: report.judgement, unreadable: input.errors.length > 0 });
}

/** The image of flash that is written as a whole, at its addresses; null for files that are sent one after the other. */
function onlyImage({ images, files }: Input): ImageSubject | null {
  const [image] = images;
  if (image === undefined) return null;
  if (images.length > 1 || files.some(({ file }) => !file.startsWith(`${image.file}!/`))) {
    throw new UsageError(
      `${safeText(image.file)} is an image of flash, written as a whole; simulate it by itself, without other files`,
    );
  }
  return image;
}

/** The modules of an image that lie where their headers say; the others have a finding, and no device looks for them where they lie. */
function placed(modules: readonly ModuleFile[], image: ImageSubject | null): readonly ModuleFile[] {
  if (image === null) return modules;
  const right = new Set(
    image.image.modules.filter(({ address, header }) => address === header.start).map(({ header }) => header.start),
  );
  return modules.filter(({ module }) => right.has(module.start));
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
