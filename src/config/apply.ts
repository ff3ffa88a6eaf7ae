/** What the configuration does to findings: other severities, and waivers. Pure; the day comes from the caller. */
import type { Finding, WaiverSubject } from '../rules/types.js';
import { matchesGlob } from '../base/glob.js';
import type { Config, Waiver } from './types.js';

export interface Applied {
  /** In the order given, without those that are off; a waived one stays, with its waiver. */
  readonly findings: readonly (Finding & { readonly waived: Omit<Waiver, 'rule' | 'files'> | null })[];
  /** Waivers that have run out, and waivers that hold and cover nothing. */
  readonly waivers: WaiverSubject['waivers'];
}

/**
 * Applies severities and waivers.
 *
 * @param today `YYYY-MM-DD`; a waiver holds to the end of the day that it names
 * @param alsoCalled another name of a file that waivers may go by, or null: what it is called from the folder of the configuration
 */
export function applyConfig(
  findings: readonly Finding[],
  config: Config,
  today: string,
  alsoCalled: (file: string) => string | null = () => null,
): Applied {
  const waivers = config.waivers ?? [];
  const valid = waivers.filter(({ expires }) => today <= expires);
  const used = new Set<Waiver>();
  const applied = withLevels(findings, config).map((finding): Applied['findings'][number] => {
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

/** Findings with the severities of the configuration, without those that are off. */
export function withLevels(findings: readonly Finding[], { rules }: Config): readonly Finding[] {
  return findings.flatMap((finding) => {
    const level = rules?.[finding.rule] ?? finding.severity;
    return level === 'off' ? [] : [{ ...finding, severity: level }];
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
function waivedBy(covering: readonly Waiver[]): Applied['findings'][number]['waived'] {
  const longest = [...covering].sort((a, b) => (a.expires > b.expires ? -1 : a.expires < b.expires ? 1 : 0))[0];
  if (longest === undefined) return null;
  const { reason, owner, expires } = longest;
  return { reason, owner, expires };
}
