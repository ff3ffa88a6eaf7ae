/** What a policy does to findings: other severities, and waivers. Pure; the day is part of the policy. */
import { compareText } from '../base/compare.js';
import { judgementOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import { matchesGlob } from '../base/glob.js';
import { RULES } from '../rules/registry.js';
import { isAtLeastAsBad } from '../rules/sort.js';
import type { Finding, Severity, WaiverSubject } from '../rules/types.js';
import type { AppliedWaiver, Level, Policy, Waiver } from './types.js';

type Waived<One extends Finding> = One & { readonly waived: AppliedWaiver | null };

/** What a policy leaves of findings. */
export interface Applied<One extends Finding> {
  /** In the order given, without those that are off; a waived one stays, with its waiver. */
  readonly findings: readonly Waived<One>[];
  /** Waivers that have run out, and waivers that hold and cover nothing. */
  readonly waivers: WaiverSubject['waivers'];
}

/** Applies severities and waivers. A waiver holds to the end of the day that it names. */
export function applyPolicy<One extends Finding>(findings: readonly One[], policy: Policy): Applied<One> {
  const { waivers = [], today, alsoCalled = () => null } = policy;
  const valid = waivers.filter(({ expires }) => today !== undefined && today <= expires);
  const used = new Set<Waiver>();
  const applied = withLevels(findings, policy).map((finding): Waived<One> => {
    const covering = valid.filter((waiver) => covers(waiver, finding, alsoCalled));
    for (const waiver of covering) used.add(waiver);
    return { ...finding, waived: waivedBy(covering) };
  });
  return {
    findings: applied,
    waivers: waivers
      .filter((waiver) => !used.has(waiver))
      .map((waiver) => {
        const { rule, files, owner, expires } = waiver;
        return { rule, files, owner, expires, state: valid.includes(waiver) ? 'unused' : 'expired' };
      }),
  };
}

/** Findings with the severities of the policy, without those that are off. */
export function withLevels<One extends Finding>(findings: readonly One[], { levels = {} }: Policy): readonly One[] {
  return findings.flatMap((finding) => {
    const level = levels[finding.rule] ?? finding.severity;
    // What is not known, or not ok whatever its severity, can be lowered and waived, and not be hidden.
    const shown = level === 'off' && finding.judgement !== undefined ? 'note' : level;
    return shown === 'off' ? [] : [{ ...finding, severity: shown }];
  });
}

/** A finding about no single file is covered by `**` alone. */
function covers(
  { rule, files }: Waiver,
  { rule: found, file }: Finding,
  alsoCalled: (file: string) => string | null,
): boolean {
  if (rule !== found) return false;
  if (file === null) return files === '**';
  const other = alsoCalled(file);
  return matchesGlob(file, files) || (other !== null && matchesGlob(other, files));
}

/** Where several cover a finding, the one that holds longest. */
function waivedBy(covering: readonly Waiver[]): AppliedWaiver | null {
  const [longest] = [...covering].sort((a, b) => compareText(b.expires, a.expires));
  if (longest === undefined) return null;
  const { reason, owner, expires } = longest;
  return { reason, owner, expires };
}

/** What a finding makes of the judgement: nothing where it is waived; what it says itself; else by its severity, where that is bad enough for the policy. */
export function judgementBy(
  { severity, waived, judgement }: Waived<Finding>,
  { failLevel = 'error' }: Policy,
): Judgement {
  if (waived !== null) return 'ok';
  return judgement ?? judgementOf(isAtLeastAsBad(severity, failLevel));
}

/** A rule that counts less than it would without the policy. */
export interface LoweredRule {
  /** The id of the rule. */
  readonly rule: string;
  /** What its findings count as without the policy. */
  readonly from: Severity;
  /** What they count as with it. */
  readonly to: Level;
}

/** Each rule that the policy switches off or lowers, in the order of the rules. */
export function loweredRules({ levels = {} }: Policy): readonly LoweredRule[] {
  return RULES.flatMap(({ id, severity }): LoweredRule[] => {
    const to = levels[id] ?? severity;
    return to === 'off' || !isAtLeastAsBad(to, severity) ? [{ rule: id, from: severity, to }] : [];
  });
}
