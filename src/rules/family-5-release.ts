/** FW520-FW539: what a release as a whole says: completeness, mix-ups, and what moved since the lock. */
import { MODULE_FUNCTION } from '../module/types.js';
import { groupBy } from '../base/group-by.js';
import type { ModuleFile } from '../device/module-file.js';
import { folderOf } from '../release/inventory.js';
import type { InventoryModule, ReleaseSet } from '../release/inventory.js';
import type { LockChange } from '../release/lock.js';
import { claimsOf, indexOfReleasedPart, isDebugBuild } from './file-name.js';
import type { NameClaims } from './file-name.js';
import type { Hit, ReleaseSubject, RuleOf, Value } from './types.js';
import { bytes, fewOf, file, hash, list, moduleValue, number, platform, text } from './values.js';

const setsOf = ({ inventory }: ReleaseSubject): readonly ReleaseSet[] =>
  inventory.platforms.flatMap(({ sets }) => sets);

const modulesOf = ({ inventory }: ReleaseSubject): readonly InventoryModule[] =>
  inventory.platforms.flatMap(({ sets, shared }) => [...sets.flatMap(({ files }) => files), ...shared]);

function lockChanges({ lock }: ReleaseSubject, kind: LockChange['kind']): readonly Hit[] {
  return (lock?.changed ?? [])
    .filter((change) => change.kind === kind)
    .map((change) => ({
      file: change.file,
      values: { before: identifyingHash(change.before), after: identifyingHash(change.after) },
    }));
}

/** The payload tells two builds apart; where it is equal, or there is none, the whole file does. */
function identifyingHash({ sha256, payloadSha256 }: LockChange['before']): Value {
  return hash(payloadSha256 ?? sha256);
}

/** What the names of the files that are no modules claim, each claim once: of thousands of files they are few. */
function claimsOfOthers({ inventory }: ReleaseSubject): readonly NameClaims[] {
  const claims = inventory.notFirmware.map((one) => claimsOf(one.file)).filter((one) => one.function !== null);
  const keyOf = (one: NameClaims): string =>
    `${String(one.platform)}/${String(one.function)}/${String(one.systemPart)}`;
  return [...groupBy(claims, keyOf).values()].flatMap(([first]) => first ?? []);
}

/** Whether a file that is no module lies in the place of a missing one: then it is found already. */
function standsIn(claims: NameClaims, set: ReleaseSet, declared: ReleaseSet['missing'][number]): boolean {
  const fits = claims.platform === null || claims.platform === set.platform;
  if (!fits || claims.function !== declared.function) return false;
  if (declared.function !== MODULE_FUNCTION.systemPart || claims.systemPart === null) return true;
  const [some] = set.files;
  const index = some === undefined ? claims.systemPart : indexOfReleasedPart(some.module, claims.systemPart);
  return index === declared.index || claims.systemPart === declared.index;
}

/** From this fill on a slot has room for no more than a fix. */
const NEARLY_FULL = 95;

/** It looks at all that was given, so that every command says it. */
export const RELEASE_INPUT: readonly RuleOf<'input'>[] = [
  {
    id: 'FW524',
    name: 'unprotected-among-protected',
    severity: 'error',
    on: 'input',
    title: 'A bootloader without protection lies among protected ones',
    effect: 'Over the air a device takes it, and is then no protected device any more.',
    fix: 'Take the bootloader that was built for protected devices.',
    source: 'Security mode extension of bootloaders, Device OS 6.0.0 and later.',
    message: 'is a bootloader without protection; the others beside it are protected ({others})',
    check: ({ items }) => {
      const bootloaders = items.filter(
        ({ module }) => module.function === MODULE_FUNCTION.bootloader && module.index === 0,
      );
      return [...groupBy(bootloaders, (one) => folderOf(one.file)).values()].flatMap((group) => {
        const isProtected = ({ facts }: ModuleFile): boolean => facts.protects;
        const others = group.filter(isProtected);
        return others.length === 0
          ? []
          : group
              .filter((one) => !isProtected(one))
              .map((one) => ({ file: one.file, values: { others: fewOf(others, (other) => file(other.file)) } }));
      });
    },
  },
];

