/** `inspect` for people. */
import { platformById } from '../catalog/platforms.js';
import { slotsOf } from '../catalog/flash-map.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Extension, FirmwareModule, Payload } from '../module/types.js';
import { dependenciesOf } from '../plan/order.js';
import type { FileSubject, Finding } from '../rules/types.js';
import { slotsFor } from '../rules/family-3-layout.js';
import { rejectionWords } from './rejection.js';
import type { Style, TextOptions } from './style.js';
import { columns, countsText, findingsText } from './text.js';
import {
  byteCount,
  counted,
  flagNames,
  hexAddress,
  hexCrc,
  moduleWords,
  platformWords,
  requirementWords,
  safeText,
  slotWords,
  versionWords,
} from './words.js';

/** One file with what was found about it. */
export interface Inspected {
  readonly subject: FileSubject;
  readonly findings: readonly Finding[];
}

/** More files than this are shown as one line each; `--verbose` shows all of each. */
const DETAIL_LIMIT = 4;

/** Everything about a few files, or a line for each of many. */
export function inspectText(files: readonly Inspected[], rest: readonly Finding[], options: TextOptions): string {
  const detailed = options.verbose || files.length <= DETAIL_LIMIT;
  const body = options.quiet
    ? ''
    : detailed
      ? files.map((one) => detail(one, options)).join('\n')
      : overview(files, options);
  const findings = detailed && !options.quiet ? rest : [...files.flatMap((one) => one.findings), ...rest];
  const shown = options.quiet
    ? findings.filter(({ severity }) => severity === 'error')
    : findings.filter(({ severity }) => detailed || severity !== 'note');
  return `${body}${shown.length > 0 && body !== '' ? '\n' : ''}${findingsText(shown, options)}${summary(files, rest, detailed, options)}`;
}

function summary(
  files: readonly Inspected[],
  rest: readonly Finding[],
  detailed: boolean,
  { quiet, style }: TextOptions,
): string {
  const all = [...files.flatMap((one) => one.findings), ...rest];
  const counts = countsText(all);
  const modules = files.filter(({ subject }) => subject.result.kind === 'module').length;
  if (quiet || files.length === 1) return counts === '' ? '' : `\n${counts}\n`;
  const hint = detailed ? '' : style.faint('   everything about each: --verbose, or --json');
  return `\n${counted(modules, 'module')} in ${counted(files.length, 'file')}${counts === '' ? ', nothing wrong' : `, ${counts}`}${hint}\n`;
}

function overview(files: readonly Inspected[], { style }: TextOptions): string {
  const rows = files.map(({ subject: { file, size, result } }) =>
    result.kind === 'module'
      ? [
          shortName(file),
          platformWords(result),
          slotWords(result),
          versionWords(result),
          byteCount(size),
          result.crc.ok ? style.good('CRC ok') : style.bad('CRC wrong'),
        ]
      : [shortName(file), style.bad('no module'), '', '', byteCount(size), ''],
  );
  return columns(rows);
}

/** Long names lose their front: the end tells files apart. */
function shortName(file: string): string {
  const safe = safeText(file);
  return safe.length <= 40 ? safe : `...${safe.slice(-37)}`;
}

function detail({ subject, findings }: Inspected, options: TextOptions): string {
  const { file, size, result } = subject;
  const title = options.style.strong(safeText(file));
  if (result.kind === 'rejection') return `${title}\n  ${rejectionWords(result)}\n${findingsText(findings, options)}`;
  const rows = [...headerRows(result, size), ...suffixRows(result), ...payloadRows(result.payload)];
  return `${title}\n${columns(rows)}${columns(checkRows(result, options.style))}${findingsText(findings, options)}`;
}

function headerRows(module: FirmwareModule, size: number): readonly (readonly string[])[] {
  const slot = slotsFor(module)[0];
  const room = slot === undefined ? '' : `, ${percent(module.length, slot.end - slot.start)} of its slot`;
  const needs = dependenciesOf(module).map((one) => requirementWords(one, module.platform));
  const offset = `header at 0x${module.headerOffset.toString(16)}`;
  const choice =
    module.candidates.length > 1
      ? ` (${counted(module.candidates.length, 'place')} looked like one; this has ${module.crc.ok ? 'the right CRC' : 'the best place'})`
      : '';
  return [
    ['Module', moduleWords(module)],
    ['Platform', `${platformWords(module)} (${String(module.platform)})`],
    ['Addresses', `${hexAddress(module.start)} to ${hexAddress(module.end)}, ${byteCount(module.length)}${room}`],
    ['File', `${byteCount(size)}, ${offset}${choice}`],
    ['Needs', needs.length === 0 ? 'nothing' : needs.join('; ')],
    ...(module.flags === 0 ? [] : [['Flags', flagNames(module.flags).join(', ')]]),
    ...(module.mcu === 0 ? [] : [['MCU', module.mcu === 0x21 ? 'ESP32 (0x21)' : `0x${module.mcu.toString(16)}`]]),
    ...(module.vectors === null
      ? []
      : [
          [
            'Vectors',
            `stack ${hexAddress(module.vectors.stackPointer)}, reset ${hexAddress(module.vectors.resetHandler)}`,
          ],
        ]),
    ...(module.trailingBytes === 0
      ? []
      : [['Behind it', `${byteCount(module.trailingBytes)} (${module.trailingKind})`]]),
  ];
}

