/** FW4nn: identity. */
import { MODULE_FUNCTION } from '../module/types.js';
import type { Product } from '../module/types.js';
import { claimsOf, indexOfReleasedPart, isVersionOfRelease } from './file-name.js';
import type { ExpectSubject, Hit, InputSubject, RuleOf } from './types.js';
import { onModule } from './on-module.js';
import { headerField } from './ranges.js';
import { bytes, fewOf, moduleValue, number, platform, slotValue, text, versionValue } from './values.js';

const NAME_EFFECT =
  'A device reads the header and never the name. People and scripts read the name, and then flash the wrong thing.';
const NAME_FIX = 'Rename the file, or take the one that you meant.';
const NAME_SOURCE = 'File names of released firmware; Device OS looks at the header alone.';

export const IDENTITY_FILE: readonly RuleOf<'file'>[] = [
  {
    id: 'FW401',
    name: 'name-says-other-platform',
    severity: 'warning',
    on: 'file',
    title: 'The file name says another platform than the header',
    effect: NAME_EFFECT,
    fix: NAME_FIX,
    source: NAME_SOURCE,
    message: 'is named for {named}, but its header says {platform}',
    check: (subject) =>
      onModule(subject, (module) => {
        const claimed = claimsOf(subject.file).platform;
        if (claimed === null || claimed === module.platform || module.function === MODULE_FUNCTION.asset) return [];
        return [
          {
            values: { named: platform(claimed), platform: platform(module.platform) },
            range: headerField(module, 'platform'),
          },
        ];
      }),
  },
  {
    id: 'FW402',
    name: 'name-says-other-release',
    severity: 'warning',
    on: 'file',
    title: 'The file name says another release than the header',
    effect: NAME_EFFECT,
    fix: NAME_FIX,
    source: NAME_SOURCE,
    message: 'is named for Device OS {release}, but its header says {version}',
    check: (subject) =>
      onModule(subject, (module) => {
        const { release } = claimsOf(subject.file);
        if (release === null || module.function !== MODULE_FUNCTION.systemPart) return [];
        if (isVersionOfRelease(module, release) !== false) return [];
        return [
          {
            values: { release: text(release), version: versionValue(module) },
            range: headerField(module, 'version'),
          },
        ];
      }),
  },
  {
    id: 'FW403',
    name: 'name-says-other-module',
    severity: 'warning',
    on: 'file',
    title: 'The file name says another kind of module than the header',
    effect: NAME_EFFECT,
    fix: NAME_FIX,
    source: NAME_SOURCE,
    message: 'is named like a different module; its header says {module}',
    check: (subject) =>
      onModule(subject, (module) => {
        // An asset may be called anything.
        if (module.function === MODULE_FUNCTION.asset) return [];
        const claims = claimsOf(subject.file);
        const otherFunction = claims.function !== null && claims.function !== module.function;
        const otherPart =
          !otherFunction &&
          claims.systemPart !== null &&
          module.index !== claims.systemPart &&
          module.index !== indexOfReleasedPart(module, claims.systemPart);
        if (!otherFunction && !otherPart) return [];
        return [{ values: { module: moduleValue(module) }, range: headerField(module, 'identity') }];
      }),
  },
  {
    id: 'FW404',
    name: 'renumbered-part',
    severity: 'note',
    on: 'file',
    title: 'The part number in the file name is not the module index',
    effect:
      'None by itself. Electron files of 0.6.0 and later are numbered in flash order: part 1 is module index 3, part 2 index 1, part 3 index 2.',
    fix: 'Nothing to do; address modules by index.',
    source: '`modules/electron/README.md`, change in 0.6.0-rc.1 (d81a633d9).',
    message: 'is file "part {part}", and is {slot}: released that way since 0.6.0',
    check: (subject) =>
      onModule(subject, (module) => {
        const { systemPart } = claimsOf(subject.file);
        if (systemPart === null || module.function !== MODULE_FUNCTION.systemPart || module.index === systemPart) {
          return [];
        }
        if (module.index !== indexOfReleasedPart(module, systemPart)) return [];
        return [
          {
            values: { part: number(systemPart), slot: slotValue(module) },
            range: headerField(module, 'index'),
          },
        ];
      }),
  },
];

