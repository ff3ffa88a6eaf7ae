/** The whole judgement of a run in one number. */
export const EXIT = { fine: 0, finding: 1, usage: 2, fault: 3 } as const;

export interface RunFacts {
  /** A finding at or above the level that fails, a refusal, an unreachable goal. */
  readonly failed: boolean;
  /** Input that could not be read, or nothing that was checked. */
  readonly unreadable: boolean;
}

/** 0 fine, 1 a finding of severity error, 2 usage or unreadable input; 2 beats 1. A fault (3) never comes here: it is thrown. */
export function exitCode({ failed, unreadable }: RunFacts): number {
  if (unreadable) return EXIT.usage;
  return failed ? EXIT.finding : EXIT.fine;
}
