/** The text of `particle serial inspect`, as people paste it: both layouts, indents lost or not. */
import { functionFromText } from '../catalog/functions.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Requirement } from '../module/types.js';
import {
  CHECK_BITS,
  hashOf,
  MAX_SIZE,
  MAX_VERSION,
  noteOddSlots,
  Notes,
  quoted,
  storeOf,
  wholeNumber,
} from './modules.js';
import { MODULE_LIMIT } from './types.js';
import type { DeviceReport, FailedCheck, ReportedModule, RequiredAsset } from './types.js';

const MODULE_LINE =
  /^(\w[\w -]*?) module #(\w{1,10}) - version (\w{1,10})(?:,\s*(\w+) location)?(?:,\s*(\d+) bytes.*)?$/i;
const EMPTY_LINE = /^empty\s*-\s*(\w+) location(?:,\s*(\d+) bytes.*)?$/i;
const CHECK_LINE = /^(integrity|address range|platform|dependencies):\s*(pass|fail)/i;
const PLATFORM_LINE = /^platform:\s*(\d{1,5})(?:\s*-.*)?$/i;
const DEVICE_LINE = /^device:\s*([0-9a-f]{24})$/i;
const SIZE_LINE = /^size:\s*[\d.]+\s*kB(?:\s*\/\s*MaxSize:\s*(\d[\d.]{0,15})\s*kB)?$/i;
const HASH_LINE = /^uuid:\s*([0-9a-f]{2,128})$/i;
const ASSET_LINE = /^(.+?)\s*\((?:pass|fail)\)$/i;
const SKIPPED_LINE = /^(?:modules|asset dependencies:|```.*|.*particle\s+serial\s+inspect.*)$/i;
const LINE_LIMIT = 400;

const CHECKS: ReadonlyMap<string, FailedCheck> = new Map<string, FailedCheck>([
  ['integrity', 'integrity'],
  ['address range', 'range'],
  ['platform', 'platform'],
  ['dependencies', 'dependencies'],
]);

/** Whether a text has a line that only this command writes. */
export function looksLikeInspect(text: string): boolean {
  return /\bmodule #\w{1,10} - version \w/i.test(text) || /^[ \t>*]*empty *- *\w{1,20} location/im.test(text);
}

/** A module while it is being read. */
interface Draft {
  readonly function: number;
  readonly index: number;
  readonly version: number;
  readonly store: ReportedModule['store'];
  readonly present: boolean;
  maxSize: number | null;
  hash: string | null;
  readonly dependencies: Requirement[];
  readonly checks: Map<FailedCheck, boolean>;
  readonly assets: RequiredAsset[];
}

/** One device's part of the text. */
interface Block {
  platforms: number[];
  deviceId: string | null;
  readonly drafts: Draft[];
  /** How many modules there were, also beyond the limit. */
  count: number;
  readonly notes: Notes;
}

function newBlock(): Block {
  return { platforms: [], deviceId: null, drafts: [], count: 0, notes: new Notes() };
}

/** Reads the text; null where it lists no module. Of several devices the last is read. */
export function readInspect(text: string): DeviceReport | null {
  const lines = text.split('\n').map(plainLine);
  const blocks: Block[] = [];
  let block = newBlock();
  let begun = false;
  let inAssets: 'required' | 'available' | null = null;
  for (const [at, line] of lines.entries()) {
    if (line === '') continue;
    const platform = PLATFORM_LINE.exec(line);
    const device = DEVICE_LINE.exec(line);
    if ((platform !== null || device !== null) && block.count > 0) {
      blocks.push(block);
      block = newBlock();
    }
    if (platform !== null) block.platforms.push(Number(platform[1]));
    else if (device !== null) block.deviceId = (device[1] ?? '').toLowerCase();
    else if (/^required:$/i.test(line)) inAssets = 'required';
    else if (/^available but not required:$/i.test(line)) inAssets = 'available';
    else if (readModuleLine(line, lines, at, block)) inAssets = null;
    else if (!readDetail(line, block.drafts.at(-1), inAssets, block.notes) && begun && !SKIPPED_LINE.test(line)) {
      block.notes.add({ kind: 'unreadable_line', line: at + 1, text: quoted(line) });
    }
    begun ||= platform !== null || device !== null || block.count > 0;
  }
  if (block.count > 0) blocks.push(block);
  return reportOf(blocks);
}

/** Without quoting, markdown and white space around it. */
function plainLine(line: string): string {
  return line
    .slice(0, LINE_LIMIT)
    .replace(/\*\*/g, '')
    .replace(/^[\s>|]+/, '')
    .trim();
}

/** A line that begins a module, or names a dependency of the module before. */
function readModuleLine(line: string, lines: readonly string[], at: number, block: Block): boolean {
  const empty = EMPTY_LINE.exec(line);
  if (empty !== null) {
    const [, store, size] = empty;
    add(block, { ...draftOf(block, MODULE_FUNCTION.none, 0, 0, store, size), present: false });
    return true;
  }
  const match = MODULE_LINE.exec(line);
  if (match === null) return false;
  const [, words = '', indexText, versionText, store, size] = match;
  const moduleFunction = functionFromText(words);
  const index = wholeNumber(indexText, 0xff);
  const version = wholeNumber(versionText, MAX_VERSION);
  const current = block.drafts.at(-1);
  // Both look alike where the indents are lost: only a module goes on with its size, hash or checks.
  const begins = store !== undefined || current === undefined || goesOn(lines, at + 1);
  if (begins) addModule(block, words, { function: moduleFunction, index, version }, store, size);
  else if (moduleFunction === undefined || index === undefined || version === undefined) {
    block.notes.add({ kind: 'unknown_dependency', entry: block.drafts.length - 1, text: quoted(line) });
  } else if (moduleFunction !== MODULE_FUNCTION.none) {
    current.dependencies.push({ function: moduleFunction, index, version });
  }
  return true;
}

function goesOn(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from, from + 4).find((line) => line !== '');
  return next !== undefined && (SIZE_LINE.test(next) || HASH_LINE.test(next) || CHECK_LINE.test(next));
}

interface Named {
  readonly function: number | undefined;
  readonly index: number | undefined;
  readonly version: number | undefined;
}

function addModule(
  block: Block,
  words: string,
  named: Named,
  store: string | undefined,
  size: string | undefined,
): void {
  const entry = block.drafts.length;
  const { function: moduleFunction, index, version } = named;
  const name = { function: moduleFunction ?? MODULE_FUNCTION.none, index: index ?? 0 };
  const draft = draftOf(block, name.function, name.index, version ?? 0, store, size);
  const whole = moduleFunction !== undefined && index !== undefined && version !== undefined;
  if (!add(block, { ...draft, present: whole && moduleFunction !== MODULE_FUNCTION.none })) return;
  if (moduleFunction === undefined) block.notes.add({ kind: 'unknown_function', entry, text: quoted(words) });
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
    maxSize: wholeNumber(size, MAX_SIZE) ?? null,
    hash: null,
    dependencies: [],
    checks: new Map(),
    assets: [],
  };
}

function add(block: Block, draft: Draft): boolean {
  block.count += 1;
  if (block.drafts.length >= MODULE_LIMIT) return false;
  block.drafts.push(draft);
  return true;
}

/** A line about the module before: its size, hash, checks, assets. */
function readDetail(
  line: string,
  draft: Draft | undefined,
  inAssets: 'required' | 'available' | null,
  notes: Notes,
): boolean {
  if (draft === undefined) return false;
  const check = CHECK_LINE.exec(line);
  const name = CHECKS.get((check?.[1] ?? '').toLowerCase());
  if (check !== null && name !== undefined) {
    draft.checks.set(name, check[2]?.toLowerCase() === 'pass');
    return true;
  }
  const size = SIZE_LINE.exec(line);
  if (size !== null) {
    if (size[1] !== undefined) draft.maxSize = wholeNumber(Math.round(Number(size[1]) * 1000), MAX_SIZE) ?? null;
    return true;
  }
  const hash = HASH_LINE.exec(line);
  if (hash !== null) {
    draft.hash = hashOf(hash[1]);
    return true;
  }
  const asset = inAssets === null ? null : inAssets === 'available' ? [line, line] : ASSET_LINE.exec(line);
  if (asset === null || draft.assets.length >= MODULE_LIMIT) return false;
  const assetName = asset[1] ?? '';
  notes.add({ kind: 'asset_without_hash', name: quoted(assetName) });
  if (inAssets === 'required') draft.assets.push({ name: assetName, hash: null });
  return true;
}

function reportOf(blocks: readonly Block[]): DeviceReport | null {
  const block = blocks.at(-1);
  if (block === undefined) return null;
  const { notes } = block;
  const platforms = [...new Set(block.platforms)];
  const platform = platforms.length === 1 ? (platforms[0] ?? null) : null;
  if (blocks.length > 1) notes.add({ kind: 'several_reports', count: blocks.length });
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

function moduleOf({ checks, ...draft }: Draft, entry: number, last: boolean, notes: Notes): ReportedModule {
  const name = { function: draft.function, index: draft.index };
  if (draft.present && last && !checks.has('dependencies')) notes.add({ kind: 'cut_off' });
  else if (draft.present && checks.size === 0) notes.add({ kind: 'missing_checks', entry, ...name });
  const failed = CHECK_BITS.map(([check]) => check).filter((check) => checks.get(check) === false);
  return { ...draft, failed };
}
