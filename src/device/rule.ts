/** Which rule a reason belongs to: the check that decided, the switch that brought or took it, and the evidence for it. */
import { SWITCHES } from '../catalog/eras.js';
import type { SwitchName } from '../catalog/eras.js';
import type { DecisionCheck, DecisionRule, ModuleFacts, Reason } from './types.js';

/** Where each check comes from. Releases that differ in it have a switch with its own evidence. */
const EVIDENCE: Readonly<Record<DecisionCheck, string>> = {
  integrity: 'fetch_module: CRC-32 over the staged bytes from start to end, in all releases',
  dependencies: 'validate_module_dependencies, 0.4.2 and later',
  dependenciesFull: 'validate_module_dependencies_full',
  range: 'fetch_module: the end address against module_bounds, in all releases',
  platform: 'fetch_module: the platform id of the header, in all releases',
  size: 'firmware_update.cpp: the announced size',
  format: 'validateModules, `ota_flash_hal.cpp`',
  ncp: 'validateModules, `ota_flash_hal.cpp`: the MCU byte against the NCP that can be updated',
  protection: 'security_mode.cpp',
  protectedDowngrade: 'validateModules, `ota_flash_hal.cpp`: local updates of protected devices',
  transport: 'system_update.cpp, system_ymodem.cpp, control requests: the ways that a release offers',
  dfu: 'usbd_dfu_mal.c (Gen 2) and DFU descriptors (Gen 3 and 4): what can be written',
  system: 'the installed system part holds the validator; without it nothing validates',
  apply: 'HAL_FLASH_End and the bootloader: what is done with an accepted file',
};

const CHECK_OF: Readonly<Record<Reason['kind'], DecisionCheck>> = {
  no_slot: 'range',
  outside_slot: 'range',
  other_platform: 'platform',
  dependency_too_low: 'dependencies',
  dependency_without_slot: 'dependencies',
  dependency_unknown: 'dependencies',
  dependency_faults: 'dependencies',
  hidden: 'system',
  in_every_case: 'system',
  would_strand: 'dependenciesFull',
  strand_unknown: 'dependenciesFull',
  resident_faults: 'dependenciesFull',
  bad_crc: 'integrity',
  runs_off_flash: 'integrity',
  suffix_unreadable: 'integrity',
  header_not_first: 'format',
  header_elsewhere: 'range',
  compression_unsupported: 'format',
  combined_too_short: 'format',
  wrong_ncp: 'ncp',
  protected: 'protection',
  protection_unknown: 'protection',
  protected_downgrade: 'protectedDowngrade',
  unprotected_bootloader: 'protectedDowngrade',
  too_large: 'size',
  no_transport: 'transport',
  not_over_dfu: 'dfu',
  system_unknown: 'system',
  no_system: 'system',
  no_rules: 'system',
  ncp_updates_disabled: 'apply',
  bootloader_stub: 'apply',
  wrong_start: 'apply',
  endless_retry: 'apply',
  copy_refused: 'apply',
  bootloader_put_back: 'apply',
  bootloader_cannot_see_dct: 'apply',
  bootloader_may_miss_updates: 'apply',
  asset_refused: 'apply',
  part_ignored: 'apply',
};

/** Switches that stand behind a whole check. */
const SWITCH_OF_CHECK: Partial<Readonly<Record<DecisionCheck, SwitchName>>> = {
  dependenciesFull: 'dependenciesFull',
  size: 'sizeChecked',
  format: 'moduleFormats',
  ncp: 'moduleFormats',
  protection: 'protection',
  protectedDowngrade: 'localDowngradeChecks',
};

/** Switches that stand behind one reason; they go before those of its check. */
const SWITCH_OF_REASON: Partial<Readonly<Record<Reason['kind'], SwitchName>>> = {
  dependency_without_slot: 'unknownDependencyFails',
  dependency_faults: 'unknownDependencyFails',
  ncp_updates_disabled: 'trackerNcpDisabled',
  bootloader_stub: 'electronBootloaderStub',
  endless_retry: 'bootloaderVerified',
  asset_refused: 'assets',
};

/**
 * The rule behind a reason.
 *
 * @param module the module that was judged, where one was: whether its second dependency decided is seen there
 * @param by the switch that decided, where the caller knows it better than the reason says
 */
export function ruleOf(reason: Reason, module: ModuleFacts | null = null, by: SwitchName | null = null): DecisionRule {
  const check = CHECK_OF[reason.kind];
  const name = by ?? SWITCH_OF_REASON[reason.kind] ?? switchFor(reason, module) ?? SWITCH_OF_CHECK[check] ?? null;
  return { check, switch: name, evidence: name === null ? EVIDENCE[check] : SWITCHES[name].evidence };
}

function switchFor(reason: Reason, module: ModuleFacts | null): SwitchName | null {
  switch (reason.kind) {
    case 'dependency_too_low':
    case 'dependency_unknown':
      // The reason names the very object of the module, so that two equal dependencies are told apart.
      return reason.needs === module?.dependency2 ? 'secondDependency' : null;
    case 'no_transport':
      return SWITCH_OF_TRANSPORT[reason.transport] ?? null;
    default:
      return null;
  }
}

const SWITCH_OF_TRANSPORT: Partial<Readonly<Record<string, SwitchName>>> = {
  serial: 'serialUpdates',
  usb: 'controlRequests',
  dfu_flag: 'dfuUpdateFlag',
};
