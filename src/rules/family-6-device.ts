/** FW6nn: what the device says. The judge is the device twin; every reason in a message is its own. */
import { isCovered } from '../cloud/rules.js';
import type { FleetOutcome } from '../plan/fleet.js';
import type { Hit, RuleOf, TargetSubject, Value } from './types.js';
import { list, text } from './values.js';

type Group = TargetSubject['groups'][number];

/** Names that a message carries of many. */
const MOST_NAMES = 5;

function groupsOf(subject: TargetSubject, kind: TargetSubject['kind'], outcome: FleetOutcome): readonly Group[] {
  return subject.kind === kind ? subject.groups.filter((group) => group.outcome === outcome) : [];
}

function names({ targets, count }: Group): Value {
  const shown = targets.slice(0, MOST_NAMES).map(text);
  return list(shown, Math.max(0, count - shown.length));
}

/** What a group of releases lacks, where that is one module at a version; it is the same for all of them. */
function lacked({ judgement }: Group, platform: number): Value | null {
  const [first] = judgement.bootReasons;
  const reason = judgement.reason ?? (first?.kind === 'application_needs' ? first.reason : null);
  return reason?.kind === 'dependency_too_low' ? { kind: 'lacked', ...reason.needs, platform } : null;
}

/** Why a group does not run: what a file was refused for, or what keeps the application from running. */
function why({ judgement }: Group, platform: number): Value {
  if (judgement.lacking !== undefined) return { kind: 'device_unknown', what: judgement.lacking };
  return judgement.reason === null
    ? { kind: 'boot_reasons', reasons: judgement.bootReasons, platform }
    : { kind: 'reason', reason: judgement.reason, platform };
}

function hitsOf(subject: TargetSubject, kind: TargetSubject['kind'], outcome: FleetOutcome): readonly Hit[] {
  return groupsOf(subject, kind, outcome).map((group) => {
    const { judgement } = group.judgement;
    const isMended = subject.expectCloud === true && group.forecast !== undefined && isCovered(group.forecast);
    const file = group.judgement.file?.file ?? (subject.files.length === 1 ? subject.files[0] : undefined);
    return {
      ...(file === undefined ? {} : { file }),
      // The severity of the other outcomes says it.
      ...(outcome !== 'unclear' || judgement === 'ok' ? {} : { judgement }),
      ...(isMended ? { severity: 'warning' as const } : {}),
      values: {
        why: why(group, subject.platform),
        because: lacked(group, subject.platform) ?? why(group, subject.platform),
        devices: { kind: 'devices', count: group.count } as const,
        told: { kind: 'told', told: group.told, count: group.count } as const,
        names: names(group),
        cloud: expected(group, subject),
        below: { kind: 'devices_below', release: group.below ?? null } as const,
      },
    };
  });
}

/** What the cloud is expected to do with a group; for what nobody can say anyway there is no word. */
function expected({ forecast, outcome }: Group, { platform }: TargetSubject): Value {
  if (forecast === undefined || outcome === 'unclear') return { kind: 'expected', forecast: null, platform };
  const { state: _state, events: _events, ...told } = forecast;
  // The cloud that sends the same again says nothing new.
  const isSame = told.end.kind === 'refused' && told.transfers.length < 2;
  return { kind: 'expected', forecast: isSame ? null : told, platform };
}

const FIX_APPLICATION =
  'Build the application for the oldest Device OS of the fleet, or update Device OS first (`fwinspect plan` says how).';
const FIX_REFUSED = 'Send the files that open the way first; `fwinspect plan` finds them.';
const EFFECT_REFUSED =
  'The device stays as it is. Old releases tell nobody, or even report success over serial; the finding says where that is so.';
const SAFE_MODE_SOURCE =
  'HAL_Core_Validate_User_Module and the loader of the system part, by release; the device twin judges.';
const REFUSE_SOURCE = 'fetch_module and validate_module_dependencies, by release; the device twin judges.';

export const DEVICE: readonly RuleOf<'target'>[] = [
  {
    id: 'FW601',
    name: 'safe-mode-on-release',
    severity: 'error',
    on: 'target',
    title: 'Devices with a Device OS of the range would go to safe mode',
    effect:
      'The files are accepted, the device restarts, and the application does not run. The finding says what the cloud is expected to do then; `--expect-cloud` makes a warning of what it is expected to mend.',
    fix: FIX_APPLICATION,
    source: SAFE_MODE_SOURCE,
    message: '{below} would go to safe mode: {because} (your range has {names}){cloud}',
    check: (subject) => hitsOf(subject, 'release', 'safe-mode'),
  },
  {
    id: 'FW602',
    name: 'refused-on-release',
    severity: 'error',
    on: 'target',
    title: 'Devices with a Device OS of the range refuse a file',
    effect: EFFECT_REFUSED,
    fix: FIX_REFUSED,
    source: REFUSE_SOURCE,
    message: '{below} refuse it: {because}{told} (your range has {names}){cloud}',
    check: (subject) => hitsOf(subject, 'release', 'refuse'),
  },
  {
    id: 'FW603',
    name: 'unclear-on-release',
    severity: 'warning',
    on: 'target',
    title: 'What devices with a Device OS of the range do is not defined or not known',
    effect: 'The device may not start, or the facts do not suffice to say.',
    fix: 'Give the device report (--device) instead of a release, or go over the steps of `fwinspect plan`.',
    source: 'States that Device OS does not define; slots that no source describes.',
    message: 'what devices do is not certain: {why} (your range has {names})',
    check: (subject) => hitsOf(subject, 'release', 'unclear'),
  },
  {
    id: 'FW604',
    name: 'device-in-safe-mode',
    severity: 'error',
    on: 'target',
    title: 'Reported devices would sit in safe mode',
    effect: 'The files are accepted, the device restarts, and the application does not run.',
    fix: FIX_APPLICATION,
    source: SAFE_MODE_SOURCE,
    message: '{devices} would go to safe mode: {why} ({names}){cloud}',
    check: (subject) => hitsOf(subject, 'device', 'safe-mode'),
  },
  {
    id: 'FW605',
    name: 'device-refuses',
    severity: 'error',
    on: 'target',
    title: 'Reported devices refuse a file',
    effect: EFFECT_REFUSED,
    fix: FIX_REFUSED,
    source: REFUSE_SOURCE,
    message: '{devices} would refuse it: {why}{told} ({names}){cloud}',
    check: (subject) => hitsOf(subject, 'device', 'refuse'),
  },
  {
    id: 'FW606',
    name: 'device-unclear',
    severity: 'warning',
    on: 'target',
    title: 'What reported devices do is not defined or not known',
    effect: 'The device may not start, or its report does not say enough.',
    fix: 'Take a full report (describe, or `particle serial inspect`).',
    source: 'States that Device OS does not define; slots that the report does not give.',
    message: 'what becomes of {devices} is not certain: {why} ({names})',
    check: (subject) => hitsOf(subject, 'device', 'unclear'),
  },
];
