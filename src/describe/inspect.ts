/**
 * The text of `particle serial inspect`, as people paste it: both layouts, indents lost or not. Every line is read, known and of no matter, or
 * noted as not understood; what could have stood in such a line is unknown. A module whose first line is lost is told by details that come twice.
 */
import { slotsOf } from '../catalog/flash-map.js';
import { functionFromText } from '../catalog/functions.js';
import { findPlatform } from '../catalog/platforms.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Requirement } from '../module/types.js';
import type { PastedLine } from './front.js';
import {
  CHECK_BITS,
  hashOf,
  MAX_SIZE,
  MAX_VERSION,
  NO_CHECKS,
  noteOddSlots,
  Notes,
  quoted,
  saidChecks,
} from './modules.js';
import { storeOf, wholeNumber } from './modules.js';
import { MODULE_LIMIT, UNREAD_LIMIT } from './types.js';
import type { CheckResult, DeviceReport, FailedCheck, ReportedModule, RequiredAsset } from './types.js';

const MODULE_LINE =
  /^([a-z][\w ()-]{0,60}?)\s*\bmodule\s*#\s*(\w{1,10})\s*-{0,3}\s*version\s*(\w{1,10})(?:\s*,?\s*(\w{1,20})\s+location)?(?:\s*,?\s*(\d[\d,.]{0,15})\s*bytes.*)?$/i;
