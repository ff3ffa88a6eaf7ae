/** What pasting, cutting and losing lines does to a report: never better than the whole report, and marks alone change nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../src/base/decode-text.js';
import { boot } from '../../src/device/boot.js';
import { readDeviceReport, readDeviceReports, stateOfReport } from '../../src/describe/read.js';
import type { DeviceReport, ReportedModule } from '../../src/describe/types.js';
import { inspectText } from '../support/inspect-text.js';
import type { DescribeModule } from '../support/inspect-text.js';
import cases from './describe-cases.json' with { type: 'json' };

/** `npm run test:pasted` tries everything; else a part of it is tried, the same one every time. */
const IS_WHOLE = process.env.PASTED === 'whole';
const SEED = 0x5eed;

/** So many of a list, spread over it by a fixed seed. */
function someOf<Item>(items: readonly Item[], count: number): readonly Item[] {
  if (IS_WHOLE || items.length <= count) return items;
  let state = SEED ^ items.length;
  const step = items.length / count;
  return Array.from({ length: count }, (_one, at) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return items[Math.floor((at + state / 2 ** 32) * step)];
  }).filter((one) => one !== undefined);
}

interface Sample {
  readonly name: string;
  readonly text: string;
}

const filesOf = (folder: string): readonly Sample[] => {
  const place = new URL(`../../fixtures/${folder}/`, import.meta.url);
  return readdirSync(place)
    .filter((name) => /\.(?:json|ndjson|txt)$/.test(name))
    .map((name) => ({ name, text: decodeText(readFileSync(new URL(name, place))) }));
};

const PASTED = filesOf('pasted');
const WRITTEN: readonly Sample[] = cases.flatMap(({ id, describe: described, platform }) => {
  const modules = described.m as readonly DescribeModule[];
  const p = described.p ?? (platform === 'photon' ? 6 : 0);
  const old = inspectText(p, modules, 0);
  const current = inspectText(
    p,
    modules.filter(({ l }) => l === 'm'),
    1,
  );
  return [
    { name: `${id}, old layout, indents lost`, text: old.replace(/^[ \t]+/gm, '') },
    { name: `${id}, new layout`, text: current },
    { name: `${id}, new layout, indents lost`, text: current.replace(/^[ \t]+/gm, '') },
    { name: `${id}, new layout, indents and empty lines lost`, text: current.replace(/\s*\n\s*/g, '\n') },
    { name: `${id}, JSON`, text: JSON.stringify(described, null, 1) },
  ];
});
/** Of this one the checks say PASS where its own dependencies say no: who takes the dependency away takes away the only word against it. */
const CONTRADICTS_ITSELF = 'desc-boron-app-9999';
const SAMPLES = [...filesOf('devices'), ...PASTED, ...WRITTEN].filter(
  ({ name }) => !name.startsWith(CONTRADICTS_ITSELF),
);

const isOk = (report: DeviceReport, platform: number | null): boolean => {
  const made = stateOfReport(report, report.platform ?? platform ?? undefined);
  return !('kind' in made) && boot(made.state).mode === 'runs-app';
};

/** Or only its assets are missing, or not known. */
const isOkButForAssets = (report: DeviceReport): boolean => {
  const made = stateOfReport(report);
  if ('kind' in made) return false;
  const { mode, reasons } = boot(made.state);
  return (
    mode === 'runs-app' ||
    reasons.every((one) => one.kind === 'asset_missing' || (one.kind === 'not_known' && one.what === 'assets'))
  );
};

const devicesOf = (text: string): readonly DeviceReport[] => {
  const devices = readDeviceReports(text);
  return 'kind' in devices ? [] : devices;
};

/** Modules that can run, by name. */
const namesOf = ({ modules }: DeviceReport): readonly string[] =>
  modules
    .filter(({ present, store }) => present && store === 'main')
    .map(({ function: one, index, version }: ReportedModule) => [one, index, version].join('/'));

