/** FW4nn: identity. */
import { MODULE_FUNCTION } from '../module/types.js';
import type { Product } from '../module/types.js';
import { claimsOf, indexOfReleasedPart, isVersionOfRelease } from './file-name.js';
import type { Hit, InputSubject, RuleOf } from './types.js';
import { onModule } from './on-module.js';
import { headerField } from './ranges.js';
import { fewOf, moduleValue, number, platform, slotValue, text, versionValue } from './values.js';

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
    check: ({ result, expect }) =>
      result.kind !== 'module' ||
      expect.product === null ||
      result.function !== MODULE_FUNCTION.userPart ||
      result.product?.id === expect.product
        ? []
        : [
            {
              values: {
                product: text(result.product === null ? '(not set)' : String(result.product.id)),
                expected: number(expect.product),
              },
            },
          ],
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
];

/** Flash that was never written, as the linker leaves both product words, is no version. */
const UNSET_VERSION = 0xffff;

function productVersionWords(product: Product | null): string {
  return product === null || product.version === UNSET_VERSION ? '(not set)' : String(product.version);
}
