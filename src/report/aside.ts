/** Files that have nothing to do with a device: they are counted in one line after the answer. */
import type { Aside } from '../assess/aside.js';
import { safeText } from '../base/safe-text.js';
import type { Finding } from '../rules/types.js';
import type { TextOptions } from './style.js';
import { counted } from './words.js';
import { MAX_WIDTH, paragraph } from './wrap.js';

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
