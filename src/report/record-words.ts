/** What is wrong with records of releases, in words. */
import { safeText } from '../base/safe-text.js';
import type { RecordFault } from '../catalog/record-faults.js';
import type { DeclaredDependency, DeclaredModule } from '../catalog/releases.js';
import { findPlatform } from '../catalog/platforms.js';
import { slotWords } from './words.js';

/** "9.9.0 boron: its number 8900 does not begin with 9" */
export function recordFaultWords({ release, platform, fault }: RecordFault): string {
  return `${safeText(release)} ${safeText(platform)}: ${faultWords(fault, findPlatform(platform)?.id ?? -1)}`;
}

function faultWords(fault: RecordFault['fault'], platform: number): string {
  const nameOf = (one: DeclaredModule | DeclaredDependency): string => slotWords({ ...one, platform });
  switch (fault.kind) {
    case 'no_release':
      return 'is no release as the table spells it, such as 6.5.0 or 6.5.0-rc.1';
    case 'unknown_platform':
      return 'is no platform that is known by this name';
    case 'twice':
      return 'is there twice';
    case 'differs':
      return 'the table has this release for this platform already, and says something else';
    case 'no_system_part':
      return 'no system part is among the modules';
    case 'no_bootloader':
      return 'its bootloader is not there, and counts as not known';
    case 'other_version':
      return `has the module version ${String(fault.version)} elsewhere`;
    case 'other_line':
      return 'the thousands of its module version are not its major version';
    case 'unusual_number':
      return 'the hundreds of its module version are not its major and minor version, as is usual';
    case 'out_of_order':
      return `its module version does not fit beside ${fault.neighbour}, which has ${String(fault.version)}`;
    case 'module_version':
      return `${nameOf(fault.module)} has version ${String(fault.module.version)}, not that of the release`;
    case 'no_slot':
      return `the platform has no slot for ${nameOf(fault.module)}`;
    case 'dependency_without_slot':
      return `${nameOf(fault.module)} needs ${nameOf(fault.needs)}, for which the platform has no slot`;
    case 'dependency_unmet':
      return `${nameOf(fault.module)} needs ${nameOf(fault.needs)} ${String(fault.needs.version)}, and the release has an older one`;
    case 'older_bootloader':
      return `its bootloader is older than that of ${fault.neighbour}, ${String(fault.version)}`;
  }
}
