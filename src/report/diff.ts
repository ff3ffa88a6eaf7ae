/** `diff` for people and as data. */
import { functionName } from '../catalog/functions.js';
import { platformName } from '../catalog/platforms.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Consequence, FieldChange, ModuleDiff, ReleaseDiff } from '../release/diff.js';
import type { InventoryModule } from '../release/inventory.js';
import { firstOf } from './bounded.js';
import { withinLines } from './few.js';
import { modulePlatformJson, platformJson } from './json.js';
import type { RunError } from './json.js';
import type { TextOptions } from './style.js';
import { pairs } from './text.js';
import { paragraph, wrap } from './wrap.js';
import { safeText } from '../base/safe-text.js';
import { byteCount, counted, flagNames, grouped, hexAddress, platformWords, slotWords, versionWords } from './words.js';

/** The document `fwinspect/diff@1`. */
export function diffJson(diff: ReleaseDiff, errors: readonly RunError[]) {
  return {
    schema: 'fwinspect/diff@1',
    same: diff.same && errors.length === 0,
    modules: diff.modules.map(moduleDocument),
    others: diff.others.map(({ before, after }) => ({ before: before?.file ?? null, after: after?.file ?? null })),
    consequences: diff.consequences.map((one) => ({
      ...one,
      platform: platformJson(one.platform),
      message: consequenceWords(one),
    })),
    errors,
  };
}

/** The document of a comparison that came to nothing. */
export function nothingCompared(errors: readonly RunError[]) {
  return diffJson({ modules: [], others: [], consequences: [], same: true }, errors);
}

function moduleDocument({ before, after, changes }: ModuleDiff) {
  return {
    before: before === null ? null : sideDocument(before),
    after: after === null ? null : sideDocument(after),
    changes: changes.map((change) => ({ ...change, message: changeWords(change, after ?? before) })),
  };
}

function sideDocument({ file, module }: InventoryModule) {
  return {
    file,
    platform: modulePlatformJson(module),
    function: functionName(module.function),
    index: module.index,
    version: module.version,
  };
}

export function diffText(diff: ReleaseDiff, options: TextOptions): string {
  const { style, width, quiet } = options;
  if (diff.same) return `${style.good('SAME')}  Nothing that a device or a reader of the header could tell apart.\n`;
  const moduleList = firstOf(diff.modules, 'module');
  const otherList = firstOf(diff.others, 'file');
  const list = firstOf(diff.consequences, 'consequence');
  const modules = [...moduleList.shown.map((one) => moduleText(one, options)), moduleList.more];
  const others = otherList.shown.map(({ before, after }) => {
    const verb = before === null ? 'added' : after === null ? 'removed' : 'changed';
    const name = safeText((after ?? before)?.file ?? '');
    return `${paragraph(`${verb.padEnd(VERB_WIDTH)}${name} (no module)`, width, VERB_INDENT)}\n`;
  });
  const then = [
    ...list.shown.map((one) => `  ${wrap(consequenceWords(one), width - 4).join('\n    ')}\n`),
    ...(list.more === '' ? [] : [list.more]),
  ];
  const consequence = then.length === 0 ? '' : `\n${style.strong('What that does to devices')}\n${then.join('')}`;
  const verdict = `${style.warn('DIFFERENT')}  ${paragraph(countsWords(diff), width, DIFFERENT_INDENT)}\n`;
  if (quiet) return verdict;
  const lists = [modules.join(''), `${others.join('')}${otherList.more}`, consequence];
  return `${withinLines(lists, options).join('')}\n${verdict}`;
}

const DIFFERENT_INDENT = ' '.repeat('DIFFERENT  '.length);

/** "3 modules and 1 other file differ: 1 added, 1 removed, 2 changed." */
function countsWords({ modules, others }: ReleaseDiff): string {
  const all = [...modules, ...others];
  const added = all.filter(({ before }) => before === null).length;
  const removed = all.filter(({ after }) => after === null).length;
  const what = [
    ...(modules.length > 0 ? [counted(modules.length, 'module')] : []),
    ...(others.length > 0 ? [counted(others.length, 'other file')] : []),
  ].join(' and ');
  const verb = all.length === 1 ? 'differs' : 'differ';
  return `${what} ${verb}: ${String(added)} added, ${String(removed)} removed, ${String(all.length - added - removed)} changed.`;
}

const VERB_WIDTH = 'removed  '.length;
const VERB_INDENT = ' '.repeat(VERB_WIDTH);

function moduleText({ before, after, changes }: ModuleDiff, options: TextOptions): string {
  const { style, width } = options;
  const file = after ?? before;
  if (file === null) return '';
  if (before === null) return `${style.good('added')}    ${wholeModuleText(file, options)}`;
  if (after === null) return `${style.bad('removed')}  ${wholeModuleText(file, options)}`;
  const rows = changes.map((change): [string, string] => [LABELS[change.field], changeWords(change, file)]);
  return `${style.strong('changed')}  ${platformWords(file.module)} ${slotWords(file.module)}\n${pairs(rows, width)}`;
}