export const IDENTITY_INPUT: readonly RuleOf<'input'>[] = [
  {
    id: 'FW405',
    name: 'mixed-platforms',
    severity: 'error',
    on: 'input',
    title: 'The named files are for different platforms',
    effect: 'No device takes them all: each refuses the modules of other platforms.',
    fix: 'Name the files of one platform, or say which one is meant with --platform.',
    source: 'fetch_module, PLATFORM (`ota_module.cpp`, all releases).',
    message: 'the files are for different platforms: {platforms}. Name one with --platform, or leave the others out.',
    check: mixedPlatforms,
  },
];

function mixedPlatforms({ items, expectedPlatform }: InputSubject): readonly Hit[] {
  const named = items.filter((item) => item.named && item.module.function !== MODULE_FUNCTION.asset);
  const ids = [...new Set(named.map(({ module }) => module.platform))].sort((a, b) => a - b);
  if (expectedPlatform !== null || ids.length < 2) return [];
  return [{ values: { platforms: fewOf(ids, platform) } }];
}

export const IDENTITY_EXPECT: readonly RuleOf<'expect'>[] = [
  {
    id: 'FW406',
    name: 'wrong-platform',
    severity: 'error',
    on: 'expect',
    title: 'The module is for another platform than expected',
    effect: 'Devices of the expected platform refuse it (platform).',
    fix: 'Build it for that platform, or correct --platform.',
    source: 'fetch_module, PLATFORM (`ota_module.cpp`, all releases).',
    message: 'is for {platform}, not for {expected}',
    check: ({ result, expect }) =>
      result.kind !== 'module' ||
      expect.platform === null ||
      result.platform === expect.platform ||
      result.function === MODULE_FUNCTION.asset
        ? []
        : [
            {
              values: { platform: platform(result.platform), expected: platform(expect.platform) },
              range: headerField(result, 'platform'),
            },
          ],
  },
  {
    id: 'FW407',
    name: 'wrong-product',
    severity: 'error',
    on: 'expect',
    title: 'The application is for another product than expected',
    effect: 'A device does not check it; the cloud files the firmware under the wrong product.',
    fix: 'Set PRODUCT_ID in the source, or correct --product.',
    source:
      'Product words of the suffix; 0, 65535 and the platform id mean "not set" (`wiring/inc/spark_wiring_version.h`).',
    message: 'is for product {product}, not for {expected}',
    check: ({ result, expect }) => {
      // A list of released firmware says of which product it is.
      const expected = expect.product ?? expect.released?.product ?? null;
      if (result.kind !== 'module' || result.function !== MODULE_FUNCTION.userPart) return [];
      if (expected === null || result.product?.id === expected) return [];
      const product = text(result.product === null ? '(not set)' : String(result.product.id));
      return [{ values: { product, expected: number(expected) } }];
    },
  },
  {
    id: 'FW408',
    name: 'wrong-product-version',
    severity: 'error',
    on: 'expect',
    title: 'The application has another product version than expected',
    effect: 'The cloud refuses the upload, or a fleet keeps the old firmware because the number did not rise.',
    fix: 'Set PRODUCT_VERSION in the source, or correct --product-version.',
    source: 'Product words of the suffix.',
    message: 'has product version {version}, not {expected}',
    check: ({ result, expect }) =>
      result.kind !== 'module' ||
      expect.productVersion === null ||
      result.function !== MODULE_FUNCTION.userPart ||
      result.productRaw?.version === expect.productVersion
        ? []
        : [
            {
              values: {
                version: text(productVersionWords(result.productRaw)),
                expected: number(expect.productVersion),
              },
            },
          ],
  },
  {
    id: 'FW409',
    name: 'product-not-set',
    severity: 'error',
    on: 'expect',
    title: 'The application that shall be released for a product has no product version, or no product id',
    effect:
      'The cloud refuses the upload; a device that has it by another way reports no product firmware, and gets the released one over it.',
    fix: 'Set PRODUCT_ID (or --product in the build) and PRODUCT_VERSION in the source.',
    source:
      'Product words of the suffix; 65535 is what the linker leaves in words that nobody sets (`wiring/inc/spark_wiring_version.h`).',
    message: 'has no product {what}, and shall be released for a product',
    check: ({ result, expect }) => {
      const { released = null } = expect;
      if (result.kind !== 'module' || result.function !== MODULE_FUNCTION.userPart || released === null) return [];
      // Where it is known which product it must be, that is said by the rule for the product.
      const hasId = result.product !== null || (expect.product ?? released.product) !== null;
      const what = [...(hasId ? [] : ['id']), ...(versionOf(result.productRaw) === null ? ['version'] : [])];
      return what.length === 0 ? [] : [{ values: { what: text(what.join(' and no product ')) } }];
    },
  },
  {
    id: 'FW410',
    name: 'not-above-released',
    severity: 'error',
    on: 'expect',
    title: 'The product version is not above every released one',
    effect: 'The cloud refuses a version that exists; devices with a higher one would be told to go back to it.',
    fix: 'Raise PRODUCT_VERSION in the source above every released version.',
    source: "The cloud's list of the product's firmware (`GET /v1/products/ID/firmware`).",
    message: 'has product version {version}, and {highest} is released already',
    check: ({ result, expect, size, archive = null }) => {
      const found = releasedBefore({ result, expect, size, archive });
      if (found?.other !== null) return [];
      return [{ values: { version: number(found.version), highest: number(found.highest) } }];
    },
  },
  {
    id: 'FW411',
    name: 'released-with-other-size',
    severity: 'error',
    on: 'expect',
    title: 'The product version is released already, with a file of another size',
    effect:
      'Two different builds would carry one version: devices that report it may have either, and the newer build reaches none of them.',
    fix: 'Raise PRODUCT_VERSION in the source above every released version.',
    source: "The cloud's list of the product's firmware (`GET /v1/products/ID/firmware`), `version` and `size`.",
    message: 'has product version {version}, which is released already with {released}; this file has {size}',
    check: ({ result, expect, size, archive = null }) => {
      const found = releasedBefore({ result, expect, size, archive });
      return found?.other == null
        ? []
        : [{ values: { version: number(found.version), released: bytes(found.other), size: bytes(size) } }];
    },
  },
];

/** Flash that was never written, as the linker leaves both product words, is no version. */
const UNSET_VERSION = 0xffff;

function versionOf(product: Product | null): number | null {
  return product === null || product.version === UNSET_VERSION ? null : product.version;
}

function productVersionWords(product: Product | null): string {
  return String(versionOf(product) ?? '(not set)');
}

/** A released version that the application is not above, and the size of the released file of just that version where it is another one. */
function releasedBefore({
  result,
  expect: { released = null },
  size,
  archive,
}: Pick<ExpectSubject, 'result' | 'expect' | 'size'> & { readonly archive: string | null }): {
  readonly version: number;
  readonly highest: number;
  readonly other: number | null;
} | null {
  if (result.kind !== 'module' || result.function !== MODULE_FUNCTION.userPart || released === null) return null;
  const version = versionOf(result.productRaw);
  const highest = released.versions.at(-1)?.version ?? null;
  if (version === null || highest === null || version > highest) return null;
  const same = released.versions.filter((one) => one.version === version && one.size !== null);
  // The size of an archive is that of the archive.
  const isOther = archive === null && same.length > 0 && same.every((one) => one.size !== size);
  return { version, highest, other: isOther ? (same[0]?.size ?? null) : null };
}
