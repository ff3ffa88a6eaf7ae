/** The words that stand before a sentence and say what it comes to: the same in every command. */
import type { Judgement } from '../base/judgement.js';
import { releaseOf } from '../catalog/releases.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Requirement } from '../module/types.js';
import { requirementWords } from './words.js';

/** What was asked is known, and nothing fails. */
export const OK = 'OK';
/** Something fails. */
export const NOT_OK = 'NOT OK';
/** Nothing fails, and something is not known. */
export const NOT_KNOWN = 'NOT KNOWN';
/** No order of the files leads to what a plan was asked for. */
export const NO_WAY = 'NO WAY';
/** There was nothing to judge. */
export const NOTHING_CHECKED = 'NOTHING CHECKED';

const LABELS: Readonly<Record<Judgement, string>> = { ok: OK, 'not-ok': NOT_OK, unknown: NOT_KNOWN };

/** The word for a judgement. */
export function judgementLabel(judgement: Judgement): string {
  return LABELS[judgement];
}

/** "Device OS 0.4.8-rc.6 or newer and bootloader >= 11 (0.6.0)": what a device must have before; of system parts the newest release that one asks for. */
export function conditionWords(needs: readonly Requirement[], platform: number): string {
  const system = needs.filter((one) => one.function === MODULE_FUNCTION.systemPart);
  const newest = Math.max(...system.map(({ version }) => version));
  const release = system.length === 0 ? null : releaseOf(newest, platform);
  const os = system.length === 0 ? [] : [`Device OS ${release ?? `with module version ${String(newest)}`} or newer`];
  const others = needs.filter((one) => one.function !== MODULE_FUNCTION.systemPart);
  return [...os, ...others.map((one) => requirementWords(one, platform))].join(' and ');
}
