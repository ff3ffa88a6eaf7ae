/** Answers for the page: what was read and chosen as one question, with the answers of `check` and of `plan`. */
import { beginAssessment, PARTS } from '../assess/assess.js';
import type { OpenAssessment } from '../assess/assess.js';
import type { FirmwareFile } from '../assess/file.js';
import { imageAlone, simulationOf } from '../assess/simulation.js';
import type { SimulationAnswer } from '../assess/simulation.js';
import { compareText } from '../base/compare.js';
import { isModuleFile } from '../device/module-file.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Answered } from '../report/answer.js';
import { checkReport } from '../report/check-types.js';
import { reportedDevice, shippedDevice } from '../report/known-device.js';
import type { KnownDevice, NotAsked } from '../report/known-device.js';
import { planReportOf } from '../report/plan-of.js';
import type { PlanAnswer } from '../report/plan-of.js';
import { lastWordOf, readOneDevice } from '../assess/one-device.js';
import { gatherNotes, readerOf, readSingleText } from '../report/read-devices.js';
import type { FleetRun } from '../report/read-devices.js';
import type { ImageSubject } from '../rules/types.js';
import type { Choices } from './messages.js';
import type { Read } from './read.js';

/** Everything that the page says, as data. */
export interface PageAnswer extends Answered {
  readonly open: OpenAssessment;
  readonly files: readonly FirmwareFile[];
  readonly images: readonly ImageSubject[];
  readonly skipped: Read['skipped'];
  readonly choices: Choices;
  /** What the device comes to with an image of flash, which is written as a whole; null where none is given, or other files beside it. */
  readonly written: SimulationAnswer | null;
  /** Why the device could not be asked about; null where it could, or there is none. */
  readonly notAsked: string | null;
  /** The only platform that the files are for; null for none and for several. */
  readonly platform: number | null;
  /** How many texts about devices there are. */
  readonly deviceTexts: number;
}

type DeviceText = NonNullable<Read['device']>;

/** Takes what was read, and what a person chose beside it. */
export function answerTo(reads: readonly Read[], choices: Choices): PageAnswer {
  // The order in which things were given must not show.
  const files = sortedBy(
    reads.flatMap((one) => one.files),
    ({ file }) => file,
  );
  const errors = sortedBy(
    reads.flatMap((one) => one.errors),
    ({ file }) => file,
  );
  const images = reads.flatMap((one) => one.images);
  const texts = reads.flatMap(({ device }) => device ?? []);
  const notes = gatherNotes();
  const open = beginAssessment(files, {
    parts: PARTS.check,
    platform: choices.platform,
    via: choices.way,
    images,
    devices: texts.length > 0 ? [] : undefined,
    verdicts: 'named',
  });
  for (const text of texts) readDevices(text, { platform: choices.platform, sink: open.add, notes });
  const assessment = open.end();
  const platform = onlyPlatform(files);
  const asked = deviceOf(texts, platform, choices);
  const device = asked === null || 'kind' in asked ? null : asked;
  return {
    assessment,
    check: checkReport(assessment, errors, null, notes.words()),
    device,
    plan: device === null || files.length === 0 || images.length > 0 ? null : planFor(device, files, choices),
    written: device === null ? null : writtenTo(device, files, images, choices),
    open,
    files,
    images,
    skipped: reads.flatMap((one) => one.skipped),
    choices,
    notAsked: asked !== null && 'kind' in asked ? asked.message : null,
    platform,
    deviceTexts: texts.length,
  };
}

function sortedBy<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return [...items].sort((a, b) => compareText(key(a), key(b)));
}

/** Whether a text is the report of one device with its modules; else it is read as that of a fleet. */
export function isSingleReport(text: string): boolean {
  const one = readOneDevice(text);
  return 'reports' in one && lastWordOf(one) !== null;
}

function readDevices({ name, text }: DeviceText, run: FleetRun): void {
  if (isSingleReport(text)) {
    readSingleText(name, text, run);
    return;
  }
  const reader = readerOf(name, run);
  reader.add(text);
  reader.end();
}

function onlyPlatform(files: readonly FirmwareFile[]): number | null {
  const modules = files.filter(isModuleFile).filter(({ module }) => module.function !== MODULE_FUNCTION.asset);
  const platforms = new Set(modules.map(({ module }) => module.platform));
  const [only] = platforms;
  return platforms.size === 1 && only !== undefined ? only : null;
}

/** The one device that a plan can be made for: by its own report, or as a release ships it. */
function deviceOf(
  texts: readonly DeviceText[],
  platform: number | null,
  { way, from, platform: chosen }: Choices,
): KnownDevice | NotAsked | null {
  const [text] = texts;
  if (text === undefined) {
    const of = chosen ?? platform;
    return from === '' || of === null ? null : shippedDevice(from, of, 'for_release', { protected: null, via: way });
  }
  if (texts.length > 1 || !isSingleReport(text.text)) return null;
  return reportedDevice(text.text, { platform: chosen ?? undefined, protected: null, via: way });
}

function writtenTo(
  { state }: KnownDevice,
  files: readonly FirmwareFile[],
  images: readonly ImageSubject[],
  { way }: Choices,
): SimulationAnswer | null {
  const image = imageAlone(images, files);
  return image === null || image === 'mixed' ? null : simulationOf(state, { files, image, via: way });
}

function planFor(device: KnownDevice, files: readonly FirmwareFile[], { way }: Choices): PlanAnswer {
  return planReportOf(device, files, {
    goal: { kind: 'files' },
    via: way,
    debug: false,
    replaceApplication: false,
    budget: null,
  });
}