export const RELEASE: readonly RuleOf<'release'>[] = [
  {
    id: 'FW520',
    name: 'release-part-missing',
    severity: 'warning',
    on: 'release',
    title: 'A part of the release is missing',
    effect:
      'Devices that do not have the part yet cannot be brought to this release with these files: they refuse, or stay in safe mode.',
    fix: 'Add the missing part of the same release, or leave the others out.',
    source: 'What each release consists of: headers of the released files and the build files of Device OS.',
    message: '{platform} {release} is not complete: {missing} is missing',
    check: (subject) => {
      const claims = claimsOfOthers(subject);
      return setsOf(subject).flatMap((set) => {
        const missing = set.missing.filter((declared) => !claims.some((one) => standsIn(one, set, declared)));
        return missing.length === 0
          ? []
          : [
              {
                values: {
                  platform: platform(set.platform),
                  release: text(set.release ?? String(set.system)),
                  missing: list(missing.map((one) => moduleValue({ ...one, platform: set.platform }))),
                },
              },
            ];
      });
    },
  },
  {
    id: 'FW521',
    name: 'release-mixed-folder',
    severity: 'error',
    on: 'release',
    title: 'The system parts of one folder are of different releases',
    effect:
      'System parts call each other at fixed places; mixed ones run into missing entries. Whoever flashes the folder flashes a mix.',
    fix: 'Take all system parts from one release.',
    source: 'True for all 848 release and platform pairs: the system parts of a release share one module version.',
    message: 'the system parts for {platform} in one folder are of different releases: {parts}',
    check: ({ inventory }) =>
      inventory.mixed.map((one) => ({
        values: {
          platform: platform(one.platform),
          parts: fewOf(one.files, ({ module }) => moduleValue(module)),
        },
      })),
  },
  {
    id: 'FW522',
    name: 'same-version-other-bytes',
    severity: 'warning',
    on: 'release',
    title: 'Two files say to be the same module and have different bytes',
    effect: 'Nobody can tell from a device which of the two it runs; a report of the device looks the same for both.',
    fix: 'Find out which of them was released. A change needs a new version.',
    source: 'Platform, function, index and version identify a module of Device OS; describe shows nothing else.',
    message: 'is {module}, and so is {others}, with other bytes',
    check: ({ inventory }) =>
      inventory.differing.flatMap(([first, ...others]) =>
        first === undefined
          ? []
          : [
              {
                file: first.file,
                values: { module: moduleValue(first.module), others: fewOf(others, (one) => file(one.file)) },
              },
            ],
      ),
  },
  {
    id: 'FW523',
    name: 'release-duplicates',
    severity: 'note',
    on: 'release',
    title: 'The same bytes lie in several files',
    effect: 'None for a device. A later change has to be made in all of them.',
    fix: 'Keep one, where the names do not matter.',
    source: 'Equal bytes (SHA-256 of the file).',
    message: 'has the same bytes as {others}',
    check: ({ inventory }) =>
      inventory.duplicates.flatMap(([first, ...others]) =>
        first === undefined ? [] : [{ file: first.file, values: { others: fewOf(others, (one) => file(one.file)) } }],
      ),
  },
  {
    id: 'FW525',
    name: 'release-debug-build',
    severity: 'warning',
    on: 'release',
    title: 'A debug build lies in the release',
    effect: 'Debug builds are larger, log more and keep the debugger on; they are not for devices of customers.',
    fix: 'Take the build without +debug.',
    source: 'File names of released debug builds: `name@release+debug.bin`.',
    message: 'is named as a debug build',
    check: (subject) =>
      modulesOf(subject)
        .filter((one) => isDebugBuild(one.file))
        .map((one) => ({ file: one.file })),
  },
  {
    id: 'FW526',
    name: 'pre-release-build',
    severity: 'note',
    on: 'release',
    title: 'The set is a pre-release',
    effect: 'Pre-releases are for testing; the vendor supports the final one.',
    fix: 'Take the final release.',
    source: 'Table of releases: the module version belongs to a pre-release alone.',
    message: '{platform} {release} is a pre-release',
    check: (subject) =>
      setsOf(subject).flatMap(({ platform: id, release }) =>
        release?.includes('-') === true ? [{ values: { platform: platform(id), release: text(release) } }] : [],
      ),
  },
  {
    id: 'FW527',
    name: 'slot-nearly-full',
    severity: 'note',
    on: 'release',
    title: 'A module nearly fills its slot',
    effect: 'None today. The next release may not fit any more.',
    fix: 'Nothing to do; look at how it grew.',
    source: 'Module bounds of the platform.',
    message: 'fills {percent} percent of its slot ({free} free)',
    check: (subject) =>
      setsOf(subject).flatMap(({ fill }) =>
        fill
          .filter(
            ({ percent, function: moduleFunction }) =>
              percent >= NEARLY_FULL && moduleFunction === MODULE_FUNCTION.systemPart,
          )
          .map((one) => ({
            file: one.file,
            values: { percent: number(one.percent), free: bytes(Math.max(0, one.slotBytes - one.bytes)) },
          })),
      ),
  },
  {
    id: 'FW530',
    name: 'silent-change',
    severity: 'error',
    on: 'release',
    title: 'A file has other bytes than in the lock, and the same version',
    effect: 'Two builds go under one version; nobody can tell from a device which one it runs.',
    fix: 'Put the locked file back, or raise the version and write the lock anew.',
    source: 'The lock file.',
    message: 'has other bytes than the lock says, under the same version',
    check: (subject) => lockChanges(subject, 'silent'),
  },
  {
    id: 'FW531',
    name: 'payload-moved',
    severity: 'error',
    on: 'release',
    title: 'The content of a module changed while its version stood still, and its CRC was made again',
    effect:
      'A device takes it without a word. Either it was rebuilt under an old version, or it was damaged and signed again.',
    fix: 'Put the locked file back, or raise the version and write the lock anew.',
    source: 'The lock file: SHA-256 of the module without header and suffix.',
    message:
      'has another content than the lock says ({before} locked, {after} now), under the same version and with a right CRC',
    check: (subject) => lockChanges(subject, 're_signed'),
  },
  {
    id: 'FW532',
    name: 'locked-file-missing',
    severity: 'error',
    on: 'release',
    title: 'A file of the lock is not there',
    effect: 'The release is not the one that was locked.',
    fix: 'Put the file back, or write the lock anew.',
    source: 'The lock file.',
    message: '{path} is in the lock and not among the files',
    check: ({ lock }) => (lock?.removed ?? []).map(({ path }) => ({ values: { path: text(path) } })),
  },
  {
    id: 'FW533',
    name: 'not-in-lock',
    severity: 'warning',
    on: 'release',
    title: 'A file is not in the lock',
    effect: 'Nobody looked at it when the release was locked.',
    fix: 'Take it out, or write the lock anew.',
    source: 'The lock file.',
    message: '{path} is not in the lock',
    check: ({ lock }) => (lock?.added ?? []).map(({ path }) => ({ values: { path: text(path) } })),
  },
  {
    id: 'FW534',
    name: 'replaced-since-lock',
    severity: 'error',
    on: 'release',
    title: 'A file holds another module or version than in the lock',
    effect: 'The release is not the one that was locked.',
    fix: 'Put the locked file back, or write the lock anew.',
    source: 'The lock file.',
    message: 'holds another module or version than the lock says',
    check: (subject) => lockChanges(subject, 'replaced'),
  },
];
