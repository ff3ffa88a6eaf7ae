/** Files of several releases of one platform, which is a way and not a set. */
import type { PlatformOrder } from '../assess/types.js';
import { platformById, platformName } from '../catalog/platforms.js';
import { combinedIn } from '../device/module-file.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { sortFindings } from '../rules/sort.js';
import type { Finding } from '../rules/types.js';
import type { TextOptions } from './style.js';
import { nextCommand } from './typed.js';
import { releaseFor } from './words.js';
import { paragraph } from './wrap.js';

/**
 * What follows from there being several releases of Device OS, and is said in one sentence: slots that are wanted twice, and applications that lie where
 * a part of one of the releases does. Several applications are another matter.
 */
export function isOfSeveral({ rule, values: { slot } }: Finding): boolean {
  const isOfApplications = slot?.kind === 'slot' && slot.function === MODULE_FUNCTION.userPart;
  return rule === 'FW503' || rule === 'FW309' || (rule === 'FW504' && !isOfApplications);
}

/** The finding that stands for them. */
export const mainOfSeveral = (findings: readonly Finding[]): Finding | undefined =>
  sortFindings(findings).find(isOfSeveral);

/**
 * The releases of the system parts, the oldest first; nothing where they are all of one, where one of them has no name, or where they come from
 * several releases and belong to none twice (a part is of another release than the others, by mistake).
 */
export function releasesIn({
  items,
  platform,
  findings,
}: Pick<PlatformOrder, 'items' | 'platform'> & { readonly findings: readonly Finding[] }): readonly string[] {
  if (!findings.some(isOfSeveral)) return [];
  const parts = items
    .flatMap((item) => [item.module, ...combinedIn(item)])
    .filter((module) => module.function === MODULE_FUNCTION.systemPart)
    .sort((a, b) => a.version - b.version);
  const releases = parts.map((module) => releaseFor({ ...module, platform }));
  const named = releases.filter((one) => one !== null);
  const distinct = [...new Set(named)];
  const slots = new Set(parts.map(({ index }) => index)).size;
  const isMistake = distinct.some((one) => named.filter((other) => other === one).length < Math.min(slots, 2));
  return named.length < releases.length || distinct.length < 2 || isMistake ? [] : distinct;
}

/** Below a label. */
const INDENT = ' '.repeat(9);

const NUMBERS = ['no', 'one', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'] as const;

/**
 * "Two releases here, 0.4.8-rc.6 and 0.5.0; a device runs one of them.", and the command that updates from the one to the other.
 *
 * @param rule the one that says more of it
 */
export function severalReleasesText(
  platform: number,
  releases: readonly string[],
  rule: string,
  { style, width, typed, quiet }: TextOptions,
): string {
  const [first = '', last = ''] = [releases[0], releases.at(-1)];
  const count = NUMBERS[releases.length] ?? String(releases.length);
  const which = releases.length === 2 ? `${first} and ${last}` : `${first} to ${last}`;
  const words = `${count} releases here, ${which}; a device runs one of them, all of it.  ${rule}`;
  const known = platformById(platform)?.ofKnownFamily === true;
  const command = nextCommand(
    (inputs) => `fwinspect plan --from ${first} --to ${last} --platform ${platformName(platform)} ${inputs}`,
    typed,
    width - INDENT.length,
  );
  const one = 'To flash one of them, name the files of that one alone.';
  const next = quiet || !known ? [] : ['To update a device:', command, one];
  const lines = next.map((line) => `${INDENT}${line}\n`).join('');
  return `  ${style.bad('ERROR')}  ${paragraph(words, width, INDENT)}\n${lines}`;
}
