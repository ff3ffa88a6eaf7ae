/** FW5nn: what the modules of a set say about each other. */
import { isSameModule } from '../module/id.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { FirmwareModule, Requirement } from '../module/types.js';
import type { OrderProblem } from '../plan/order.js';
import { modulesIn, needsOf } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import { headerField } from './ranges.js';
import type { Hit, RuleOf, SetSubject } from './types.js';
import { fewOf, file, moduleValue, requirementValue, slotValue, versionValue } from './values.js';

type Problem<Kind extends OrderProblem['kind']> = Extract<OrderProblem, { readonly kind: Kind }>;

function problemsOf<Kind extends OrderProblem['kind']>({ order }: SetSubject, kind: Kind): readonly Problem<Kind>[] {
  return order.problems.filter((problem): problem is Problem<Kind> => problem.kind === kind);
}

function isApplication({ module }: ModuleFile): boolean {
  return module.function === MODULE_FUNCTION.userPart;
}

/** By name: where no order exists, a reader looks for files by their names. */
const files = (items: readonly ModuleFile[]) => fewOf(items.map((item) => item.file).sort(), file);

/** A part that is not in the set can only be on the device at the version of the others: all parts of a release share one. */
function tooLowBySiblings({ items }: SetSubject): readonly Omit<Problem<'too_low'>, 'kind'>[] {
  const parts = items
    .flatMap((item) => modulesIn(item).map((module) => ({ item, module })))
    .filter(({ module }) => module.function === MODULE_FUNCTION.systemPart)
    .sort((a, b) => b.module.version - a.module.version || a.module.index - b.module.index);
  const has = parts[0];
  if (has === undefined) return [];
  const indexes = new Set(parts.map(({ module }) => module.index));
  return items.flatMap((item) =>
    needsOf(item)
      .filter((one) => one.function === MODULE_FUNCTION.systemPart && one.version > has.module.version)
      .filter((one) => !indexes.has(one.index))
      .map((requirement) => ({ item, requirement, has: has.item })),
  );
}

/** Which of the modules of a file a dependency is about: the one of its slot, else the one of its kind. */
function aboutOf(has: ModuleFile, need: Requirement): FirmwareModule {
  const all = modulesIn(has);
  return (
    all.findLast((one) => isSameModule(one, need)) ?? all.find((one) => one.function === need.function) ?? has.module
  );
}

function tooLow(subject: SetSubject, applications: boolean): readonly Hit[] {
  return [...problemsOf(subject, 'too_low'), ...tooLowBySiblings(subject)]
    .filter(({ item }) => isApplication(item) === applications)
    .map(({ item, requirement, has }) => ({
      file: item.file,
      range: headerField(item.module, 'dependencies'),
      values: {
        needs: requirementValue(requirement, subject.platform),
        needed: versionValue({ ...requirement, platform: subject.platform }),
        has: versionValue(aboutOf(has, requirement)),
        in: file(has.file),
      },
    }));
}

export const SET: readonly RuleOf<'set'>[] = [
  {
    id: 'FW501',
    name: 'application-newer-than-system',
    severity: 'error',
    on: 'set',
    title: 'The application needs a newer Device OS than the set has',
    effect:
      'The device takes every file and then sits in safe mode: the application does not run until the system parts it needs are there.',
    fix: 'Build the application for the older Device OS, or add the system parts of the newer one.',
    source: 'HAL_Core_Validate_User_Module: dependencies of the application count at boot (all releases).',
    message: 'would put the device into safe mode: it needs {needs}; the set has {has} ({in})',
    check: (subject) => tooLow(subject, true),
  },
  {
    id: 'FW502',
    name: 'dependency-too-low',
    severity: 'error',
    on: 'set',
    title: 'A dependency is in the set at too low a version',
    effect: 'The device refuses the module that needs it (dependencies), or does not start the application afterwards.',
    fix: 'Take both from the same release.',
    source: 'validate_module_dependencies (`ota_flash_hal*.cpp`, all releases); versions are minimums.',
    message: 'needs {needs}; the set has {has} ({in}). Take both from one release.',
    check: (subject) => tooLow(subject, false),
  },
  {
    id: 'FW503',
    name: 'mixed-releases',
    severity: 'error',
    on: 'set',
    title: 'System parts of different releases',
    effect:
      'System parts call each other at fixed places; mixed ones run into missing entries. What happens then is not defined by Device OS.',
    fix: 'Take all system parts from one release.',
    source: 'True for all 848 release and platform pairs: the system parts of a release share one module version.',
    message: 'the system parts are of different releases: {parts}. Take all of them from one release.',
    check: (subject) =>
      problemsOf(subject, 'mixed_system_parts').map(({ items }) => ({
        values: { parts: fewOf(items, ({ module }) => moduleValue(module)) },
      })),
  },
  {
    id: 'FW504',
    name: 'slot-conflict',
    severity: 'error',
    on: 'set',
    title: 'Several different files for one slot',
    effect: 'Only the last one flashed would stay.',
    fix: 'Leave out all but one. For a folder of several releases use `fwinspect plan`.',
    source: 'A slot holds one module (module bounds of the platform).',
    message:
      '{count} different files for one slot, {slot}: {files}. A device keeps only one of them; leave out the others.',
    check: (subject) =>
      problemsOf(subject, 'slot_conflict').flatMap(({ items }) => {
        const first = items[0];
        return first === undefined
          ? []
          : [
              {
                values: {
                  count: { kind: 'number', value: items.length } as const,
                  slot: slotValue(first.module),
                  files: files(items),
                },
              },
            ];
      }),
  },
  {
    id: 'FW505',
    name: 'duplicate',
    severity: 'note',
    on: 'set',
    title: 'The same file twice',
    effect: 'None: it is flashed once.',
    fix: 'Leave one out.',
    source: 'Equal bytes (SHA-256 of the file).',
    message: 'is the same as {kept}; it is counted once',
    check: (subject) =>
      problemsOf(subject, 'duplicate').map(({ kept, dropped }) => ({
        file: dropped.file,
        values: { kept: file(kept.file) },
      })),
  },
  {
    id: 'FW506',
    name: 'circle',
    severity: 'error',
    on: 'set',
    title: 'The modules need each other in a circle',
    effect: 'Whichever comes first is refused, because the other is not there yet.',
    fix: 'Add an intermediate release that breaks the circle, or flash over DFU, which checks nothing.',
    source:
      'validate_module_dependencies: each module is checked against what is installed, never against what follows.',
    message: '{files} need each other at exactly these versions: whichever comes first is refused',
    check: (subject) => problemsOf(subject, 'circle').map(({ items }) => ({ values: { files: files(items) } })),
  },
  {
    id: 'FW507',
    name: 'missing-system-part',
    severity: 'warning',
    on: 'set',
    title: 'A system part of the release is missing',
    effect:
      'Works only if the device already has the missing part at this version; else the device refuses, or sits in safe mode.',
    fix: 'Add the missing part of the same release.',
    source: 'Declared dependencies of the parts on each other at the same version.',
    message: 'needs {needs}, which is not in the set: it must already be on the device',
    check: (subject) =>
      subject.order.needsOnDevice
        .filter((need) => need.why === 'not_in_set' && need.function === MODULE_FUNCTION.systemPart)
        .flatMap((need) =>
          need.neededBy
            .filter(({ module }) => module.function === MODULE_FUNCTION.systemPart && module.version === need.version)
            .map(({ file }) => ({ file, values: { needs: requirementValue(need, subject.platform) } })),
        ),
  },
];
