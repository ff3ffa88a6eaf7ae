/** Which of the given files a plan or a simulation may send: none of which `check` says that it is broken, and of a debug and a release build one. */
import { groupBy } from '../base/group-by.js';
import { isModuleFile } from '../device/module-file.js';
import type { ModuleFile } from '../device/module-file.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { moduleKey } from '../module/id.js';
import { isDebugBuild } from '../rules/file-name.js';
import { checkFile } from '../rules/run.js';
import type { Finding } from '../rules/types.js';
import type { FirmwareFile } from './file.js';

/** A file that is a module. */
export type SendableFile = FirmwareFile & ModuleFile;

/** The files that may be sent, and what is known of the others. */
export interface Sendable {
  readonly files: readonly SendableFile[];
  /** Why the others are not sent: findings of severity error, those about files that are no modules as well. */
  readonly findings: readonly Finding[];
  /** Builds that stay behind another build of the same module and version. */
  readonly debug: BuildChoice;
}

/** Of which modules both builds were there. */
export interface BuildChoice {
  readonly taken: 'release' | 'debug';
  /** The files of the other build. */
  readonly leftOut: readonly SendableFile[];
}

/**
 * Takes the files that were read; gives those that a plan may send, in the same order.
 *
 * @param debug whether the debug build is taken where both are there; else it is the release build
 */
export function sendable(files: readonly FirmwareFile[], debug: boolean): Sendable {
  const judged = files.map((file) => ({
    file,
    errors: checkFile(file).filter(({ severity }) => severity === 'error'),
  }));
  const good = judged.flatMap(({ file, errors }) => (errors.length === 0 && isModuleFile(file) ? [file] : []));
  const leftOut = new Set(otherBuilds(good, debug));
  return {
    files: good.filter((file) => !leftOut.has(file)),
    findings: judged.flatMap(({ errors }) => errors),
    debug: { taken: debug ? 'debug' : 'release', leftOut: [...leftOut] },
  };
}

/** The modules among files that are for a device, and assets, which carry no platform. */
export function filesFor<File extends FirmwareFile>(platform: number, files: readonly File[]) {
  return files
    .filter(isModuleFile)
    .filter(({ facts }) => facts.platform === platform || facts.function === MODULE_FUNCTION.asset);
}

/** Files of the build that is not wanted, where the wanted one is there. */
function otherBuilds(files: readonly SendableFile[], debug: boolean): readonly SendableFile[] {
  const groups = groupBy(
    files.filter(({ facts }) => facts.function !== MODULE_FUNCTION.asset),
    ({ facts }) => `${String(facts.platform)} ${String(moduleKey(facts))} ${String(facts.version)}`,
  );
  return [...groups.values()].flatMap((group) => {
    const wanted = group.filter(({ file }) => isDebugBuild(file) === debug);
    return wanted.length === 0 ? [] : group.filter((one) => !wanted.includes(one));
  });
}
