/** Words for what the twin says. */
import { platformName } from '../catalog/platforms.js';
import type { Boot, BootMode, BootReason, Hazard } from '../device/boot.js';
import { decisiveReason, hasLanded } from '../device/simulate.js';
import type { Sent } from '../device/simulate.js';
import { ruleOf } from '../device/rule.js';
import type {
  InstalledModule,
  ModuleFacts,
  CheckName,
  Decision,
  DecisionCheck,
  DecisionRule,
  HiddenFact,
  Outcome,
  Reason,
  Told,
  Transport,
} from '../device/types.js';
import type { Requirement } from '../module/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { safeText } from '../base/safe-text.js';
import { byteCount, counted, hexAddress, moduleWords, slotWords, versionWords } from './words.js';

/** "system part 1 at 13 (0.5.0) or newer" */
export function atLeastWords(requirement: Requirement, platform: number): string {
  return `${moduleWords({ ...requirement, platform })} or newer`;
}

/** A reason in words: needs this; the device has that. */
export function reasonWords(reason: Reason, platform: number): string {
  switch (reason.kind) {
    case 'no_slot':
      if (reason.function === MODULE_FUNCTION.asset) {
        return 'the running Device OS knows no assets (Gen 3 and 4 do from 5.5.0 on): it never arrives';
      }
      return `the running Device OS has no slot for ${slotWords({ ...reason, platform })}`;
    case 'outside_slot':
      return `ends at ${hexAddress(reason.end)}; this release takes ${hexAddress(reason.from)} to ${hexAddress(reason.to)}`;
    case 'other_platform':
      return `is for ${platformName(reason.needs)}; the device is ${platformName(reason.has)}`;
    case 'dependency_too_low':
      return `needs ${atLeastWords(reason.needs, platform)}; the device has ${hasWords(reason, platform)}`;
    case 'dependency_without_slot':
      return `needs ${atLeastWords(reason.needs, platform)}, which the running Device OS has no slot for`;
    case 'dependency_unknown':
      return `needs ${atLeastWords(reason.needs, platform)}; ${openWords(reason, platform)}`;
    case 'hidden':
      return `${factWords(reason.fact, platform)} is not known`;
    case 'in_every_case':
      return `for one reason or another, whatever the device has (${factWords(reason.fact, platform)} is not known)`;
    case 'dependency_faults':
      return `needs ${atLeastWords(reason.needs, platform)}; this release has no slot for it and reads where nothing is mapped`;
    case 'would_strand':
      return `would strand ${moduleWords({ ...reason.by, platform })}, which needs ${atLeastWords(reason.needs, platform)}; this file is ${versionWords({ ...reason.needs, version: reason.has, platform })}`;
    case 'strand_unknown':
      return 'a system part that is not known could be stranded by it';
    case 'resident_faults':
      return 'a module on the device makes the check read where nothing is mapped';
    case 'bad_crc':
      return 'its CRC is wrong';
    case 'runs_off_flash':
      return 'its addresses make the CRC check run off the flash';
    case 'suffix_unreadable':
      return 'its suffix would lie below the flash';
    case 'header_not_first':
      return 'its header stands behind a vector table, and its flags ask for one that stands first';
    case 'header_elsewhere':
      return `its header lies at 0x${reason.offset.toString(16)}, where ${platformName(platform)} does not look for one`;
    case 'compression_unsupported':
      return `${slotWords({ function: reason.function, index: 0, platform })} must not be compressed`;
    case 'wrong_ncp':
      return `is for NCP 0x${reason.needs.toString(16)}; only 0x${reason.has.toString(16)} (ESP32) can be updated`;
    case 'ncp_updates_disabled':
      return 'this release does not update the NCP any more';
    case 'protected':
      return 'the device is protected';
    case 'protection_unknown':
      return 'whether the device is protected is not known';
    case 'protected_downgrade':
      return `${String(reason.version)} is older than ${String(reason.minimum)}, the oldest that a protected device takes`;
    case 'unprotected_bootloader':
      return 'the bootloader would take the protection away';
    case 'too_large':
      return `has ${byteCount(reason.size)}; the device takes ${byteCount(reason.limit)}${reason.unchecked === true ? ', and this release does not check that' : ''}`;
    case 'combined_too_short':
      return 'a module of the combined file is missing or broken';
    case 'no_transport':
      return `the running Device OS takes no updates over ${transportWords(reason.transport)}`;
    case 'not_over_dfu':
      if (reason.packed === true) return 'a compressed or combined file cannot be written over DFU';
      if (reason.function === MODULE_FUNCTION.systemPart) {
        return 'a system part with these addresses cannot be written over DFU';
      }
      return `${slotWords({ function: reason.function, index: 0, platform })} cannot be written over DFU`;
    case 'system_unknown':
      return 'which Device OS the device runs is not known';
    case 'no_system':
      return 'the device has no system part that could take it';
    case 'no_rules':
      return `the rules of ${platformName(reason.platform)} are not known`;
    case 'bootloader_stub':
      return 'this release accepts a bootloader and then never writes it (0.5.0 to 0.5.5)';
    case 'wrong_start':
      return `starts at ${hexAddress(reason.start)}; a bootloader must start at ${hexAddress(reason.needs)}`;
    case 'endless_retry':
      return `needs ${atLeastWords(reason.needs, platform)}, newer than itself: the device writes it again and again`;
    case 'copy_refused':
      return COPY_REFUSED[reason.what];
    case 'bootloader_put_back':
      return `when it starts, Device OS writes the bootloader that it carries over it: ${versionWords({ function: MODULE_FUNCTION.bootloader, version: reason.version, platform })}`;
    case 'bootloader_cannot_see_dct':
      return 'the bootloader cannot see pending updates: from version 100 on it needs system parts of 0.7.0 or newer';
    case 'bootloader_may_miss_updates':
      return 'whether this bootloader applies what a system of 0.7.0 or newer leaves pending is not known: send the bootloader first';
    case 'asset_refused':
      return 'it is no storable asset (name, hash, flags or CRC)';
    case 'part_ignored': {
      const ignored = reason.modules.map((one) => moduleWords({ ...one, platform })).join(', ');
      return `of a combined file this Device OS takes only the first ${reason.taken === 1 ? 'module' : counted(reason.taken, 'module')} and ignores the rest: ${ignored}`;
    }
  }
}

