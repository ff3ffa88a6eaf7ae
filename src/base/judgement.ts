/** The value of every answer: what is not known is never fine, and never refused. */

/** `not-ok`: something fails. `unknown`: nothing does, and something is not known. `ok`: what was asked is known, and nothing fails. */
export type Judgement = 'ok' | 'not-ok' | 'unknown';

/** The judgement of a whole is the worst of its parts: not-ok, then unknown, then ok. No parts: ok. */
export function worstOf(parts: readonly Judgement[]): Judgement {
  if (parts.includes('not-ok')) return 'not-ok';
  return parts.includes('unknown') ? 'unknown' : 'ok';
}

/** The judgement of something that is known: it fails, or it does not. */
export function judgementOf(failed: boolean): Judgement {
  return failed ? 'not-ok' : 'ok';
}
