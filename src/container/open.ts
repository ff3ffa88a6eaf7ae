/** Opens containers of every format: one driver with one set of bounds; the formats themselves only list and unpack. */
import { compareText } from '../base/compare.js';
import { problem, skipped, zipLimits } from './contents.js';
import type { OpenOptions, SourceFile, SourceItem, ZipLimits } from './contents.js';
import { CONTAINERS, isNamedLike, wantedNames } from './known.js';
import { checkName } from './names.js';
import type { ContainerFormat, ContainerTools, FlashImage, Member, Open, Refusal } from './types.js';
import { ZIP } from './zip.js';

/** Where a container comes from. */
export interface ContainerOrigin {
  readonly name: string;
  readonly root: string;
  /** A container with nothing to read in it is no problem: nobody named it. */
  readonly quiet: boolean;
}

/** A container that its content gave away. */
export interface Recognised {
  readonly format: ContainerFormat;
  readonly open: Open;
}

/** What one outermost container and all in it have used up so far; the one thing here that changes. Refused levels use up nothing. */
interface Usage {
  readonly limits: ZipLimits;
  readonly outerBytes: number;
  members: number;
  bytes: number;
}

interface Level extends ContainerOrigin, Recognised {
  readonly bytes: Uint8Array;
  readonly depth: number;
  readonly usage: Usage;
  readonly options: OpenOptions;
  readonly tools: ContainerTools;
}

interface Wanted {
  readonly member: Member;
  readonly role: SourceFile['role'];
  /** Whether it is the application of a bundle, or one of its assets. */
  readonly isBundled: boolean;
}

/** The members of a container, sorted into what will be read, what is refused and what is left aside. */
interface Sorted {
  readonly wanted: readonly Wanted[];
  readonly refused: readonly { readonly member: Member; readonly refusal: Refusal }[];
  readonly aside: readonly Member[];
}

/**
 * The container that bytes are, by their content; null for a plain file.
 *
 * @param byName whether the name has to say so too: for files that nobody named, in folders and archives
 */
export function recognise(bytes: Uint8Array, name: string, byName: boolean, tools: ContainerTools): Recognised | null {
  for (const format of CONTAINERS) {
    if (byName && !isNamedLike(format, name)) continue;
    const open = format.recognise(bytes, name, tools);
    if (open !== null) return { format, open };
  }
  return null;
}

/**
 * Reads a container that was recognised: its .bin members, containers in it, and the assets of an application bundle.
 *
 * Takes its bytes, and the name to show; gives files named `name!/member` in code-unit order, a problem for each member
 * refused, one problem if the container is refused as a whole (see `readDirectory`, and `zip_limit`), and one item that
 * counts the rest. Only one member of each level is held unpacked. Nothing is written anywhere; never throws.
 */
export async function* readContainer(
  bytes: Uint8Array,
  recognised: Recognised,
  origin: ContainerOrigin,
  options: OpenOptions,
  tools: ContainerTools,
): AsyncGenerator<SourceItem> {
  const usage: Usage = { limits: zipLimits(options), outerBytes: bytes.length, members: 0, bytes: 0 };
  yield* readLevel({ ...origin, ...recognised, bytes, depth: 1, usage, options, tools });
}

async function* readLevel(level: Level): AsyncGenerator<SourceItem> {
  const opened = await openLevel(level);
  if ('code' in opened) {
    yield problem(level.name, opened.code, opened.detail);
    return;
  }
  const { sorted, image } = opened;
  if (image !== null) yield { kind: 'image', file: level.name, root: level.root, image };
  for (const { member, refusal } of sorted.refused) {
    yield problem(showMember(level, member), refusal.code, refusal.detail);
  }
  for (const wanted of sorted.wanted) yield* readWanted(level, wanted);
  if (sorted.aside.length > 0) yield skipped(level.name, sorted.aside.length);
  if (sorted.wanted.length + sorted.refused.length === 0 && !level.quiet) {
    yield problem(level.name, 'nothing_matched', 'an archive without a file to read');
  }
}

function showMember(level: Level, member: Member): string {
  return `${level.name}!/${member.name}`;
}

interface OpenedLevel {
  readonly sorted: Sorted;
  readonly image: FlashImage | null;
}

/** Opens, and checks all limits that can be told before a member is read. */
async function openLevel(level: Level): Promise<OpenedLevel | Refusal> {
  const { depth, usage, options, format } = level;
  const { limits } = usage;
  if (depth > limits.depth) return limit(format, `nesting: ${depth} archives deep, limit ${limits.depth}`);
  const opened = await level.open({ members: limits.entries - usage.members, bytes: roomOf(level) });
  if ('code' in opened) return opened;
  usage.members += opened.members.length;
  try {
    const sorted = sortMembers(opened.members, level, options);
    return reserve(sorted, level) ?? { sorted, image: opened.image };
  } catch (error) {
    return {
      code: format === ZIP ? 'bad_zip' : 'bad_container',
      detail: error instanceof Error ? error.message : 'broken',
    };
  }
}