/** A module that is on one side alone, behind its verb; the file where there is room, else on lines of its own. */
function wholeModuleText({ file, module }: InventoryModule, { style, width }: TextOptions): string {
  const room = width - VERB_WIDTH;
  const lines = wrap(`${platformWords(module)} ${slotWords(module)}, ${versionWords(module)}`, room);
  const name = wrap(safeText(file), room).map((line) => style.faint(line));
  const isOneLine = name.length === 1 && (lines.at(-1)?.length ?? 0) + 2 + safeText(file).length <= room;
  const end = isOneLine ? `  ${name.join('')}` : `\n${VERB_INDENT}${name.join(`\n${VERB_INDENT}`)}`;
  return `${lines.join(`\n${VERB_INDENT}`)}${end}\n`;
}

const LABELS: Readonly<Record<FieldChange['field'], string>> = {
  version: 'version',
  minimum_os: 'minimum Device OS',
  dependencies: 'needs',
  assets_needed: 'assets',
  extensions: 'extensions',
  combined: 'modules behind',
  size: 'size',
  flags: 'flags',
  start: 'start address',
  mcu: 'target MCU',
  protection: 'protection',
  whole: 'checksum',
  product: 'product',
  content: 'content',
};

function changeWords(change: FieldChange, file: InventoryModule | null): string {
  const platform = file?.module.platform ?? 0;
  switch (change.field) {
    case 'version':
      return `${moduleVersion(change.before, file)} -> ${moduleVersion(change.after, file)}`;
    case 'minimum_os':
      return `${systemVersion(change.before, platform)} -> ${systemVersion(change.after, platform)}`;
    case 'dependencies':
      return `${modules(change.before, '>=', platform)} -> ${modules(change.after, '>=', platform)}`;
    case 'combined':
      return `${modules(change.before, 'at', platform)} -> ${modules(change.after, 'at', platform)}`;
    case 'assets_needed':
    case 'extensions':
      return `${listed(change.before)} -> ${listed(change.after)}`;
    case 'size':
      return sizeWords(change);
    case 'flags':
      return `${listed(flagNames(change.before))} -> ${listed(flagNames(change.after))}`;
    case 'start':
      return `${hexAddress(change.before)} -> ${hexAddress(change.after)}`;
    case 'mcu':
      return `${String(change.before)} -> ${String(change.after)}`;
    case 'protection':
      return change.after ? 'protects the device now' : 'does not protect the device any more';
    case 'whole':
      return change.after ? 'right now, was wrong' : 'wrong now, was right';
    case 'product':
      return `${productWords(change.before)} -> ${productWords(change.after)}`;
    case 'content':
      return 'other code or data';
  }
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.map(safeText).join(', '));

function moduleVersion(version: number, file: InventoryModule | null): string {
  return file === null ? String(version) : versionWords({ ...file.module, version });
}

function systemVersion(version: number | null, platform: number): string {
  return version === null ? 'none' : versionWords({ function: MODULE_FUNCTION.systemPart, version, platform });
}

/** "system part 1 >= 4100 (4.1.0), bootloader >= 1200 (4.1.0)"; what is no module stands as it is. */
function modules(names: readonly string[], sign: 'at' | '>=', platform: number): string {
  const words = names.map((name) => {
    const numbers = /^(\d+)\/(\d+)@(\d+)$/.exec(name)?.map(Number);
    if (numbers === undefined) return name;
    const [, moduleFunction = 0, index = 0, version = 0] = numbers;
    const of = { function: moduleFunction, index, version, platform };
    return `${slotWords(of)} ${sign} ${versionWords(of)}`;
  });
  return words.length === 0 ? 'nothing' : words.join(', ');
}

function sizeWords(change: Extract<FieldChange, { readonly field: 'size' }>): string {
  const { before, after, percentBefore, percentAfter } = change;
  const grown = after - before;
  const percent = (value: number | null): string => (value === null ? '' : ` (${value.toFixed(1)} % of its slot)`);
  const by = `${grown > 0 ? '+' : '-'}${grouped(Math.abs(grown))}`;
  return `${byteCount(before)}${percent(percentBefore)} -> ${byteCount(after)}${percent(percentAfter)}, ${by}`;
}

function productWords(product: { readonly id: number; readonly version: number } | null): string {
  return product === null ? 'none' : `${String(product.id)} at version ${String(product.version)}`;
}

/** "electron: devices below 5.5.0 will download 560 KB and spend 2 steps in safe mode" */
export function consequenceWords(one: Consequence): string {
  const devices = `devices ${one.devices.kind} ${one.devices.release}`;
  // A plan sends the system parts first; this is what follows where nobody made one.
  const who = `${platformName(one.platform)}: ${one.pulls === null ? devices : `if the application is sent first, ${devices}`}`;
  if (!one.reachable) return `${who} cannot be brought there over the air`;
  const first = one.needs.length === 0 ? '' : ` need ${one.needs.join(', then ')} first, and`;
  const pulled = one.pulls === null ? '' : `Device OS ${one.pulls} as well, `;
  const load = one.bytes === null ? `${pulled}${counted(one.steps, 'file')}` : `${pulled}${kilobytes(one.bytes)}`;
  const safe = one.safeModeSteps === 0 ? 'no step' : counted(one.safeModeSteps, 'step');
  return `${who}${first} will download ${load} in ${counted(one.steps, 'step')} and spend ${safe} in safe mode`;
}

/** Decimal units, as data is sold. */
function kilobytes(bytes: number): string {
  return bytes < 1000 ? byteCount(bytes) : `${grouped(Math.round(bytes / 1000))} KB`;
}
