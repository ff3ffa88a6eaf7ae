/** What a report comes to, for a person who has not opened the page yet: the same as its head says. */
import type { ReportedDevices } from '../assess/reported-devices.js';
import type { Judgement } from '../base/judgement.js';
import { depsVerdict } from './deps.js';
import type { DepsReport } from './deps.js';
import { overviewJudgement, overviewVerdict } from './fleet-overview.js';
import { faultWords, sumWords } from './rollout.js';
import { judgementLabel } from './verdict.js';
import { paragraph } from './wrap.js';

interface Verdict {
  readonly judgement: Judgement;
  readonly label: string;
  readonly sentence: string;
}

const WORST_FIRST: readonly Judgement[] = ['not-ok', 'unknown', 'ok'];

/**
 * A line for the files, and for devices where they were asked about; the worst first.
 *
 * @param complete false where some of the input could not be read
 */
export function reportVerdict(
  report: DepsReport,
  complete: boolean,
  devices: ReportedDevices | null,
  width: number,
): string {
  const all = [ofFiles(report, complete), ...(devices === null ? [] : ofDevices(devices))];
  return WORST_FIRST.flatMap((judgement) => all.filter((one) => one.judgement === judgement))
    .map(({ label, sentence }) => `${paragraph(`${label}  ${sentence}`, width, '    ')}\n`)
    .join('');
}

function ofFiles(report: DepsReport, complete: boolean): Verdict {
  const { label, sentence, condition } = depsVerdict(report, complete);
  const judgement = report.judgement === 'ok' && !complete ? 'unknown' : report.judgement;
  return { judgement, label, sentence: condition === null ? sentence : `if ${condition}. ${sentence}` };
}

function ofDevices({ overview, rollout }: ReportedDevices): readonly Verdict[] {
  const of = (judgement: Judgement, sentence: string): Verdict => ({
    judgement,
    label: judgementLabel(judgement),
    sentence,
  });
  const first = of(overviewJudgement(overview), `Devices: ${overviewVerdict(overview)}`);
  if (rollout === null) return [first];
  return [
    first,
    'kind' in rollout
      ? of('unknown', `Application: ${faultWords(rollout)}.`)
      : of(rollout.judgement, `Application: ${sumWords(rollout)}`),
  ];
}
