/** FW8nn: advice, and the upkeep of waivers. */
import { MODULE_FUNCTION } from '../module/types.js';
import { releaseOf } from '../catalog/releases.js';
import { vendorEstimate } from '../plan/cost.js';
import { isDebugBuild } from './file-name.js';
import type { RuleOf } from './types.js';
import { bytes, text } from './values.js';

export const ADVICE_FILE: readonly RuleOf<'file'>[] = [
  {
    id: 'FW801',
    name: 'pre-release',
    severity: 'note',
    on: 'file',
    title: 'The system part is of a pre-release',
    effect: 'Pre-releases are not meant for fleets; the cloud does not bring devices to them by itself.',
    fix: 'Take the final release, if there is one.',
    source: 'Release names with alpha, beta or rc.',
    message: 'is of the pre-release {release}',
    check: ({ result }) => {
      if (result.kind !== 'module' || result.function !== MODULE_FUNCTION.systemPart) return [];
      const release = releaseOf(result.version, result.platform);
      return release?.includes('-') === true ? [{ values: { release: text(release) } }] : [];
    },
  },
  {
    id: 'FW802',
    name: 'debug-build',
    severity: 'note',
    on: 'file',
    title: 'The file is named as a debug build',
    effect: 'Debug builds are larger and log over serial; they are not meant for fleets.',
    fix: 'Take the file without "debug" in its name.',
    source: 'File names of released firmware (`+debug`).',
    message: 'is named as a debug build',
    check: ({ file, result }) => (result.kind === 'module' && isDebugBuild(file) ? [{}] : []),
  },
];

export const ADVICE_EXPECT: readonly RuleOf<'expect'>[] = [
  {
    id: 'FW803',
    name: 'over-budget',
    severity: 'error',
    on: 'expect',
    title: 'The file costs more data over the air than allowed',
    effect: 'Every device of the fleet pays for it.',
    fix: 'Make the application smaller, or raise --max-ota.',
    source: "The vendor's own estimate: chunks of 512 bytes with 73 bytes of framing each, and 390 bytes of control.",
    message: 'costs about {cost} over the air; {limit} are allowed',
    check: ({ size, result, expect }) =>
      result.kind === 'module' && expect.maxOta !== null && vendorEstimate(size) > expect.maxOta
        ? [{ values: { cost: bytes(vendorEstimate(size)), limit: bytes(expect.maxOta) } }]
        : [],
  },
];

export const ADVICE_WAIVER: readonly RuleOf<'waiver'>[] = [
  {
    id: 'FW804',
    name: 'waiver-expired',
    severity: 'error',
    on: 'waiver',
    title: 'A waiver has expired',
    effect: 'What it covered counts again.',
    fix: 'Repair the cause, or have the owner renew the waiver with a new date and reason.',
    source: 'fwinspect.config.json, waivers.',
    message: 'the waiver of {owner} for {rule} on {files} expired on {expires}',
    check: ({ waivers }) =>
      waivers
        .filter(({ state }) => state === 'expired')
        .map(({ owner, rule, files, expires }) => ({
          values: { owner: text(owner), rule: text(rule), files: text(files), expires: text(expires) },
        })),
  },
  {
    id: 'FW805',
    name: 'waiver-unused',
    severity: 'warning',
    on: 'waiver',
    title: 'A waiver covers nothing',
    effect: 'None today. It would hide a new fault of the same kind.',
    fix: 'Remove it from the configuration.',
    source: 'fwinspect.config.json, waivers.',
    message: 'the waiver of {owner} for {rule} on {files} covers nothing; remove it',
    check: ({ waivers }) =>
      waivers
        .filter(({ state }) => state === 'unused')
        .map(({ owner, rule, files }) => ({ values: { owner: text(owner), rule: text(rule), files: text(files) } })),
  },
];
