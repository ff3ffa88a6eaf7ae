/** Files that have nothing to do with a device: they are counted in one line after the answer. */
import type { FirmwareFile } from '../assess/file.js';
import { sendable } from '../assess/sendable.js';
import { safeText } from '../base/safe-text.js';
import { isModuleFile } from '../device/module-file.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { claimsOf } from '../rules/file-name.js';
import type { Finding } from '../rules/types.js';
import type { TextOptions } from './style.js';
import { counted } from './words.js';
import { MAX_WIDTH, paragraph } from './wrap.js';

/** Files that nobody named, and that are not for the device. */
export interface Aside {
  /** Modules for other platforms, by name. */
  readonly otherPlatforms: readonly string[];
  /** What is no firmware, or damaged, and by name and header not for the device. */
  readonly notSent: readonly string[];
}

export const NOTHING_ASIDE: Aside = { otherPlatforms: [], notSent: [] };

/**
 * Takes the files that were read, what was found of those that may not be sent, and the platform of the device; gives those that have nothing to do
 * with it: they only lie in a folder or an archive, and neither header nor name is of that platform.
 */
export function asideOf(files: readonly FirmwareFile[], findings: readonly Finding[], platform: number): Aside {
  const refused = new Set(findings.map(({ file }) => file));
  const rest = files.filter((one) => !one.named && !isFor(one, platform));
  const [otherPlatforms, notSent] = [false, true].map((isRefused) =>
    rest.filter(({ file }) => refused.has(file) === isRefused).map(({ file }) => file),
  );
  return { otherPlatforms: otherPlatforms ?? [], notSent: notSent ?? [] };
}

function isFor(file: FirmwareFile, platform: number): boolean {
  const ofModule =
    isModuleFile(file) && (file.facts.platform === platform || file.facts.function === MODULE_FUNCTION.asset);
  return ofModule || claimsOf(file.file).platform === platform;
}

/** The same, and nothing where it would be all modules: where nothing is for the device, what is there is what the question is about. */
export function asideBeside(files: readonly FirmwareFile[], platform: number): Aside {
  const aside = asideOf(files, sendable(files, false).findings, platform);
  return withoutAside(files.filter(isModuleFile), aside).length === 0 ? NOTHING_ASIDE : aside;
}

/** What is not about one of those files. */
export function withoutAside<Item extends { readonly file: string | null }>(
  items: readonly Item[],
  { otherPlatforms, notSent }: Aside,
): readonly Item[] {
  const aside = new Set<string | null>([...otherPlatforms, ...notSent]);
  return items.filter(({ file }) => !aside.has(file));
}

/** The findings that a text tells: with -v all of them. */
export function findingsBeside(
  findings: readonly Finding[],
  { notSent }: Aside,
  { verbose }: Pick<TextOptions, 'verbose'>,
): readonly Finding[] {
  const aside = new Set<string | null>(notSent);
  return verbose ? findings : findings.filter(({ file }) => !aside.has(file));
}

/** Names that are told. */
const MOST_NAMES = 3;

/** "Left aside: 502 files for other platforms; 17 that may not be sent: a.bin, b.bin, c.bin and 14 more", as a line; nothing for none. */
export function asideText({ otherPlatforms, notSent }: Aside, { style, width, quiet }: TextOptions): string {
  const others = otherPlatforms.length === 0 ? [] : [`${counted(otherPlatforms.length, 'file')} for other platforms`];
  const broken =
    notSent.length === 0 ? [] : [`${counted(notSent.length, 'file')} that may not be sent: ${someNames(notSent)}`];
  if (quiet || others.length + broken.length === 0) return '';
  const words = `Left aside: ${[...others, ...broken].join('; ')}.`;
  return `\n  ${style.faint(paragraph(words, Math.min(width, MAX_WIDTH), '  '))}\n`;
}

function someNames(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => safeText(name.split('/').at(-1) ?? name));
  const left = names.length - shown.length;
  return left === 0 ? shown.join(', ') : `${shown.join(', ')} and ${String(left)} more`;
}