/** Reasons whose words go on behind the name of the module; those of the others are sentences of their own. */
const OF_THE_MODULE: ReadonlySet<Reason['kind']> = new Set<Reason['kind']>([
  'outside_slot',
  'other_platform',
  'dependency_too_low',
  'dependency_without_slot',
  'dependency_unknown',
  'dependency_faults',
  'would_strand',
  'wrong_ncp',
  'too_large',
  'wrong_start',
  'endless_retry',
]);

/** "the bootloader needs ...", "the CRC of the bootloader is wrong", "the system part: the running Device OS has no slot for ..." */
export function reasonOfWords(name: string, reason: Reason, platform: number): string {
  if (reason.kind === 'bad_crc') return `the CRC of ${name} is wrong`;
  return `${name}${OF_THE_MODULE.has(reason.kind) ? '' : ':'} ${reasonWords(reason, platform)}`;
}

/** The same of a module that was named before: "it needs ...", "its CRC is wrong", "the running Device OS has no slot for ..." */
export function reasonOfItWords(reason: Reason, platform: number): string {
  return `${OF_THE_MODULE.has(reason.kind) ? 'it ' : ''}${reasonWords(reason, platform)}`;
}

type TooLow = Extract<Reason, { readonly kind: 'dependency_too_low' }>;
type NotKnown = Extract<Reason, { readonly kind: 'dependency_unknown' }>;

/** "182 (SoftDevice 6.1.1), which the running Device OS reads as 0" */
function hasWords({ needs, has, firmwareId }: TooLow, platform: number): string {
  if (firmwareId === undefined) return versionWords({ ...needs, version: has, platform });
  return `${versionWords({ ...needs, version: firmwareId, platform })}, which the running Device OS reads as ${String(has)}`;
}