/** "46 %"; more than 0 never shows as 0. */
export function percent(part: number, whole: number): string {
  return whole <= 0 ? '' : `${String(Math.max(1, Math.round((part * 100) / whole)))} %`;
}

function suffixRows(module: FirmwareModule): readonly (readonly string[])[] {
  const { crc, sha256, suffix, extensions } = module;
  return [
    [
      'CRC-32',
      crc.ok ? `${hexCrc(crc.stored)}, right` : `${hexCrc(crc.stored)} stored, ${hexCrc(crc.computed)} computed: WRONG`,
    ],
    ['SHA-256', sha256.stored === null ? 'none (no suffix)' : sha256.stored],
    ['', shaWords(module)],
    ['Product', productWords(module)],
    ...(suffix === null ? [] : [['Suffix', `${byteCount(suffix.size)}${suffix.fits ? '' : ' (impossible)'}`]]),
    ...extensions.map((one) => [`0x${one.type.toString(16).padStart(4, '0')}`, `${one.at}: ${extensionWords(one)}`]),
  ];
}

function shaWords({ sha256, function: moduleFunction }: FirmwareModule): string {
  if (sha256.stored === null) return 'nothing to compare';
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
export function extensionWords(extension: Extension): string {
  switch (extension.kind) {
    case 'end':
      return 'end of the list';
    case 'product_data':
      return `product ${String(extension.id)}, version ${String(extension.version)}`;
    case 'dynamic_location':
      return `application starts at ${hexAddress(extension.moduleStart)}`;
    case 'dependency':
      return `dependency on ${moduleWords({ ...extension.dependency, platform: -1 })} (no Device OS reads it)`;
    case 'hash':
      return `hash ${extension.hash}`;
    case 'name':
      return `name ${safeText(extension.name)}`;
    case 'asset_dependency':
      return `needs asset ${safeText(extension.name)}, ${extension.hash.slice(0, 16)}...`;
    case 'security_mode':
      return securityWords(extension.mode, extension.certificateBytes);
    case 'asset_type':
      return `asset type ${String(extension.assetType)}`;
    case 'raw':
      return `unknown, ${byteCount(extension.length)}: ${extension.raw.slice(0, 32)}`;
  }
}

function securityWords(mode: number, certificateBytes: number): string {
  const certificate = certificateBytes > 0 ? `, certificate of ${byteCount(certificateBytes)}` : '';
  return `${mode === 1 ? 'PROTECTED: makes a device a protected one' : `security mode ${String(mode)}`}${certificate}`;
}

function payloadRows(payload: readonly Payload[]): readonly (readonly string[])[] {
  return payload.map((one) => {
    const inner = 'inner' in one ? one.inner : null;
    const words = inner === null ? 'data' : inner.kind === 'module' ? moduleWords(inner) : rejectionWords(inner);
    if (one.kind === 'combined') return ['Combined', `${words}, at byte ${String(one.offset)}`];
    const sizes = `${byteCount(one.originalSize)} unpacked`;
    return [
      'Compressed',
      one.state === 'opened'
        ? `${words}, ${sizes}`
        : `${sizes}; ${one.state === 'bad' ? 'broken' : 'not opened'}: ${one.reason}`,
    ];
  });
}

/** The four groups of `particle serial inspect`, as far as the file alone can tell. */
function checkRows(module: FirmwareModule, style: Style): readonly (readonly string[])[] {
  const verdict = (ok: boolean | null, words: string): string =>
    `${ok === null ? 'depends' : ok ? style.good('PASS') : style.bad('FAIL')}  ${words}`;
  const slots = slotsFor(module);
  const known = slotsOf(module.platform).length > 0;
  const inSlot = slots.some((slot) => module.end >= slot.start && module.end + 4 <= slot.end);
  const platform = platformById(module.platform);
  const needs = dependenciesOf(module).length;
  return [
    ['Integrity', verdict(module.crc.ok, module.crc.ok ? 'CRC right' : 'CRC wrong')],
    ['Address Range', verdict(known && slots.length > 0 ? inSlot : null, rangeWords(known, slots[0]))],
    [
      'Platform',
      verdict(null, platform === undefined ? 'only on a device of that platform' : `only on ${platform.displayName}`),
    ],
    ['Dependencies', needs === 0 ? verdict(true, 'needs nothing') : verdict(null, 'on what the device has, see Needs')],
  ];
}

function rangeWords(known: boolean, slot: { readonly start: number; readonly end: number } | undefined): string {
  if (!known) return 'on the platform, whose slots are not known';
  return slot === undefined
    ? 'on the device: no slot of its own'
    : `slot ${hexAddress(slot.start)} to ${hexAddress(slot.end)}`;
}
