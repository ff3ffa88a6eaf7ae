/** What a set of files does to devices: which would run, which would sit in safe mode, which would refuse. */
import type { Judgement } from '../base/judgement.js';
import type { BootReason } from '../device/boot.js';
import { boot } from '../device/boot.js';
import { bootJudgement, stepJudgement } from '../device/judgement.js';
import { hasLanded, send } from '../device/simulate.js';
import type { DecisionRule, DeviceState, Reason, Told, Transport } from '../device/types.js';
import { vendorEstimate } from './cost.js';
import { isInstalled } from './world.js';
import type { PlanFile } from './world.js';

/** What becomes of a device: it runs its application, sits in safe mode, refuses a file, or nobody can say. */
export type FleetOutcome = 'run' | 'safe-mode' | 'refuse' | 'unclear';

/** What one device comes to. */
export interface DeviceJudgement {
  readonly outcome: FleetOutcome;
  /** `unknown` where nobody can say; an unclear end that is certain, such as a device that hangs, is not ok. */
  readonly judgement: Judgement;
  /** The file that decided, where one did. */
  readonly file: PlanFile | null;
  /** Why the file was refused or not applied. */
  readonly reason: Reason | null;
  /** The rule that refused it; null where none did. */
  readonly rule: DecisionRule | null;
  /** Who hears of the refusal; null where nothing was refused. */
  readonly told: Told | null;
  /** Why the device does not run its application at the end. */
  readonly bootReasons: readonly BootReason[];
  /** Bytes over the air for the files that are not on the device yet, by the vendor's estimate. */
  readonly wireBytes: number;
}

/**
 * Sends files in their flash order to one device and says what becomes of it. Files that are on the device already are not sent.
 *
 * @param files in the order in which they shall be flashed
 */
function judgeDevice(start: DeviceState, files: readonly PlanFile[], via: Transport): DeviceJudgement {
  let state = start;
  let wireBytes = 0;
  for (const file of files) {
    if (isInstalled(state, file)) continue;
    const sent = send(state, file.facts, via);
    wireBytes += vendorEstimate(file.size);
    if (sent.decision.verdict !== 'accepted' || !hasLanded(sent)) {
      const refused = sent.decision.verdict === 'refused' || sent.installed?.landed === false;
      return {
        outcome: refused ? 'refuse' : 'unclear',
        judgement: stepJudgement(sent),
        file,
        reason: sent.decision.reason ?? sent.installed?.reason ?? null,
        rule: sent.decision.rule,
        told: sent.decision.told,
        bootReasons: [],
        wireBytes,
      };
    }
    state = sent.state;
  }
  const end = boot(state);
  const outcome: FleetOutcome = end.mode === 'runs-app' ? 'run' : end.mode === 'safe-mode' ? 'safe-mode' : 'unclear';
  const judgement = bootJudgement(end);
  return { outcome, judgement, file: null, reason: null, rule: null, told: null, bootReasons: end.reasons, wireBytes };
}

/** Judges many devices; equal states are judged once. */
export function fleetJudge(files: readonly PlanFile[], via: Transport): (state: DeviceState) => DeviceJudgement {
  const known = new Map<string, DeviceJudgement>();
  return (state) => {
    // Every fact counts: what two devices have in common is not known as it is between the states of one plan.
    const key = JSON.stringify(state);
    const found = known.get(key) ?? judgeDevice(state, files, via);
    // A hostile stream could bring ever new states; what is remembered stays bounded.
    if (known.size < MOST_REMEMBERED) known.set(key, found);
    return found;
  };
}

const MOST_REMEMBERED = 20_000;