function openWords({ needs, firmwareId }: NotKnown, platform: number): string {
  if (firmwareId === undefined) return `which ${slotWords({ ...needs, platform })} the device has is not known`;
  return `what the running Device OS reads of ${moduleWords({ ...needs, version: firmwareId, platform })} is not known`;
}

/** "which radio stack the device has", "which system part 3 the device has" */
export function factWords(fact: HiddenFact, platform: number): string {
  switch (fact.kind) {
    case 'slot': {
      const words = slotWords({ ...fact, platform });
      return fact.store === 'factory'
        ? `which factory copy of the ${words} the device has`
        : `which ${words} the device has`;
    }
    case 'radio':
      return 'which radio stack the device has';
    case 'ncp':
      return 'which NCP firmware the device has';
    case 'applicationStart':
      return 'which application the device has';
    case 'protection':
      return 'whether the device is protected';
    case 'assets':
      return 'whether the device has the assets that the application needs';
  }
}

const COPY_REFUSED: Readonly<Record<Extract<Reason, { kind: 'copy_refused' }>['what'], string>> = {
  address: 'the bootloader refuses its address, without a word',
  compressed: 'the bootloader cannot unpack it, and drops it without a word',
  drop_flag: 'the bootloader would write it 24 bytes off',
  mbr: 'the MBR refuses to be written over the air, without a word',
  mcu: 'its MCU byte names a target that this release does not update',
};

/** "over the air", "serial", ... */
export function transportWords(transport: Transport): string {
  return {
    ota: 'the air',
    serial: 'serial',
    local: 'USB control requests',
    dfu: 'DFU',
    dfu_flag: 'DFU with the update flag',
    programmer: 'a programmer',
  }[transport];
}

/** Where a rule comes from: the check and the releases in which it holds; empty where the reason says it all. */
export function ruleWords(rule: DecisionRule | null): string {
  return rule === null ? '' : RULE_SOURCE[rule.check];
}

const RULE_SOURCE: Readonly<Record<DecisionCheck, string>> = {
  integrity: 'integrity; all releases',
  dependencies: 'dependencies; Device OS 0.4.2 and later',
  dependenciesFull: 'dependencies of the others; Device OS 0.5.3-rc.1 and later',
  range: 'address range; all releases',
  platform: 'platform; all releases',
  size: 'size; Device OS 3.0.0-alpha.1 and later',
  format: 'format; Device OS 2.0.0-alpha.1 and later',
  ncp: 'NCP; Device OS 2.0.0-alpha.1 and later',
  protection: 'device protection; Device OS 6.0.0 and later',
  protectedDowngrade: 'device protection; Device OS 6.2.0 and later',
  transport: 'transport',
  dfu: '',
  system: '',
  apply: '',
};

/** What a person sees of a refusal, where it is not what one expects; null where tool or cloud say that it was refused. */
export function toldWords(told: Told | null, via: Transport): string | null {
  if (told === 'nobody' && via !== 'ota') return 'Nobody is told: the check runs at the next start.';
  return told === null ? null : TOLD[told];
}

const TOLD: Readonly<Record<Told, string | null>> = {
  nobody: 'The cloud will still say "Update started": this release never reports a refusal.',
  false_success: 'The tool will still say that the update went well: over serial this release always reports success.',
  event: 'The cloud will say "success" of the transfer; the verdict comes in the event spark/device/ota_result.',
  ack: null,
  host: null,
};

const VERDICT: Readonly<Record<Decision['verdict'], string>> = {
  accepted: 'accepted',
  refused: 'refused',
  undefined: 'not defined by Device OS',
  unknown: 'not known whether it is taken',
};

/** Whether it is not known if an accepted file is applied. */
export function isOpen({ installed }: Pick<Sent, 'installed'>): boolean {
  return installed?.applied === 'pending' && installed.landed === null;
}

