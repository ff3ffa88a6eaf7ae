/** `inspect` for people. */
import { groupBy } from '../base/group-by.js';
import { NO_PLATFORM, platformById, platformName } from '../catalog/platforms.js';
import { rulesOf } from '../catalog/boards/index.js';
import { slotsOf } from '../catalog/flash-map.js';
import { protectionOf } from '../device/facts.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Extension, FirmwareModule, Payload } from '../module/types.js';
import { dependenciesOf } from '../module/id.js';
import type { Inspected } from '../assess/inspect.js';
import type { Inventory, InventoryModule, PlatformInventory } from '../release/inventory.js';
import type { FileSubject, Finding } from '../rules/types.js';
import { isInSlot, slotsFor } from '../rules/slots.js';
import { firstOf } from './bounded.js';
import { fewOf, withinLines } from './few.js';
import { fileJson, findingsJson } from './json.js';
import type { RunError, SkippedFiles } from './json.js';
import { PAYLOAD_FAULT_WORDS, rejectionWords } from './rejection.js';
import type { Style, TextOptions } from './style.js';
import { columns, countsText, cutName, findingsText, fitted, pairs } from './text.js';
import { safeText } from '../base/safe-text.js';
import {
  byteCount,
  counted,
  flagNames,
  hexAddress,
  hexCrc,
  moduleWords,
  platformWords,
  requirementWords,
  slotWords,
  versionWords,
} from './words.js';

/** The document `fwinspect/inspect@1`. */
export function inspectJson(
  files: readonly Inspected[],
  rest: readonly Finding[],
  skipped: readonly SkippedFiles[],
  errors: readonly RunError[],
) {
  return {
    schema: 'fwinspect/inspect@1',
    modules: files.map(({ subject, findings }) => fileJson(subject, findings)),
    findings: findingsJson(rest),
    skipped,
    errors,
  };
}

/** More files than this are shown as one line each; `--verbose` shows all of each. */
const DETAIL_LIMIT = 4;

/** Everything about a few files, or a line for each of many. */
export function inspectText(
  files: readonly Inspected[],
  rest: readonly Finding[],
  options: TextOptions,
  inventory: (() => Pick<Inventory, 'platforms' | 'assets' | 'notFirmware'>) | null = null,
): string {
  const { quiet, verbose } = options;
  const all = [...files.flatMap((one) => one.findings), ...rest];
  if (quiet) {
    return `${findingsText(all.filter(isError), options)}${summary(files, all, options)}`;
  }
  if (verbose || files.length <= DETAIL_LIMIT) {
    const { shown: first, more } = firstOf(files, 'file');
    const parts = [...first.map((one) => detail(one, options)), more, findingsText(rest, options)];
    return [...parts, summary(files, all, options)].filter((part) => part !== '').join('\n');
  }
  const worth = findingsText(
    all.filter(({ severity }) => severity !== 'note'),
    options,
  );
  const hint = options.style.faint('Everything about each: --verbose, or --json');
  const isMany = files.length > FILE_LIMIT && inventory !== null && options.lines !== undefined;
  const parts = isMany ? releaseParts(inventory(), options) : [overview(files, options)];
  const lists = withinLines(
    [...parts, worth].filter((part) => part !== ''),
    options,
  );
  return [...lists, `${summary(files, all, options)}${hint}\n`].join('\n');
}

/** More files than this are shown as one line a release of each platform. */
const FILE_LIMIT = 40;

/** Each platform with a line for each release, and one for the modules that belong to no one release. */
function releaseParts(
  { platforms, assets, notFirmware }: Pick<Inventory, 'platforms' | 'assets' | 'notFirmware'>,
  options: TextOptions,
): readonly string[] {
  const { shown, more } = fewOf(platforms, 'platform', options);
  const beside = [
    ...(assets.length === 0 ? [] : [counted(assets.length, 'asset')]),
    ...(notFirmware.length === 0 ? [] : [`${counted(notFirmware.length, 'file')} that are no firmware module`]),
  ];
  const rest = beside.length === 0 ? '' : `  and ${beside.join(', ')}\n`;
  return [...shown.map((one) => platformLines(one, options)), more, rest].filter((part) => part !== '');
}