const EMPTY_LINE = /^empty\s*-{0,3}\s*(\w{1,20})\s+location(?:\s*,?\s*(\d[\d,.]{0,15})\s*bytes.*)?$/i;
const CHECK_LINE =
  /^(integrity|address range|platform|dependencies)\s*[:=]?[\s_]*(?:(pass)(?:ed)?(?:\s*(?:<|\().*)?|(fail)(?:ed)?(?:\W.*)?)$/i;
const PLATFORM_LINE = /^platform\s*[:=]?[\s_]*(\d{1,5})(?:\s*\W.*)?$/i;
const NAMED_PLATFORM_LINE = /^platform\s*[:=]\s*([a-z][\w ()-]{0,30})$/i;
const DEVICE_LINE = /^device\s*[:=]?[\s_]*([0-9a-f]{24})$/i;
const SIZE_LINE = /^size\s*:?\s*[\d.,]+\s*kB(?:\s*\/?\s*MaxSize\s*:?\s*(\d[\d.,]{0,15})\s*kB)?$/i;
const HASH_LINE = /^uuid\s*[:=]?[\s_]*([0-9a-f]{2,128})$/i;
const ASSET_LINE = /^(.+?)\s*\((?:pass|(fail))\)$/i;
const ASSETS_LINE = /^asset dependencies\s*:?$/i;
const REQUIRED_LINE = /^required\s*:?$/i;
const AVAILABLE_LINE = /^available but not required\s*:?$/i;
const LIST_LINE = /^modules\s*:?$/i;
const COMMAND_LINE = /\bparticle\s+serial\s+inspect\b/i;
/** Known, and of no matter: headings, fences, prompts of a shell with another command, ends of tags. */
const IRRELEVANT_LINE = /^(?:[^\p{L}\p{N}]*|(?:PS )?[a-z]:\\[^>]{0,200}>.*|\S{0,60}[$%]\s.*|(?:plain)?text)$/iu;
/** What makes a line that was not understood matter: words of which lines of a report consist. */
const KEYWORD =
  /\b(?:module|version|dependenc(?:y|ies)|asset dep|pass|fail|bootloader|monolithic|radio stack|soft ?device|ncp|network co-?processor|(?:system|user) (?:part|firmware|module|#|\d))/i;

const CHECKS: ReadonlyMap<string, FailedCheck> = new Map<string, FailedCheck>([
  ['integrity', 'integrity'],
  ['address range', 'range'],
  ['platform', 'platform'],
  ['dependencies', 'dependencies'],
]);

/** Whether a line is one that only this command writes. */
export function looksLikeInspect(lines: readonly PastedLine[]): boolean {
  return lines.some(({ text }) => /\bmodule\s*#\s*\w{1,10}\s*-{0,3}\s*version/i.test(text) || EMPTY_LINE.test(text));
}

/** A module while it is being read. */
interface Draft {
  readonly function: number;
  readonly index: number;
  readonly version: number;
  readonly store: ReportedModule['store'];
  readonly present: boolean;
  /** Details are those of a module, also where its name was not understood. */
  readonly isEmpty: boolean;
  maxSize: number | null;
  hash: string | null;
  dependencies: readonly Requirement[] | 'unknown';
  readonly checks: Map<FailedCheck, CheckResult>;
  /** The line `Dependencies:` was there, the last one before what it needs. */
  isThrough: boolean;
  /** The largest of its checks: marks on a single one of them are of no matter. */
  indent: number;
  blanks: number;
  assets: 'named' | 'required' | 'available' | null;
  readonly required: RequiredAsset[];
  hasSize: boolean;
}

/** One device's part of the text. */
interface Block {
  readonly platforms: number[];
  deviceId: string | null;
  readonly drafts: Draft[];
  /** How many modules there were, also beyond the limit. */
  count: number;
  /** The older layout: the line of a module says where it lies. */
  saysLocation: boolean;
  unread: number;
  readonly notes: Notes;
}

function newBlock(): Block {
  return { platforms: [], deviceId: null, drafts: [], count: 0, saysLocation: false, unread: 0, notes: new Notes() };
}

/** Reads the lines; one report for each device of the text that lists a module. */
export function readInspect(lines: readonly PastedLine[]): readonly DeviceReport[] {
  const blocks: Block[] = [newBlock()];
  for (const [at, line] of lines.entries()) {
    const block = blockOf(blocks, line);
    const next = lines[at + 1];
    if (readLine(block, line, next)) continue;
    const quote = /^[^"]+(?=")/.exec(line.text)?.[0].trimEnd();
    // Behind a closing quote stands what the person says.
    if (quote !== undefined && readLine(block, { ...line, text: quote }, next)) continue;
    notUnderstood(block, line);
  }
  return blocks.filter(({ count }) => count > 0).map(reportOf);
}

/** A line that stands at the top of a report begins another one where modules came before it. */
function blockOf(blocks: Block[], { text }: PastedLine): Block {
  const block = blocks.at(-1) ?? newBlock();
  const isTop = platformIn(text) !== undefined || [DEVICE_LINE, LIST_LINE, COMMAND_LINE].some((one) => one.test(text));
  if (block.count === 0 || !isTop) return block;
  const other = newBlock();
  blocks.push(other);
  return other;
}

function readLine(block: Block, line: PastedLine, next: PastedLine | undefined): boolean {
  return (
    readTop(block, line.text) ||
    readModuleLine(block, line, next) ||
    readDetail(block, line) ||
    readAsset(block, line.text) ||
    IRRELEVANT_LINE.test(line.text)
  );
}

function readTop(block: Block, text: string): boolean {
  const platform = platformIn(text);
  if (platform !== undefined) block.platforms.push(platform);
  const device = DEVICE_LINE.exec(text);
  if (device !== null) block.deviceId = (device[1] ?? '').toLowerCase();
  return platform !== undefined || device !== null || LIST_LINE.test(text) || COMMAND_LINE.test(text);
}

/** The platform that a line names: by its number, else by its name. */
function platformIn(text: string): number | undefined {
  const id = PLATFORM_LINE.exec(text)?.[1];
  return id === undefined ? findPlatform(NAMED_PLATFORM_LINE.exec(text)?.[1] ?? '')?.id : Number(id);
}

/** A line that begins a module, or names a dependency of the module before. */
function readModuleLine(block: Block, line: PastedLine, next: PastedLine | undefined): boolean {
  const empty = EMPTY_LINE.exec(line.text);
  if (empty !== null) {
    const [, store, size] = empty;
    block.saysLocation = true;
    add(block, { ...draftOf(block, MODULE_FUNCTION.none, 0, 0, store, size), present: false, isEmpty: true });
    return true;
  }
  const match = MODULE_LINE.exec(line.text);
  if (match === null) return false;
  const [, words = '', indexText, versionText, store, size] = match;
  const named: Named = {
    words,
    // No tool prints a function as one letter: it is the end of a word whose beginning is lost.
    function: words.trim().length < 3 ? undefined : functionFromText(words),
    index: wholeNumber(indexText, 0xff),
    version: wholeNumber(versionText, MAX_VERSION),
    isNothing: /^undefined$/i.test(words.trim()) && indexText === '0' && versionText === '0',
  };
  block.saysLocation ||= store !== undefined;
  const role = store !== undefined ? 'module' : roleOf(block, named, line, next);
  if (role === 'dependency') return addDependency(block, named, line);
  addModule(block, named, store, size);
  if (role === 'unclear') block.notes.add({ kind: 'missing_function', entry: block.drafts.length - 1 });
  return true;
}

/**
 * Module and dependency look alike in the newer layout: only a module goes on with its size or checks. Where the first line of a module is lost,
 * the dependency before it would seem to; indents and empty lines tell, and the size of the slot.
 */
function roleOf(
  block: Block,
  named: Named,
  line: PastedLine,
  next: PastedLine | undefined,
): 'module' | 'dependency' | 'unclear' {
  const current = block.drafts.at(-1);
  if (next === undefined || !(SIZE_LINE.test(next.text) || HASH_LINE.test(next.text) || CHECK_LINE.test(next.text))) {
    return 'dependency';
  }
  if (!current?.isThrough) return 'module';
  if (block.saysLocation) return 'dependency';
  if (line.blanks > current.blanks) return 'module';
  if (line.indent !== current.indent) return line.indent > current.indent ? 'dependency' : 'module';
  const size = SIZE_LINE.exec(next.text)?.[1];
  const fits = slotsOf(block.platforms[0] ?? -1).some(
    (slot) =>
      slot.function === named.function &&
      slot.index === named.index &&
      size !== undefined &&
      slot.size === bytesOfKilobytes(size),
  );
  return fits ? 'module' : 'unclear';
}

interface Named {
  readonly words: string;
  readonly function: number | undefined;
  readonly index: number | undefined;
  readonly version: number | undefined;
  /** What old tools print where there is no dependency. */
  readonly isNothing: boolean;
}

function addDependency(block: Block, named: Named, line: PastedLine): boolean {
  const current = block.drafts.at(-1);
  if (current === undefined || current.isEmpty) return false;
  const { function: moduleFunction, index, version } = named;
  if (named.isNothing || moduleFunction === MODULE_FUNCTION.none) return true;
  if (moduleFunction === undefined || index === undefined || version === undefined) {
    block.notes.add({ kind: 'unknown_dependency', entry: block.drafts.length - 1, text: quoted(line.text) });
    current.dependencies = 'unknown';
  } else if (current.dependencies !== 'unknown' && current.dependencies.length < MODULE_LIMIT) {
    current.dependencies = [...current.dependencies, { function: moduleFunction, index, version }];
  }
  return true;
}

function addModule(block: Block, named: Named, store: string | undefined, size: string | undefined): void {
  const entry = block.drafts.length;
  const { function: moduleFunction, index, version, isNothing } = named;
  const name = { function: moduleFunction ?? MODULE_FUNCTION.none, index: index ?? 0 };
  const draft = draftOf(block, name.function, name.index, version ?? 0, store, size);
  const whole = moduleFunction !== undefined && index !== undefined && version !== undefined;
  if (!add(block, { ...draft, present: whole && moduleFunction !== MODULE_FUNCTION.none }) || isNothing) return;
  if (moduleFunction === undefined) block.notes.add({ kind: 'unknown_function', entry, text: quoted(named.words) });
  else if (index === undefined) block.notes.add({ kind: 'missing_index', entry, function: moduleFunction });
  else if (version === undefined) block.notes.add({ kind: 'missing_version', entry, ...name });
}

function draftOf(
  block: Block,
  moduleFunction: number,
  index: number,
  version: number,
  store: string | undefined,
  size: string | undefined,
): Draft {
  return {
    function: moduleFunction,
    index,
    version,
    store: storeOf({ at: block.drafts.length, notes: block.notes }, store),
    present: true,
    isEmpty: false,
    maxSize: wholeNumber(size?.replace(/[,.]/g, ''), MAX_SIZE) ?? null,
    hash: null,
    dependencies: [],
    checks: new Map(),
    isThrough: false,
    indent: 0,
    blanks: 0,
    assets: null,
    required: [],
    hasSize: false,
  };
}

function add(block: Block, draft: Draft): boolean {
  block.count += 1;
  if (block.drafts.length >= MODULE_LIMIT) return false;
  block.drafts.push(draft);
  return true;
}

/** A line about the module before: its size, hash, checks. */
function readDetail(block: Block, line: PastedLine): boolean {
  const check = CHECK_LINE.exec(line.text);
  const name = CHECKS.get((check?.[1] ?? '').toLowerCase());
  if (check !== null && name !== undefined) {
    const before = block.drafts.at(-1);
    // Twice in one module: whose dependencies follow is not clear.
    if (name === 'dependencies' && before?.isThrough === true) before.dependencies = 'unknown';
    const draft = draftFor(block, (one) => one.checks.has(name));
    draft.checks.set(name, check[2] === undefined ? 'fail' : 'pass');
    draft.indent = Math.max(draft.indent, line.indent);
    draft.blanks = Math.max(draft.blanks, line.blanks);
    draft.isThrough ||= name === 'dependencies';
    return true;
  }
  const size = SIZE_LINE.exec(line.text);
  if (size !== null) {
    const draft = draftFor(block, ({ hasSize }) => hasSize);
    draft.hasSize = true;
    draft.maxSize = size[1] === undefined ? draft.maxSize : bytesOfKilobytes(size[1]);
    return true;
  }
  const hash = HASH_LINE.exec(line.text);
  if (hash === null) return false;
  draftFor(block, (one) => one.hash !== null).hash = hashOf(hash[1]);
  return true;
}

/** The module that a detail belongs to. One that has it, or is through, or is empty, is another: the first line of the module is lost then. */
function draftFor(block: Block, hasIt: (draft: Draft) => boolean): Draft {
  const current = block.drafts.at(-1);
  if (current !== undefined && !current.isEmpty && !current.isThrough && !hasIt(current)) return current;
  const draft: Draft = { ...draftOf(block, MODULE_FUNCTION.none, 0, 0, undefined, undefined), present: false };
  const entry = block.drafts.length;
  if (add(block, draft)) block.notes.add({ kind: 'missing_function', entry });
  return draft;
}

function bytesOfKilobytes(text: string): number | null {
  return wholeNumber(Math.round(Number(text.replace(',', '.')) * 1000), MAX_SIZE) ?? null;
}

const HEADINGS: readonly (readonly [line: RegExp, of: NonNullable<Draft['assets']>])[] = [
  [ASSETS_LINE, 'named'],
  [REQUIRED_LINE, 'required'],
  [AVAILABLE_LINE, 'available'],
];

/** A heading without a line below it that could be read: the module needs assets, and which is not known. */
function closeAssets({ assets, required }: Draft, isLast = false): void {
  const isLost = assets === 'required' || (isLast && assets === 'named');
  if (isLost && required.length === 0) required.push({ name: '', hash: null });
}

/** The assets of the application: headings, and one a line. */
function readAsset(block: Block, text: string): boolean {
  const draft = block.drafts.at(-1);
  if (draft === undefined) return false;
  const heading = HEADINGS.find(([line]) => line.test(text))?.[1];
  if (heading !== undefined) {
    closeAssets(draft);
    draft.assets = heading;
    return true;
  }
  const named = draft.assets === null || draft.assets === 'named' ? null : ASSET_LINE.exec(text);
  const name = named?.[1] ?? (draft.assets === 'available' && !KEYWORD.test(text) ? text : undefined);
  if (name === undefined || draft.required.length >= MODULE_LIMIT) return false;
  block.notes.add({ kind: 'asset_without_hash', name: quoted(name) });
  if (draft.assets === 'required') {
    draft.required.push({ name, hash: null, ...(named?.[2] === undefined ? {} : { isMissing: true as const }) });
  }
  return true;
}

/** A text that is cut off within the line that says that the application needs assets. */
function isCutHeading(text: string): boolean {
  return 'asset dependencies'.startsWith(text.toLowerCase());
}

/** What such a line could have been is unknown: within a module one of its dependencies, else anything that lets the application not run. */
function notUnderstood(block: Block, line: PastedLine): void {
  const current = block.drafts.at(-1);
  const follows = line.blanks === 0 && /[\d#]/.test(line.text);
  const isInside = current !== undefined && !current.isEmpty;
  const matters = KEYWORD.test(line.text) || (isInside && (follows || isCutHeading(line.text)));
  if (matters && isInside) current.dependencies = 'unknown';
  const makesUnknown = !matters ? 'nothing' : isInside ? 'dependencies' : 'application';
  block.unread += 1;
  // Those that matter outside of a module are never left out.
  if (block.unread <= UNREAD_LIMIT || (makesUnknown === 'application' && block.unread <= UNREAD_LIMIT * 2)) {
    block.notes.add({ kind: 'unreadable_line', line: line.number, text: quoted(line.text), makesUnknown });
  } else if (makesUnknown === 'application') block.notes.add({ kind: 'cut_off' });
}

function reportOf(block: Block): DeviceReport {
  const { notes } = block;
  if (block.unread > UNREAD_LIMIT) notes.add({ kind: 'more_unreadable_lines', count: block.unread - UNREAD_LIMIT });
  const platforms = [...new Set(block.platforms)];
  const platform = platforms.length === 1 ? (platforms[0] ?? null) : null;
  if (platforms.length > 1) notes.add({ kind: 'platforms_differ', platforms });
  else if (platform === null) notes.add({ kind: 'missing_platform' });
  if (block.count > block.drafts.length) {
    notes.add({ kind: 'too_many_modules', count: block.count, limit: MODULE_LIMIT });
  }
  const modules = block.drafts.map((draft, entry) => moduleOf(draft, entry, entry === block.drafts.length - 1, notes));
  noteOddSlots(modules, platform, notes);
  return {
    kind: 'serial_inspect',
    platform,
    modules,
    assets: null,
    protected: null,
    deviceId: block.deviceId,
    notes: notes.list,
  };
}

function moduleOf(draft: Draft, entry: number, isLast: boolean, notes: Notes): ReportedModule {
  closeAssets(draft, true);
  const { function: moduleFunction, index, version, store, present, maxSize, hash, checks, required: assets } = draft;
  const name = { function: moduleFunction, index };
  const { isThrough } = draft;
  const isWhole = CHECK_BITS.every(([check]) => checks.has(check));
  if (present && isLast && !isThrough) notes.add({ kind: 'cut_off' });
  else if (present && !isWhole) notes.add({ kind: 'missing_checks', entry, ...name });
  const dependencies = present && !isThrough ? 'unknown' : draft.dependencies;
  if (present && dependencies === 'unknown' && (isThrough || !isLast)) {
    notes.add({ kind: 'dependencies_unknown', entry, ...name });
  }
  if (dependencies.length > 2 && dependencies !== 'unknown') {
    notes.add({ kind: 'more_dependencies', entry, count: dependencies.length });
  }
  const said = present ? saidChecks(Object.fromEntries(checks)) : { checks: NO_CHECKS, failed: [] };
  return { ...name, version, store, present, maxSize, hash, dependencies, ...said, assets };
}