/** "accepted", "refused", ... */
function verdictWords({ decision, installed }: Pick<Sent, 'decision' | 'installed'>): string {
  if (decision.verdict !== 'accepted' || hasLanded({ installed })) return VERDICT[decision.verdict];
  return isOpen({ installed })
    ? 'accepted, not known whether applied'
    : `accepted, but ${appliedWords(installed?.reason ?? null)}`;
}

/** "never applied", or "not all of it applied" where the device ignores a module of the file. */
export function appliedWords(reason: Reason | null): string {
  return reason?.kind === 'part_ignored' ? 'not all of it applied' : 'never applied';
}

/** The rule behind the decisive reason: of the decision, or of what became of an accepted file. */
export function stepRule({ decision, installed }: Pick<Sent, 'decision' | 'installed'>): DecisionRule | null {
  return decision.rule ?? (installed?.reason == null ? null : ruleOf(installed.reason));
}

/** The verdict with what decided it: "refused: needs ...; the device has ... [dependencies; Device OS 0.4.2 and later]". */
export function decisionSentence(step: Pick<Sent, 'decision' | 'installed'>, platform: number): string {
  const reason = decisiveReason(step);
  if (reason === null) return verdictWords(step);
  const rule = ruleWords(stepRule(step));
  return `${verdictWords(step)}: ${reasonWords(reason, platform)}${rule === '' ? '' : ` [${rule}]`}`;
}

/** The check groups in one line: "integrity ok · address range ok · platform ok". */
export function checksWords(checks: Readonly<Record<CheckName, Outcome>>): string {
  const names: readonly (readonly [CheckName, string])[] = [
    ['integrity', 'integrity'],
    ['range', 'address range'],
    ['platform', 'platform'],
    ['dependencies', 'dependencies'],
    ['dependenciesFull', 'dependencies of the others'],
  ];
  const said = names
    .filter(([name]) => checks[name] !== 'not_checked')
    .map(([name, words]) => `${words} ${OUTCOME[checks[name]]}`);
  return said.length === 0 ? 'nothing is checked' : said.join(' · ');
}

const OUTCOME: Readonly<Record<Outcome, string>> = {
  pass: 'ok',
  fail: 'FAILED',
  unknown: 'not known',
  fault: 'not defined',
  not_checked: 'not checked',
};

const MODE: Readonly<Record<BootMode, string>> = {
  'runs-app': 'runs its application',
  'safe-mode': 'safe mode',
  'factory-reset': 'factory reset',
  dfu: 'DFU mode',
  hangs: 'does not start',
  undefined: 'not defined by Device OS',
  unknown: 'not known',
};

/** "runs its application", "safe mode", ... */
export function modeWords(mode: BootMode): string {
  return MODE[mode];
}

