/** `plan` of an image of flash: one step, which writes all of it at once. */
import { safeText } from '../base/safe-text.js';
import { platformName } from '../catalog/platforms.js';
import { stepJudgement } from '../device/judgement.js';
import type { ImageSubject } from '../rules/types.js';
import { bootWords, decisionSentence, transportWords } from './device.js';
import type { RunError } from './json.js';
import { notesText, planHead } from './plan.js';
import { bootJson, endBootJson, outcomeText } from './simulate.js';
import type { SimulateReport } from './simulate.js';
import { imageCommand } from './shell.js';
import type { Shell } from './shell.js';
import type { TextOptions } from './style.js';
import { findingsText } from './text.js';
import { NO_WAY, NOT_KNOWN } from './verdict.js';
import { byteCount, hexAddress } from './words.js';
import { MAX_WIDTH, paragraph } from './wrap.js';

/** What writing the image comes to, and the image. */
export interface ImagePlanReport extends SimulateReport {
  readonly image: ImageSubject;
}

/** The modules that do not get to flash that way; a programmer writes them all. */
const notWritten = ({ simulation }: ImagePlanReport) => simulation.steps.filter((step) => stepJudgement(step) !== 'ok');

/** Whether all of the image gets to flash, as far as is known. */
const isWritten = (report: ImagePlanReport): boolean => notWritten(report).length === 0;

/** The command that writes the image; null where no tool that everybody has does: a programmer has its own. */
export function imagePlanCommand(report: ImagePlanReport, shell: Shell): string | null {
  const { via, state, image } = report;
  return via === 'dfu' && isWritten(report) ? imageCommand(image.file, image.image, state.platform, shell) : null;
}

/** The document `fwinspect/plan@1` of a plan with one step. */
export function imagePlanJson(report: ImagePlanReport, errors: readonly RunError[]) {
  const { state, simulation, expected, via, image } = report;
  const { platform } = state;
  const head = planHead(report, report.judgement, errors);
  if (!isWritten(report)) {
    return { ...head, reachable: false, blocked: blockedJson(report), suggest: [], advice: [], errors };
  }
  const isDown = simulation.end.mode !== 'runs-app';
  const bytes = spanOf(image);
  return {
    ...head,
    reachable: true,
    via,
    to: null,
    steps: [
      {
        step: 1,
        file: image.file,
        function: null,
        index: null,
        version: null,
        release: null,
        image: imageJson(report),
        bytes,
        wireBytes: 0,
        wireFloor: 0,
        transport: via,
        refusalTold: null,
        command: imagePlanCommand(report, 'sh'),
        afterwards: simulation.end.mode,
        afterwardsReasons: bootJson(simulation.end, platform).reasons,
        hazards: bootJson(simulation.end, platform).hazards,
        why: null,
        // What is written over a cable is no step over the air.
        expected: null,
      },
    ],
    totals: { steps: 1, bytes, wireBytes: 0, wireFloor: 0, stepsWithoutApp: isDown ? 1 : 0 },
    overBudget: null,
    advice: [],
    end: endBootJson(simulation.end, expected, platform),
    errors,
  };
}

function imageJson({ image: { image }, simulation }: ImagePlanReport) {
  return {
    format: image.kind,
    start: hexAddress(image.start),
    end: hexAddress(image.end),
    gaps: image.gaps,
    modules: simulation.steps.map(({ file }) => file.file),
  };
}

function blockedJson(report: ImagePlanReport) {
  return notWritten(report).map((step) => ({
    file: step.file.file,
    message: decisionSentence(step, report.state.platform),
  }));
}

const spanOf = ({ image }: ImageSubject): number => image.end - image.start;

/** The answer for a person. */
export function imagePlanText(report: ImagePlanReport, options: TextOptions): string {
  const { style, quiet } = options;
  const width = Math.min(options.width, MAX_WIDTH);
  const isWhole = isWritten(report);
  const end = isWhole ? outcomeText(report, safeText, [], { ...options, width }) : noWayText(report, options, width);
  if (quiet) return end;
  const { state, start, via, image, findings } = report;
  const head = `${style.strong(platformName(state.platform))} ${start.release}, with this image of flash, ${via === 'dfu' ? 'over' : 'written by'} ${transportWords(via)} · 1 step · ${byteCount(spanOf(image))}`;
  const found = findings.length === 0 ? '' : `${findingsText(findings, options)}\n`;
  return `${found}${paragraph(head, width, '  ')}\n${notesText(start, width, style)}\n${isWhole ? stepText(report, options, width) : ''}${end}`;
}

function stepText(report: ImagePlanReport, { style }: TextOptions, width: number): string {
  const { simulation, state, image, via } = report;
  const command = imagePlanCommand(report, 'sh');
  const name = safeText(image.file);
  const how = via === 'dfu' ? 'over DFU, from bytes at their addresses' : 'with the tool of your programmer';
  const what = command ?? `write ${name} as a whole, ${how}`;
  const place = `${hexAddress(image.image.start)} to ${hexAddress(image.image.end)}`;
  const after = simulation.end.mode === 'runs-app' ? 'the application runs' : bootWords(simulation.end, state.platform);
  const below = paragraph(`${place}; then ${after}`, width, '     ');
  return `  1  ${style.strong(what)}\n     ${below}\n\n`;
}

function noWayText(report: ImagePlanReport, { style }: TextOptions, width: number): string {
  const { state, via } = report;
  const open = notWritten(report);
  const blocked = open
    .map((step) => {
      const words = `${safeText(step.file.file)}: ${decisionSentence(step, state.platform)}`;
      return `  ${style.bad('BLOCKED')}  ${paragraph(words, width, '           ')}\n`;
    })
    .join('');
  const label = open.some((step) => stepJudgement(step) === 'not-ok') ? NO_WAY : NOT_KNOWN;
  const sentence = `Not all of the image is written over ${transportWords(via)}. A programmer writes all of it: leave --via out.`;
  return `${blocked}\n${style.bad(label)}  ${paragraph(sentence, width, ' '.repeat(label.length + 2))}\n`;
}
