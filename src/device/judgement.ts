/** What a step, a start and a row of steps are worth: ok, not ok, or not known. */
import { worstOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import type { Boot, BootMode } from './boot.js';
import type { Sent, Simulation } from './simulate.js';
import type { ModuleFacts, Reason } from './types.js';

/**
 * Takes what became of one file. Refused, or accepted and not applied: not ok. Where the verdict is not known, or whether it was applied: unknown.
 * A verdict that Device OS does not define is not ok: nobody should send that file.
 */
export function stepJudgement({ decision, installed }: Pick<Sent, 'decision' | 'installed'>): Judgement {
  switch (decision.verdict) {
    case 'refused':
    case 'undefined':
      return 'not-ok';
    case 'unknown':
      return 'unknown';
    case 'accepted':
      return landedJudgement(installed?.landed ?? null);
  }
}

function landedJudgement(landed: boolean | null): Judgement {
  if (landed === null) return 'unknown';
  return landed ? 'ok' : 'not-ok';
}

/** Takes what a device comes to at its start: ok only where its application runs; not ok where no case of what is not known does. */
export function bootJudgement({ mode, possible = [mode] }: Pick<Boot, 'mode' | 'possible'>): Judgement {
  const all = possible.map(modeJudgement);
  return all.every((one) => one === 'not-ok') ? 'not-ok' : modeJudgement(mode);
}

function modeJudgement(mode: BootMode): Judgement {
  switch (mode) {
    case 'runs-app':
      return 'ok';
    case 'unknown':
      return 'unknown';
    case 'safe-mode':
    case 'factory-reset':
    case 'dfu':
    case 'hangs':
    case 'undefined':
      return 'not-ok';
  }
}

/** Takes a whole simulation: every file has landed, and the application runs at the end. */
export function simulationJudgement<File extends { readonly facts: ModuleFacts }>({
  steps,
  end,
}: Pick<Simulation<File>, 'steps' | 'end'>): Judgement {
  return worstOf([...steps.map(stepJudgement), bootJudgement(end)]);
}

const OF_UNKNOWN: readonly Reason['kind'][] = [
  'header_elsewhere',
  'dependency_unknown',
  'hidden',
  'strand_unknown',
  'protection_unknown',
  'system_unknown',
  'no_rules',
  'bootloader_may_miss_updates',
];

/** Whether a reason says that something is not known, and not that something is wrong. */
export function isOfUnknown(reason: Reason): boolean {
  return OF_UNKNOWN.includes(reason.kind) || (reason.kind === 'too_large' && reason.unchecked === true);
}