/** A condition of the start in words. */
export function bootReasonWords(reason: BootReason, platform: number): string {
  switch (reason.kind) {
    case 'module_invalid': {
      const which = reason.which === 'bootloader' ? 'the bootloader' : 'the system part';
      return reason.reason === 'missing' ? `${which} is missing` : reasonOfWords(which, reason.reason, platform);
    }
    case 'fails_by_report':
      return `the device itself says that something the ${slotWords({ ...reason, platform })} needs is missing; which module that is, the report does not say`;
    case 'damaged_by_report':
      return `the device itself says that the ${slotWords({ ...reason, platform })} is damaged (CRC)${reason.isChecked ? '' : '; nothing checks that at the start, and whether what is damaged runs is not known'}`;
    case 'passes_by_report':
      return `the device itself says that nothing the ${slotWords({ ...reason, platform })} needs is missing, and by the modules in the report something is`;
    case 'safe_mode_by_report':
      return `the device itself reported safe mode, and nothing that the report lists explains it: somebody may have asked for it (button, System.enterSafeMode)${reason.mayLackAssets ? ', or an asset of the application is missing, of which the report says nothing' : ''}`;
    case 'no_application':
      return 'there is no application';
    case 'application_crc':
      return 'the application is damaged (CRC)';
    case 'application_needs':
      return reasonOfWords('the application', reason.reason, platform);
    case 'application_in_version_gap':
      return `the application was built for ${versionWords({ function: MODULE_FUNCTION.systemPart, version: reason.version, platform })}; Device OS 6.0.0 to 6.1.2 runs none of 5.8.x and 5.9.x`;
    case 'asset_missing':
      return `the asset ${safeText(reason.asset.name)} is missing`;
    case 'no_system_part':
      return `system part ${String(reason.index)} is missing or does not fit`;
    case 'no_system_at_boot_address':
      return `bootloader ${String(reason.bootloader)} looks for the system part at 0x30000 only; this one lies at 0x28000`;
    case 'mismatched_parts':
      return `${moduleWords({ ...reason.part, platform })} needs ${atLeastWords(reason.needs, platform)}; ${reason.has === 'erased' ? 'that slot is erased' : `the device has ${versionWords({ ...reason.needs, version: reason.has, platform })}`}, and nothing checks it`;
    case 'monolithic':
      return `the bootloader starts the monolithic firmware ${versionWords({ function: MODULE_FUNCTION.monoFirmware, version: reason.version, platform })} that lies there now, in which Device OS and application are one; the Device OS that was there is gone, and what the firmware does is not known`;
    case 'factory_image':
      return 'the application does not fit and a factory image is there';
    case 'compressed_code':
      return reason.which === 'system'
        ? 'the system part is a compressed module that the bootloader could not unpack, so it cannot run'
        : 'the application is a compressed module that the bootloader could not unpack, so it cannot run';
    case 'factory_loop':
      return 'a factory image asks to be restored and is refused each time: a reset loop';
    case 'reads_unmapped':
      return 'the check at the start reads where nothing is mapped';
    case 'not_known':
      return reason.fact === undefined ? NOT_KNOWN[reason.what] : `${factWords(reason.fact, platform)} is not known`;
    case 'in_every_case':
      return `for one reason or another, whatever the device has (${factWords(reason.fact, platform)} is not known)`;
  }
}

const NOT_KNOWN: Readonly<Record<Extract<BootReason, { kind: 'not_known' }>['what'], string>> = {
  system: 'which system parts the device has is not known',
  application: 'which application the device has is not known',
  bootloader: 'which bootloader the device has is not known',
  factory: 'which factory copy of the application the device has is not known',
  radio: 'which radio stack the device has is not known',
  ncp: 'which NCP firmware the device has is not known',
  protection: 'whether the device is protected is not known',
  rules: 'the rules of that release are not known',
  assets: 'whether the device has the assets that the application needs is not known',
};

const HAZARD: Readonly<Record<Hazard['kind'], string>> = {
  pending_updates_invisible:
    'the bootloader cannot see pending updates: system parts that are sent now are accepted and never applied',
  wifi_firmware_lost:
    'system part 1 carries Wi-Fi firmware that this system part 2 cannot unpack: the device may lose Wi-Fi',
  static_memory_overlap: 'static memory of the parts overlaps by about 1 KB',
  flags_in_two_places: 'bootloader and system keep the safe-mode and factory-reset flags in different places',
};

export function hazardWords(hazard: Hazard): string {
  return HAZARD[hazard.kind];
}

/** "safe mode (the application needs ...)" */
export function bootWords({ mode, reasons }: Boot, platform: number): string {
  const why = reasons.map((one) => bootReasonWords(one, platform)).join('; ');
  return why === '' ? modeWords(mode) : `${modeWords(mode)}: ${why}`;
}

/** "the application", or which one where a person would take another for it: after the sending of an application that does not run. */
export function whichApplication(runs: InstalledModule | null, sent: ModuleFacts): string {
  const isSent =
    runs === null ||
    sent.function !== MODULE_FUNCTION.userPart ||
    (runs.at === (sent.inner ?? sent).start &&
      runs.version === sent.version &&
      runs.build === (sent.inner ?? sent).build);
  return isSent
    ? 'the application'
    : `the old application, ${moduleWords(runs)} at 0x${runs.at.toString(16)}, not the one that was sent`;
}
