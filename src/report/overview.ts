/** A folder at a glance, in at most a screen. */
import type { NextQuestion, Overview, PlatformGlance } from '../assess/overview.js';
import { platformName } from '../catalog/platforms.js';
import { safeText } from '../base/safe-text.js';
import { quoted } from './shell.js';
import type { TextOptions } from './style.js';
import { columns } from './text.js';
import { counted } from './words.js';
import { MAX_WIDTH, paragraph } from './wrap.js';

/** Lines that one screen has room for, of each list. */
const MOST = { platforms: 10, names: 3, releases: 4 } as const;

/** The text; empty lines part what is there from what comes next. */
export function overviewText(overview: Overview, { style, width }: Pick<TextOptions, 'style' | 'width'>): string {
  const { platforms } = overview;
  const rows = platforms
    .slice(0, MOST.platforms)
    .map((one) => ['', style.strong(platformName(one.platform)), glanceWords(one)]);
  const left = platforms.length - rows.length;
  const more = left > 0 ? [`  and ${counted(left, 'more platform')}`] : [];
  const lines = [
    ...besideWords(overview).map((line) => paragraph(line, Math.min(width, MAX_WIDTH), '  ')),
    ...(rows.length === 0 ? [] : [columns(rows).trimEnd()]),
    ...more,
  ];
  const next = overview.next.flatMap((one) => [
    '',
    `${whyWords(one)}:`,
    `  ${style.strong(safeText(commandWords(one)))}`,
  ]);
  return `${[...lines, ...next].join('\n')}\n`;
}

function glanceWords({ releases, incomplete, applications, others }: PlatformGlance): string {
  const named = releases.map((one) => one ?? 'of a version that no release has');
  const shown =
    named.length > MOST.releases
      ? `${counted(named.length, 'release')} of Device OS, ${named[0] ?? ''} to ${named.at(-1) ?? ''}`
      : named.length === 0
        ? 'no system part'
        : `Device OS ${named.join(', ')}`;
  const lacking = incomplete === 0 ? [] : [`${named.length === 1 ? 'not' : `${String(incomplete)} not`} complete`];
  return [
    shown,
    ...lacking,
    ...(applications === 0 ? [] : [counted(applications, 'application')]),
    ...(others === 0 ? [] : [counted(others, 'other module')]),
  ].join('; ');
}

function besideWords({ files, assets, notFirmware, broken }: Overview): readonly string[] {
  const few = (names: readonly string[]): string => {
    const left = names.length - MOST.names;
    return [
      ...names.slice(0, MOST.names).map((name) => safeText(bare(name))),
      ...(left > 0 ? [`${String(left)} more`] : []),
    ].join(', ');
  };
  return [
    `${counted(files, 'file')} in this folder that may be firmware${assets === 0 ? '' : `, ${counted(assets, 'asset')} among them`}`,
    ...(broken.length === 0 ? [] : [`wrong checksum: ${few(broken)}`]),
    ...(notFirmware.length === 0 ? [] : [`no firmware module: ${few(notFirmware)}`]),
  ];
}

/** A name in this folder, as a person types it. */
const bare = (name: string): string => (/^\.\/[^-]/.test(name) ? name.slice(2) : name);

/** What a question is for, where the folder does not say which device it is about. */
function whyWords(next: NextQuestion): string {
  switch (next.kind) {
    case 'order':
      return 'The flash order, with reasons';
    case 'plan':
      return `To update a device from ${next.from} (or from whatever it has)`;
    case 'check':
      return 'Whether the application runs on the devices in the field, from a release on';
  }
}

function commandWords(next: NextQuestion): string {
  switch (next.kind) {
    case 'order':
      return `fwinspect deps ${next.platform === null ? '' : `--platform ${platformName(next.platform)} `}.`;
    case 'plan':
      return `fwinspect plan --platform ${platformName(next.platform)} --from ${next.from} --to ${next.to} .`;
    case 'check':
      return `fwinspect check ${quoted(bare(next.file), 'sh')} --platform ${platformName(next.platform)} --min-os ${next.release}`;
  }
}