/** The refusal for a limit; the detail starts with the name of the limit. */
function limit({ name }: ContainerFormat, detail: string): Refusal {
  return name === ZIP.name ? { code: 'zip_limit', detail } : { code: 'container_limit', detail: `${name}: ${detail}` };
}

/** Bytes that a wrapper may unpack to: what all limits leave of it. */
function roomOf({ bytes, usage }: Level): number {
  const { limits, outerBytes } = usage;
  const ofTree = Math.max(limits.ratioTreeFloorBytes, outerBytes * limits.ratio);
  const ofMember = Math.max(limits.ratioFloorBytes, bytes.length * limits.ratio);
  return Math.max(0, Math.min(ofMember, limits.entryBytes, Math.min(ofTree, limits.totalBytes) - usage.bytes));
}

/** Counts all members to be read before any is: none gives a byte more than declared. A wrapper that was opened is counted as well. */
function reserve({ wanted }: Sorted, { usage, format }: Level): Refusal | null {
  const { limits, outerBytes } = usage;
  const total = wanted.reduce((sum, { member }) => sum + member.size, usage.bytes);
  if (total > limits.totalBytes) return limit(format, `total size: ${total} bytes, limit ${limits.totalBytes}`);
  if (total > limits.ratioTreeFloorBytes && total > outerBytes * limits.ratio) {
    return limit(format, `ratio: ${outerBytes} bytes unpack to ${total}, limit ${limits.ratio}:1`);
  }
  usage.bytes = total;
  return null;
}

function sortMembers(members: readonly Member[], { format, usage }: Level, options: OpenOptions): Sorted {
  if (format.holds !== 'files') {
    return { wanted: members.map((member) => ({ member, role: 'module', isBundled: false })), refused: [], aside: [] };
  }
  const wanted: Wanted[] = [];
  const refused: { member: Member; refusal: Refusal }[] = [];
  const aside: Member[] = [];
  const isBundle = looksLikeBundle(members);
  const names = wantedNames(
    members.map(({ name }) => name),
    options,
  );
  for (const member of [...members].sort((a, b) => compareText(a.name, b.name))) {
    const role = roleOf(member, isBundle, names);
    const refusal =
      checkName(member.name) ??
      member.refusal ??
      (role === null ? null : (member.fault ?? checkSize(member, format, usage.limits)));
    if (refusal !== null) refused.push({ member, refusal });
    else if (role !== null) {
      const isBundled = isBundle && (role === 'asset' || isAtTop(member));
      wanted.push({ member, role, isBundled });
    } else if (!member.isFolder) aside.push(member);
  }
  return { wanted, refused, aside };
}

function checkSize({ size, packedSize }: Member, format: ContainerFormat, limits: ZipLimits): Refusal | null {
  if (size > limits.entryBytes) return limit(format, `entry size: ${size} bytes, limit ${limits.entryBytes}`);
  if (packedSize !== null && size > limits.ratioFloorBytes && size > packedSize * limits.ratio) {
    return limit(format, `ratio: ${packedSize} bytes unpack to ${size}, limit ${limits.ratio}:1`);
  }
  return null;
}

/** An application bundle: one .bin at the top and an `assets/` folder with something in it. */
function looksLikeBundle(members: readonly Member[]): boolean {
  const files = members.filter(({ isFolder }) => !isFolder);
  return files.filter(isAtTop).length === 1 && files.some(isAsset);
}

function isAtTop({ name }: Member): boolean {
  return !name.includes('/') && name.toLowerCase().endsWith('.bin');
}

function isAsset({ name }: Member): boolean {
  return name.startsWith('assets/');
}

/** Null: not read. What macOS adds to archives (`__MACOSX/._app.bin`, `._app.bin`) is no firmware, whatever its name. */
function roleOf(member: Member, isBundle: boolean, names: ReadonlySet<string>): SourceFile['role'] | null {
  if (member.isFolder || member.name.startsWith('__MACOSX/')) return null;
  if (isBundle && isAsset(member)) return 'asset';
  return names.has(member.name) ? 'module' : null;
}

async function* readWanted(level: Level, { member, role, isBundled }: Wanted): AsyncGenerator<SourceItem> {
  const bytes = await member.read();
  const name = showMember(level, member);
  if (!(bytes instanceof Uint8Array)) {
    yield problem(name, bytes.code, bytes.detail);
    return;
  }
  const { holds } = level.format;
  const inner =
    role === 'asset' || holds === 'image' ? null : recognise(bytes, member.name, holds === 'files', level.tools);
  if (inner === null) {
    const { root, name: around } = level;
    const { address } = member;
    // No tool takes a bundle out of another archive.
    const bundle = isBundled && level.depth === 1 ? around : null;
    yield { kind: 'file', file: { name, bytes, from: 'container', root, archive: around, address, role, bundle } };
  } else if (holds === 'wrapper') {
    // What is wrapped takes the place of its wrapper: a tar.gz is one archive.
    yield* readLevel({ ...level, ...inner, bytes, depth: level.depth + 1 });
  } else yield* readLevel({ ...level, ...inner, name, bytes, depth: level.depth + 1, quiet: true });
}