function platformLines({ platform, sets, shared }: PlatformInventory, options: TextOptions): string {
  const { shown, more } = fewOf(sets, 'release', options);
  const rows = shown.map(({ release, system, files }) => [
    release ?? `version ${String(system)}`,
    `${counted(files.length, 'file')}: ${slotCounts(files)}`,
  ]);
  const others = shared.length === 0 ? [] : [['other', `${counted(shared.length, 'file')}: ${slotCounts(shared)}`]];
  const text = pairs(
    [...rows, ...others].map(([release = '', what = '']): [string, string] => [release, what]),
    options.width,
  );
  return `${options.style.strong(platformName(platform))}\n${text}${more}`;
}

/** "system part 1, 2 applications" */
function slotCounts(files: readonly InventoryModule[]): string {
  const bySlot = groupBy(files, ({ module }) => slotWords(module));
  return [...bySlot].map(([slot, all]) => (all.length === 1 ? slot : `${String(all.length)} x ${slot}`)).join(', ');
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

function summary(files: readonly Inspected[], findings: readonly Finding[], { style }: TextOptions): string {
  const counts = countsText(findings);
  const paint = findings.some(isError) ? style.bad : counts === '' ? style.good : style.warn;
  const modules = files.filter(({ subject }) => subject.result.kind === 'module').length;
  return `${counted(modules, 'module')} in ${counted(files.length, 'file')}, ${paint(counts === '' ? 'nothing wrong' : counts)}\n`;
}

/** A line for each file; what there is no room for is left out, at the worst the name gets a line of its own. */
function overview(files: readonly Inspected[], { style, width }: TextOptions): string {
  const { shown: first, more } = firstOf(files, 'file');
  const rows = first.map(({ subject: { file, size, rawSize = size, result } }) =>
    result.kind === 'module'
      ? [
          safeText(file),
          platformWords(result),
          slotWords(result),
          versionWords(result),
          result.crc.ok ? style.good('CRC ok') : style.bad('CRC wrong'),
          byteCount(rawSize),
        ]
      : [safeText(file), style.bad('no module'), '', '', '', byteCount(rawSize)],
  );
  const withoutSize = rows.map((row) => row.slice(0, -1));
  const text =
    fitted(rows, 0, width, 32) ??
    fitted(withoutSize, 0, width, 24) ??
    rows
      .map(
        ([name = '', ...facts]) =>
          `  ${cutName(name, width - 2)}\n      ${facts.filter((fact) => fact !== '').join(' · ')}\n`,
      )
      .join('');
  return `${text}${more}`;
}

function detail({ subject, findings }: Inspected, options: TextOptions): string {
  const { file, result } = subject;
  const title = `${options.style.strong(safeText(file))}\n`;
  // The title has the path; a finding below it needs the last part only.
  const found = findingsText(findings, options, (name) => (name === file ? safeText(lastPart(file)) : safeText(name)));
  if (result.kind === 'rejection') return `${title}${found}`;
  const rows = [
    ...headerRows(result, subject),
    ...suffixRows(result),
    ...payloadRows(result.payload),
    ...extensionRows(result, options),
  ];
  return `${title}${pairs(rows, options.width)}\n${columns(checkRows(result, options.style))}${found === '' ? '' : `\n${found}`}`;
}

function lastPart(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

type Row = readonly [label: string, text: string];

function headerRows(module: FirmwareModule, { size, rawSize }: FileSubject): readonly Row[] {
  const slot = slotsFor(module)[0];
  const room = slot === undefined ? '' : `, ${percent(module.length, slot.end - slot.start)} of its slot`;
  const needs = dependenciesOf(module).map((one) => requirementWords(one, module.platform));
  const offset = `header at 0x${module.headerOffset.toString(16)}`;
  const choice =
    module.candidates.length > 1
      ? ` (${counted(module.candidates.length, 'place')} looked like one; this has ${module.crc.ok ? 'the right CRC' : 'the best place'})`
      : '';
  return [
    ['Module', identityWords(module)],
    ['Platform', `${platformWords(module)} (${String(module.platform)})`],
    ['Addresses', `${hexAddress(module.start)} to ${hexAddress(module.end)}, ${byteCount(module.length)}${room}`],
    [
      'File',
      rawSize === undefined
        ? `${byteCount(size)}, ${offset}${choice}`
        : `${byteCount(rawSize)}; sent as a module of ${byteCount(size)}, ${offset}`,
    ],
    ['Needs', needs.length === 0 ? 'nothing' : needs.join('; ')],
    ...optional('Flags', module.flags === 0 ? null : flagNames(module.flags).join(', ')),
    ...optional('MCU', module.mcu === 0 ? null : module.mcu === 0x21 ? 'ESP32 (0x21)' : `0x${module.mcu.toString(16)}`),
    ...optional(
      'Vectors',
      module.vectors === null
        ? null
        : `stack ${hexAddress(module.vectors.stackPointer)}, reset ${hexAddress(module.vectors.resetHandler)}`,
    ),
    ...optional(
      'Behind it',
      module.trailingBytes === 0 ? null : `${byteCount(module.trailingBytes)}, ${TRAILING[module.trailingKind]}`,
    ),
  ];
}

const TRAILING: Readonly<Record<FirmwareModule['trailingKind'], string>> = {
  none: '',
  erased: 'erased flash (0xFF)',
  zeros: 'zeros',
  dfu_suffix: 'a DFU suffix, which dfu-util takes off',
  data: 'which the header does not cover',
};

function optional(label: string, text: string | null): readonly Row[] {
  return text === null ? [] : [[label, text]];
}

/** An asset is known by its name; its version says nothing. */
function identityWords(module: FirmwareModule): string {
  const name = module.extensions.find((one) => one.kind === 'name');
  return module.function === MODULE_FUNCTION.asset && name?.kind === 'name'
    ? `asset ${safeText(name.name)}`
    : moduleWords(module);
}

/** "46 %"; more than 0 never shows as 0. */
function percent(part: number, whole: number): string {
  return whole <= 0 ? '' : `${String(Math.max(1, Math.round((part * 100) / whole)))} %`;
}

function suffixRows(module: FirmwareModule): readonly Row[] {
  const { crc, sha256, suffix } = module;
  return [
    [
      'CRC-32',
      crc.ok ? `${hexCrc(crc.stored)}, right` : `${hexCrc(crc.stored)} stored, ${hexCrc(crc.computed)} computed: WRONG`,
    ],
    ['SHA-256', sha256.stored ?? 'none (no suffix)'],
    ...optional('', sha256.stored === null ? null : shaWords(module)),
    ['Product', productWords(module)],
    ...optional('Suffix', suffix === null ? null : `${byteCount(suffix.size)}${suffix.fits ? '' : ' (impossible)'}`),
  ];
}

/** One row each; the end marks are for those who want everything. */
function extensionRows(module: FirmwareModule, { verbose }: TextOptions): readonly Row[] {
  return module.extensions
    .filter(({ kind }) => verbose || kind !== 'end')
    .map((one) => [
      'Extension',
      `0x${one.type.toString(16).padStart(4, '0')} ${one.at === 'prefix' ? '(prefix) ' : ''}${extensionWords(one, module)}`,
    ]);
}

function shaWords({ sha256, function: moduleFunction }: FirmwareModule): string {
  if (sha256.computed === null) return 'not computed';
  if (sha256.ok === true) return 'right';
  if (sha256.ok === false) return `WRONG: ${sha256.computed} computed`;
  const kind = moduleFunction === MODULE_FUNCTION.radioStack ? 'a radio stack' : 'an NCP image';
  return sha256.coverage === 'payload'
    ? `right for the payload alone, as usual for ${kind}`
    : `of another range, as usual for ${kind}`;
}

function productWords({ product, productRaw }: FirmwareModule): string {
  if (product !== null) return `${String(product.id)}, version ${String(product.version)}`;
  if (productRaw === null) return 'none (no field)';
  const version =
    productRaw.version === 0xffff || productRaw.version === 0 ? '' : `, version ${String(productRaw.version)}`;
  return `not set (${String(productRaw.id)})${version}`;
}

/** One extension in a few words. */
function extensionWords(extension: Extension, module: FirmwareModule): string {
  switch (extension.kind) {
    case 'end':
      return 'end of the list';
    case 'product_data':
      return extension.id === 0xffff
        ? 'product not set'
        : `product ${String(extension.id)}, version ${String(extension.version)}`;
    case 'dynamic_location':
      return locationWords(extension, module);
    case 'dependency':
      return `dependency on ${moduleWords({ ...extension.dependency, platform: -1 })} (no Device OS reads it)`;
    case 'hash':
      return `hash ${extension.hash}`;
    case 'name':
      return `name ${safeText(extension.name)}`;
    case 'asset_dependency':
      return `needs asset ${safeText(extension.name)}, ${extension.hash.slice(0, 16)}...`;
    case 'security_mode':
      return securityWords(extension, module);
    case 'asset_type':
      return `asset type ${String(extension.assetType)}`;
    case 'raw':
      return `unknown, ${byteCount(extension.length)}: ${extension.raw.slice(0, 32)}`;
  }
}

/** Device OS looks for the start of an application alone, in the first extension of its suffix, where applications have no fixed start. */
function locationWords({ moduleStart, offset }: ExtensionOf<'dynamic_location'>, module: FirmwareModule): string {
  const { extensions, function: moduleFunction, platform } = module;
  const isAsked = moduleFunction === MODULE_FUNCTION.userPart && rulesOf(platform)?.dynamicApplication != null;
  if (!isAsked) return `linked to ${hexAddress(moduleStart)} (no Device OS reads it)`;
  const isFirst = extensions.find(({ at }) => at === 'suffix')?.offset === offset;
  const start = `application starts at ${hexAddress(moduleStart)}`;
  return isFirst ? start : `${start} (Device OS reads the first extension alone)`;
}

type ExtensionOf<Kind extends Extension['kind']> = Extract<Extension, { readonly kind: Kind }>;

function securityWords({ mode, certificateBytes, at }: ExtensionOf<'security_mode'>, module: FirmwareModule): string {
  const certificate = certificateBytes > 0 ? `, certificate of ${byteCount(certificateBytes)}` : '';
  if (mode !== 1) return `security mode ${String(mode)}: protects nothing${certificate}`;
  const protects = protectionOf(module) === 'protects' && at === 'suffix';
  return protects
    ? `PROTECTED: makes a device a protected one, from Device OS 6.0.0 on${certificate}`
    : `security mode 1, without effect: Device OS asks the suffix of the bootloader alone${certificate}`;
}

function payloadRows(payload: readonly Payload[]): readonly Row[] {
  return payload.map((one): Row => {
    const inner = 'inner' in one ? one.inner : null;
    const words = inner === null ? 'data' : inner.kind === 'module' ? innerWords(inner) : rejectionWords(inner);
    if (one.kind === 'combined') return ['Combined', `${words}, at byte ${String(one.offset)}`];
    if (one.state === 'opened') return ['Compressed', inner === null ? byteCount(one.originalSize) : words];
    const state = one.state === 'bad' ? 'broken' : 'not opened';
    return ['Compressed', `${byteCount(one.originalSize)} unpacked; ${state}: ${PAYLOAD_FAULT_WORDS[one.reason]}`];
  });
}

/** A module inside another, with what a device would check of it. */
function innerWords(inner: FirmwareModule): string {
  return `${moduleWords(inner)} for ${platformWords(inner)}, ${byteCount(inner.length)}, CRC ${inner.crc.ok ? 'right' : 'WRONG'}`;
}

/** The four groups of `particle serial inspect`, as far as the file alone can tell. */
function checkRows(module: FirmwareModule, style: Style): readonly (readonly string[])[] {
  const verdict = (ok: boolean | null, words: string): string =>
    `${ok === null ? 'depends' : ok ? `${style.good('PASS')}   ` : `${style.bad('FAIL')}   `}  ${words}`;
  const slots = slotsFor(module);
  const known = slotsOf(module.platform).length > 0;
  const platform = platformById(module.platform);
  const needs = dependenciesOf(module).length;
  const isAsset = module.function === MODULE_FUNCTION.asset && module.platform === NO_PLATFORM;
  return [
    ['Integrity', verdict(module.crc.ok, module.crc.ok ? 'CRC right' : 'CRC wrong')],
    ['Address Range', verdict(isInSlot(module), rangeWords(module, known, slots[0]))],
    [
      'Platform',
      isAsset
        ? verdict(true, 'any platform')
        : verdict(
            null,
            platform === undefined ? 'only on a device of that platform' : `only on ${platform.displayName}`,
          ),
    ],
    ['Dependencies', needs === 0 ? verdict(true, 'needs nothing') : verdict(null, 'on what the device has, see Needs')],
  ];
}

function rangeWords(
  module: FirmwareModule,
  known: boolean,
  slot: { readonly start: number; readonly end: number } | undefined,
): string {
  if (module.function === MODULE_FUNCTION.asset) return 'on the free room of the device';
  if (!known) return 'on the platform, whose slots are not known';
  return slot === undefined
    ? 'on the device: no slot of its own'
    : `slot ${hexAddress(slot.start)} to ${hexAddress(slot.end)}`;
}
