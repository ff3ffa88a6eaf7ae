/** What a device comes to with files that are sent one after the other, or with an image of flash that is written as a whole. */
import { judgementOf, worstOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import { boot } from '../device/boot.js';
import type { Forecast } from '../cloud/types.js';
import { simulationJudgement } from '../device/judgement.js';
import { isModuleFile } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import { underProgrammer } from '../device/programmed.js';
import { simulateWithout } from '../device/simulate.js';
import type { Simulation } from '../device/simulate.js';
import type { DeviceState, Transport } from '../device/types.js';
import type { Finding, ImageSubject } from '../rules/types.js';
import { expectedNext } from './expected.js';
import type { FirmwareFile } from './file.js';
import { imageFindings } from './inspect.js';
import { sendable } from './sendable.js';

/** What is sent or written, and how. */
export interface SimulationQuestion {
  readonly files: readonly FirmwareFile[];
  /** The image of flash that all files lie in; null for files that are sent. */
  readonly image: ImageSubject | null;
  /** The way of files that are sent; an image takes DFU, or else a programmer. */
  readonly via: Transport;
}

/** The answer of the twin, and what is said beside it. */
export interface SimulationAnswer {
  /** The way that was taken. */
  readonly via: Transport;
  readonly simulation: Simulation<ModuleFile>;
  /** What the cloud is expected to send then; null where the device does not end in safe mode. */
  readonly expected: Forecast | null;
  /** Problems of files that are no modules, and of those that `check` refuses; those were not sent. */
  readonly findings: readonly Finding[];
  readonly judgement: Judgement;
}

/** The image of flash that all files lie in; null where there is none, `mixed` where other files stand beside it. */
export function imageAlone(
  images: readonly ImageSubject[],
  files: readonly Pick<FirmwareFile, 'file'>[],
): ImageSubject | 'mixed' | null {
  const [image] = images;
  if (image === undefined) return null;
  return images.length > 1 || files.some(({ file }) => !file.startsWith(`${image.file}!/`)) ? 'mixed' : image;
}

/** Takes the device, and what is sent or written; gives what it comes to. */
export function simulationOf(state: DeviceState, question: SimulationQuestion): SimulationAnswer {
  const { files, image } = question;
  // An image goes to flash as it is: no Device OS takes it, whatever the way of other files.
  const via: Transport = image === null || question.via === 'dfu' ? question.via : 'programmer';
  const modules = files.filter(isModuleFile);
  const refused = sendable(files, false).findings;
  const broken = new Set(refused.map(({ file }) => file));
  const start = image === null || via === 'dfu' ? state : underProgrammer(state, image.image);
  // A programmer asks nobody: what is broken is written too, and the twin says what then starts.
  const isHeldBack = ({ file }: ModuleFile): boolean => via !== 'programmer' && broken.has(file);
  const written = simulateWithout(start, placed(modules, image), via, isHeldBack);
  const simulation = { ...written, start: boot(state) };
  // What the device itself refuses is said by its own reason.
  const steps = new Set(simulation.steps.map(({ file }) => file.file));
  const ofImage = image === null ? [] : imageFindings(image);
  const findings = [...ofImage, ...refused.filter(({ file }) => file === null || !steps.has(file))];
  return {
    via,
    simulation,
    expected: expectedNext(simulation, modules),
    findings,
    judgement: worstOf([
      simulationJudgement(simulation),
      judgementOf(findings.some(({ severity }) => severity !== 'note')),
    ]),
  };
}

/** The modules of an image that lie where their headers say; the others have a finding, and no device looks for them where they lie. */
function placed(modules: readonly ModuleFile[], image: ImageSubject | null): readonly ModuleFile[] {
  if (image === null) return modules;
  const right = new Set(
    image.image.modules.filter(({ address, header }) => address === header.start).map(({ header }) => header.start),
  );
  return modules.filter(({ module }) => right.has(module.start));
}
