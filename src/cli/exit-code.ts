/** The whole judgement of a run in one number. */
import type { Judgement } from '../base/judgement.js';

export const EXIT = { fine: 0, finding: 1, unknown: 2, usage: 2, fault: 3 } as const;

export interface RunFacts {
  /** What was asked, judged; for a command without a judgement whether what it compared differs or was refused. */
  readonly judgement: Judgement;
  /** Input that could not be read, or nothing that was checked. */
  readonly unreadable: boolean;
}

/** Unreadable input 2; else not ok 1; else not known 2; else 0. A fault (3) never comes here: it is thrown. */
export function exitCode({ judgement, unreadable }: RunFacts): number {
  if (unreadable) return EXIT.usage;
  switch (judgement) {
    case 'not-ok':
      return EXIT.finding;
    case 'unknown':
      return EXIT.unknown;
    case 'ok':
      return EXIT.fine;
  }
}
