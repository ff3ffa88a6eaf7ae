/** The answer in one line, for whoever reads nothing else: flash in this order, do not flash, not known. */
import { worstOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import type { Assessment } from '../assess/types.js';
import { platformName } from '../catalog/platforms.js';
import { boot } from '../device/boot.js';
import type { BootMode } from '../device/boot.js';
import type { CheckReport } from './check-types.js';
import { checkCounts, fleetLine } from './check-words.js';
import { depsVerdict } from './deps.js';
import { bootReasonWords } from './device.js';
import type { KnownDevice } from './known-device.js';
import { judgementWith } from './json.js';
import { planHeadline, planReportJudgement, planVerdict } from './plan.js';
import type { PlanAnswer } from './plan-of.js';
import { factOfBoot, settleWords } from './settle.js';
import { countsText } from './text.js';

/** What a person reads first. */
export interface Headline {
  readonly judgement: Judgement;
  /** "Flash in this order", "Do not flash", "Not known" */
  readonly label: string;
  readonly sentence: string;
}

/** All that an answer was made of. */
export interface Answered {
  readonly assessment: Assessment;
  readonly check: CheckReport;
  /** The one device that the question is about; null for none and for several. */
  readonly device: KnownDevice | null;
  /** The way for that device; null where none was looked for. */
  readonly plan: PlanAnswer | null;
}

const DO_NOT_FLASH = 'Do not flash';
const NOT_KNOWN = 'Not known';
const IN_ORDER = 'Flash in this order';

/** The first line of an answer: of a plan for the device where there is one, else of the devices, else of the files alone. */
export function headlineOf(answered: Answered): Headline {
  const { assessment, check, device, plan } = answered;
  if (plan !== null && assessment.files.length > 0) return planLine(plan, check);
  if (device !== null && assessment.files.length === 0) return deviceLine(device);
  if (check.fleet !== null && assessment.files.length > 0) return fleetHeadline(answered);
  return filesLine(answered);
}

function planLine(plan: PlanAnswer, check: CheckReport): Headline {
  const unread = check.errors.filter(({ code }) => code !== 'other_platform');
  switch (plan.kind) {
    case 'nothing_to_send': {
      const sentence = `${countsText(plan.findings)}. None of the files may be sent.`;
      return { judgement: 'not-ok', label: DO_NOT_FLASH, sentence };
    }
    case 'limit':
      return { judgement: 'unknown', label: NOT_KNOWN, sentence: 'There are too many ways to try with so many files.' };
    case 'report': {
      const { report } = plan;
      const judgement = judgementWith(planReportJudgement(report), unread);
      const { sentence } = planVerdict(report);
      const isThere = report.plan.kind === 'plan' && report.plan.steps.length === 0;
      if (judgement === 'ok') {
        return { judgement, label: isThere ? 'Nothing to flash' : IN_ORDER, sentence: capital(sentence) };
      }
      const label = judgement === 'unknown' ? NOT_KNOWN : DO_NOT_FLASH;
      return { judgement, label, sentence: capital(isUnread(judgement, report, unread) ? UNREAD : sentence) };
    }
  }
}

const UNREAD = 'not everything could be read. Nothing should be flashed before that is settled.';

function isUnread(
  judgement: Judgement,
  report: Extract<PlanAnswer, { readonly kind: 'report' }>['report'],
  unread: readonly unknown[],
): boolean {
  return judgement === 'unknown' && planReportJudgement(report) === 'ok' && unread.length > 0;
}

function capital(sentence: string): string {
  return sentence.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

const MODE_JUDGEMENT: Readonly<Record<BootMode, Judgement>> = {
  'runs-app': 'ok',
  'safe-mode': 'not-ok',
  'factory-reset': 'not-ok',
  dfu: 'not-ok',
  hangs: 'not-ok',
  undefined: 'not-ok',
  unknown: 'unknown',
};

const MODE_LABEL: Readonly<Record<BootMode, string>> = {
  'runs-app': 'runs its application',
  'safe-mode': 'is in safe mode',
  'factory-reset': 'restores its factory image',
  dfu: 'stays in DFU mode',
  hangs: 'does not start',
  undefined: 'does what Device OS does not define',
  unknown: 'is not known well enough',
};

/** What a device does at its next start, and why. */
function deviceLine({ state }: KnownDevice): Headline {
  const start = boot(state);
  const judgement = MODE_JUDGEMENT[start.mode];
  const why = start.reasons.map((one) => bootReasonWords(one, state.platform)).join('; ');
  const settle = settleWords(factOfBoot(start), state);
  const next = 'Add firmware files to see what it accepts.';
  const sentence = [why === '' ? '' : `${capital(why)}.`, ...settle, next].filter((part) => part !== '').join(' ');
  const name = platformName(state.platform);
  switch (judgement) {
    case 'ok':
      return { judgement, label: `This ${name} ${MODE_LABEL[start.mode]}`, sentence };
    case 'not-ok':
      return { judgement, label: `This ${name} ${MODE_LABEL[start.mode]}`, sentence };
    case 'unknown':
      return { judgement, label: NOT_KNOWN, sentence };
  }
}

function fleetHeadline({ check }: Answered): Headline {
  const { judgement, fleet } = check;
  const sentence = `${fleet === null ? '' : `${fleetLine(fleet)}. `}${capital(checkCounts(check))}.`;
  switch (judgement) {
    case 'ok':
      return { judgement, label: IN_ORDER, sentence };
    case 'not-ok':
      return { judgement, label: DO_NOT_FLASH, sentence };
    case 'unknown':
      return { judgement, label: NOT_KNOWN, sentence };
  }
}

function filesLine({ assessment, check }: Answered): Headline {
  const isComplete = check.errors.length === 0;
  const { sentence, condition } = depsVerdict(assessment, isComplete);
  const judgement = worstOf([assessment.judgement, check.judgement]);
  switch (judgement) {
    case 'ok': {
      const steps = assessment.order.reduce((sum, { order }) => sum + order.steps.length, 0);
      const label = steps === 1 ? 'It can be flashed' : IN_ORDER;
      const rest = steps === 1 ? '' : capital(sentence.replace(/^Flash in this order,? ?/, ''));
      const needs = condition === null ? '' : `Only if ${condition}. `;
      return { judgement, label, sentence: `${needs}${rest}`.trim() };
    }
    case 'not-ok':
      return { judgement, label: DO_NOT_FLASH, sentence };
    case 'unknown':
      return { judgement, label: NOT_KNOWN, sentence };
  }
}

/** A line about the way of a plan; nothing where there is none. */
export function wayLine({ plan }: Pick<Answered, 'plan'>): readonly string[] {
  return plan?.kind === 'report' ? [planHeadline(plan.report)] : [];
}
