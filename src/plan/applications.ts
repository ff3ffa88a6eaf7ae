/** Which application a plan may send: it never replaces that of the device unasked. */
import { slotsOf } from '../catalog/flash-map.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { DeviceState } from '../device/types.js';
import { assetsFor, isInstalled } from './world.js';
import type { PlanFile } from './world.js';

/** Applications among the files that are not sent, and why. */
export interface HeldBack {
  /** `would_replace`: nobody named it, and the device has, or may have, its own. `several`: which of them is meant is not said. */
  readonly why: 'would_replace' | 'several';
  /** By name. */
  readonly files: readonly PlanFile[];
}

/** A file that may be sent, and whether it was asked for: named by itself, or all that a named bundle holds. */
export type OfferedFile = PlanFile & {
  /** True where the user named the file itself. */
  readonly named: boolean;
  /** The archive that it lies in; null for none. */
  readonly archive: string | null;
};

/**
 * Takes the device, what was offered for it, and whether replacing its application was asked for; gives what may be sent, and the applications that
 * may not: more than one, or one that only lies beside the rest where the device has its own. An application bundle is named by its archive.
 */
export function sendableFiles<File extends OfferedFile>(
  state: DeviceState,
  files: readonly File[],
  replaceApplication: boolean,
): { readonly files: readonly File[]; readonly heldBack: HeldBack | null } {
  const applications = files.filter((file) => isApplicationFor(state, file));
  const [only] = applications;
  if (only === undefined) return { files, heldBack: null };
  const builds = new Set(applications.map(buildOf));
  const isMeant =
    builds.size === 1 &&
    (replaceApplication ||
      isInstalled(state, only) ||
      !mayHaveApplication(state) ||
      applications.some((file) => file.named || isBundle(file, files)));
  if (isMeant) return { files, heldBack: null };
  // Without its application an asset is of no use.
  const held = new Set<PlanFile>([...applications, ...applications.flatMap((one) => assetsFor(one, files))]);
  return {
    files: files.filter((file) => !held.has(file)),
    heldBack: { why: builds.size > 1 ? 'several' : 'would_replace', files: applications },
  };
}

function isApplicationFor({ platform }: DeviceState, { facts }: PlanFile): boolean {
  return facts.function === MODULE_FUNCTION.userPart && facts.platform === platform;
}

/** Files of one content are one build; without a hash every file is its own. */
function buildOf(file: PlanFile): string {
  return file.sha256 === '' ? file.file : file.sha256;
}

/** An archive that holds an application and no part of Device OS is an application bundle: who names it names the application. */
function isBundle({ archive }: OfferedFile, files: readonly OfferedFile[]): boolean {
  if (archive === null) return false;
  return files
    .filter((one) => one.archive === archive)
    .every(({ facts }) => facts.function === MODULE_FUNCTION.userPart || facts.function === MODULE_FUNCTION.asset);
}

/** An application that is hidden counts; what else is not known, such as a factory copy, is none. */
function mayHaveApplication({ platform, modules, unknown, applicationStart }: DeviceState): boolean {
  const ofApplications = slotsOf(platform).filter((one) => one.function === MODULE_FUNCTION.userPart);
  return (
    modules.some((one) => one.function === MODULE_FUNCTION.userPart) ||
    ofApplications.some(({ start, store }) => store === 'main' && unknown.includes(start)) ||
    applicationStart === 'unknown'
  );
}