/** A device of a damaged text that is OK has to be one that is OK in the whole text, or a part of it. */
function isNoBetter(whole: readonly DeviceReport[], text: string): boolean {
  const platform = whole[0]?.platform ?? null;
  // A text that ends before its assets are named is that of a device whose application needs none.
  const good = whole
    .filter((one) => (/asset dep/i.test(text) ? isOk(one, platform) : isOkButForAssets(one)))
    .map((one) => new Set(namesOf(one)));
  return devicesOf(text)
    .filter((one) => isOk(one, platform))
    .every((one) => good.some((names) => namesOf(one).every((name) => names.has(name))));
}

const worse = (whole: string, damaged: readonly string[]): readonly string[] => {
  const devices = devicesOf(whole);
  return damaged.filter((text) => !isNoBetter(devices, text));
};

/** Cuts of one text that are tried. */
const MOST_CUTS = 100;
/** The slower of these tests take each fourth of the written ones. */
const FEWER = SAMPLES.filter((one) => !WRITTEN.includes(one) || WRITTEN.indexOf(one) % 4 === 0);

describe('never better than the whole', () => {
  test('the samples are of both kinds', () => {
    const verdicts = SAMPLES.map(({ text }) => devicesOf(text).map((one) => isOk(one, null)));
    expect(verdicts.filter((one) => one.length === 1 && one[0] === true).length).toBeGreaterThan(20);
    expect(verdicts.filter((one) => one.length > 0 && one.every((ok) => !ok)).length).toBeGreaterThan(50);
    expect(verdicts.filter((one) => one.length > 1 && one.includes(true)).length).toBeGreaterThan(0);
  });

  test.each(SAMPLES)('$name: any line left out', ({ text }) => {
    const lines = text.split('\n');
    const without = lines.map((_line, at) => lines.filter((_other, other) => other !== at).join('\n'));
    expect(worse(text, someOf(without, 6))).toEqual([]);
  });

  test.each(FEWER)('$name: any line emptied, doubled or damaged', ({ text }) => {
    const lines = text.split('\n');
    const changed = lines.flatMap((line, at) =>
      [
        '',
        `${line}\n${line}`,
        line.slice(0, line.length / 2),
        `${line.slice(0, -2)}?`,
        line.replace(/[a-z]/gi, '#'),
      ].map((other) => lines.with(at, other).join('\n')),
    );
    expect(worse(text, someOf(changed, 12))).toEqual([]);
  });

  test.each(FEWER)('$name: cut off anywhere, at its end or its beginning', ({ text }) => {
    const step = Math.max(1, Math.floor(text.length / MOST_CUTS));
    const cuts = Array.from({ length: Math.ceil(text.length / step) }, (_one, at) => at * step);
    expect(
      worse(
        text,
        someOf(cuts, 8).flatMap((at) => [text.slice(0, at), text.slice(at)]),
      ),
    ).toEqual([]);
  });
});

type Mark = readonly [name: string, wrap: (line: string) => string];

/** Marks that no line of JSON has. */
const MARKS: readonly Mark[] = [
  ['quoted', (line) => `> ${line}`],
  ['quoted twice', (line) => `>> ${line}`],
  ['a bullet', (line) => `* ${line}`],
  ['a dash', (line) => `- ${line.trimStart()}`],
  ['a round bullet', (line) => `  \u2022 ${line}`],
  ['backticks', (line) => `\`${line}\``],
  ['a break', (line) => `${line}<br>`],
  ['a break of XHTML', (line) => `${line}<br />`],
  ['a paragraph', (line) => `<p>${line}</p>`],
  ['a span', (line) => `<span style="color: red">${line}</span>`],
  ['a Windows line end', (line) => `${line}\r`],
  ['no-break spaces', (line) => line.replace(/ /g, '\u00a0')],
  ['a byte order mark', (line) => `\ufeff${line}`],
  ['colours', (line) => `\u001b[1m\u001b[32m${line}\u001b[0m`],
  ['a hard line break', (line) => `${line}\\`],
  ['a table', (line) => `| ${line} |`],
];

const TEXT_MARKS: readonly Mark[] = [
  ...MARKS,
  ['straight quotes', (line) => `"${line}"`],
  ['a closing quote', (line) => `${line}\u201d`],
  ['English quotes', (line) => `\u201c${line}\u201d`],
  ['German quotes', (line) => `\u201e${line}\u201c`],
  ['French quotes', (line) => `\u00ab\u00a0${line}\u00a0\u00bb`],
  ['Japanese quotes', (line) => `\u300c${line}\u300d`],
  ['single quotes', (line) => `\u2018${line}\u2019`],
  ['a number', (line) => `12. ${line}`],
  ['a number in brackets', (line) => `3) ${line}`],
  ['a line number', (line) => `17: ${line}`],
  ['a time stamp', (line) => `[10:11:12.345] ${line}`],
  ['bold', (line) => `**${line.trim()}**`],
  ['bold words', (line) => line.replace(/^(\s*)([A-Z][\w ]*:)/, '$1**$2**')],
  ['underlines', (line) => `__${line.trim()}__`],
  ['a list item', (line) => `<li><code>${line}</code></li>`],
  ['escapes', (line) => line.replace(/([#_.-])/g, '\\$1')],
  ['entities', (line) => line.replace(/#/g, '&#35;').replace(/ - /g, ' &ndash; ').replace(/ /g, '&nbsp;')],
  ['en dashes', (line) => line.replace(/-/g, '\u2013')],
  ['em dashes', (line) => line.replace(/ - /g, ' \u2014 ')],
  ['minus signs', (line) => line.replace(/-/g, '\u2212')],
  ['wide signs', (line) => line.replace(/:/g, '\uff1a').replace(/#/g, '\uff03').replace(/,/g, '\uff0c')],
  ['commas lost', (line) => line.replace(/,/g, '')],
  ['spaces doubled', (line) => line.replace(/ /g, '  ')],
  ['tabs', (line) => line.replace(/^ +/, '\t\t')],
  ['a soft hyphen and joiners', (line) => line.replace(/(\w\w)(\w)/g, '$1\u00ad\u200b$2')],
  ['upper case', (line) => (line.includes('.txt') ? line : line.toUpperCase())],
  ['a comma', (line) => `${line},`],
  ['a cross', (line) => `${line} \u274c`],
  ['an arrow', (line) => (/(?:PASS|FAIL)$/.test(line) ? `${line}   <--- here` : line)],
];

/** What a report says, without remarks about how the text looked. */
const saidBy = (text: string): unknown => {
  const read = readDeviceReport(text);
  if (!('modules' in read)) return read;
  const { modules, platform, deviceId, assets, notes } = read;
  const matters = notes.filter(({ kind }) => kind !== 'not_json' && kind !== 'unreadable_line');
  return { modules, platform, deviceId, assets, notes: matters };
};

const isInspect = ({ name, text }: Sample): boolean => !/^\s*[{[]/.test(text) && !/console-tree|told-by/.test(name);
const INSPECTS = SAMPLES.filter(isInspect).filter(
  ({ name }) => !name.startsWith('desc-') || name.startsWith('desc-safe_mode_1,'),
);
const JSONS = SAMPLES.filter(
  ({ name, text }) => /^\s*\{/.test(text) && (!name.startsWith('desc-') || name.includes('safe_mode_1')),
);

/** What a text says stays the same, whether all of its lines carry the mark or any one of them. */
function expectSame({ text, wrap }: { readonly text: string; readonly wrap: (line: string) => string }): void {
  const lines = text.split('\n');
  const wrapped = (line: string): string => (line.trim() === '' ? line : wrap(line));
  const whole = saidBy(text);
  expect(saidBy(lines.map(wrapped).join('\n'))).toEqual(whole);
  for (const [at, line] of someOf([...lines.entries()], 1)) {
    const one = lines.with(at, wrapped(line)).join('\n');
    expect(saidBy(one), `line ${String(at + 1)}: ${wrapped(line)}`).toEqual(whole);
  }
}

describe('marks change nothing', () => {
  test.each(INSPECTS.flatMap(({ name, text }) => TEXT_MARKS.map(([mark, wrap]) => ({ name, mark, text, wrap }))))(
    '$name: $mark',
    expectSame,
  );

  test.each(JSONS.flatMap(({ name, text }) => MARKS.map(([mark, wrap]) => ({ name, mark, text, wrap }))))(
    '$name: $mark',
    expectSame,
  );
});
