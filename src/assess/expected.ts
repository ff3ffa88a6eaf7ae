/** What the cloud is expected to do with the devices of a question: the forecast of `cloud`, asked with the files that are there. */
import { forecast, forecaster, PRODUCT_DEVICE } from '../cloud/forecast.js';
import { leastSure } from '../cloud/rules.js';
import type { CloudFile, CloudSetting, Forecast } from '../cloud/types.js';
import type { Boot } from '../device/boot.js';
import { simulate } from '../device/simulate.js';
import type { DeviceState, Transport } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';
import { statesAfter } from '../plan/update.js';
import type { UpdatePlan } from '../plan/update.js';
import type { PlanFile } from '../plan/world.js';
import type { FirmwareFile } from './file.js';
import { filesInOrder } from './groups.js';
import type { PlatformGroup } from './groups.js';
import { sendable } from './sendable.js';

/**
 * What is expected of a device.
 *
 * @param isTold whether the state is the device's own word; one that stands for a release is worth less
 * @returns undefined where nothing is expected: no application is for the platform
 */
export type ForecastOf = (state: DeviceState, isTold: boolean) => Forecast | undefined;

/** The files by what they are for. */
export interface SentFiles {
  /** Null where there is none, or several are. */
  readonly application: CloudFile | null;
  /** All others. */
  readonly others: readonly CloudFile[];
}

/** Takes files of one platform; gives the application and the rest. Of several applications none is meant. */
export function sentFiles(files: readonly CloudFile[]): SentFiles {
  const isApplication = ({ facts }: CloudFile): boolean => facts.function === MODULE_FUNCTION.userPart;
  const [application = null, ...more] = files.filter(isApplication);
  return {
    application: more.length > 0 ? null : application,
    others: files.filter((file) => !isApplication(file)),
  };
}

/** Takes an application and what lies beside it; gives the setting of a device of a product that gets it. Assets that are there are uploaded with it. */
export function settingFor({ application, others }: SentFiles, sentTo: CloudSetting['sentTo']): CloudSetting {
  const needed = application?.facts.assets ?? [];
  const isThere = needed.every(({ name, hash }) =>
    others.some(({ facts: { asset } }) => asset?.name === name && asset.hash === hash),
  );
  return { ...PRODUCT_DEVICE, sentTo, bundleUploaded: isThere ? true : 'unknown' };
}

/** Takes a platform id, files for it and the setting; gives what is expected of its devices. */
export function forecastFor(platform: number, { application, others }: SentFiles, setting: CloudSetting): ForecastOf {
  const ask = forecaster(platform, { application, files: others, setting });
  const capped = new WeakMap<Forecast, Forecast>();
  return (state, isTold) => {
    const found = ask(state);
    if (isTold) return found;
    const known = capped.get(found) ?? byRelease(found);
    capped.set(found, known);
    return known;
  };
}

/** A state that stands for a release is a guess: one that does not even start says nothing of the devices that run that release. */
function byRelease(found: Forecast): Forecast {
  const { end, transfers, confidence } = found;
  const isNoDevice = end.kind === 'dead_end' && end.why.kind === 'does_not_come_back' && transfers.length === 0;
  if (!isNoDevice) return { ...found, confidence: leastSure([confidence, 'medium']) };
  const open: Forecast['end'] = { kind: 'unknown', what: { kind: 'device', fact: null } };
  return { ...found, end: open, judgement: 'unknown', confidence: 'unknown', withoutApplication: 'unknown' };
}

/**
 * What the cloud is expected to send to a device that ended in safe mode, once it is online; null for one that did not.
 *
 * @param sent what was sent to it: assets of a bundle come afterwards
 * @param held files of which the cloud is taken to have the same; not given: those that were sent
 */
export function expectedNext(
  { end, state }: { readonly end: Boot; readonly state: DeviceState },
  sent: readonly PlanFile[],
  held: readonly PlanFile[] = sent,
): Forecast | null {
  if (end.mode !== 'safe-mode') return null;
  const isBundled = sent.some(({ facts, bundle = null }) => facts.assets.length > 0 && bundle !== null);
  const { others } = sentFiles(held);
  const setting = { ...PRODUCT_DEVICE, bundleUploaded: isBundled ? true : ('unknown' as const) };
  return forecast(state, { application: null, files: others, setting });
}

/** What the cloud is expected to send while a plan is carried out, and after it; null where there is nothing to say. */
export interface ExpectedOfPlan {
  /** One a step: where it goes over the air and the device is then in safe mode. */
  readonly steps: readonly (Forecast | null)[];
  readonly end: Forecast | null;
}

/** Takes where a plan starts, and the plan; gives what the cloud is expected to send where the device is in safe mode on the way, or at the end. */
export function expectedOfPlan(start: DeviceState, plan: UpdatePlan): ExpectedOfPlan {
  if (plan.kind !== 'plan') return { steps: [], end: null };
  const files = plan.steps.map(({ file }) => file);
  const states = statesAfter(start, plan.steps);
  const next = (end: Boot, state: DeviceState, count: number): Forecast | null =>
    expectedNext({ end, state }, files.slice(0, count), files);
  return {
    steps: plan.steps.map(({ transport, afterwards }, at) =>
      transport === 'ota' ? next(afterwards, states[at] ?? start, at + 1) : null,
    ),
    end: next(plan.end, plan.state, files.length),
  };
}

/** Takes files of which the cloud is taken to have the same; gives those that can be sent. Applications are a product's own. */
export function libraryFiles(library: readonly FirmwareFile[]): readonly CloudFile[] {
  return sendable(library, false).files.filter(({ facts }) => facts.function !== MODULE_FUNCTION.userPart);
}

/**
 * What the cloud is expected to do with devices that get the application of a group; null where there is not just one. Over the air a product sends it; on
 * other ways a person does, and the cloud only sends what a device in safe mode lacks.
 */
export function expectationOf(
  group: PlatformGroup,
  via: Transport,
  library: readonly FirmwareFile[],
): ForecastOf | null {
  const sent = sentFiles(group.items);
  const files = { ...sent, others: [...sent.others, ...libraryFiles(library)] };
  if (files.application === null) return null;
  const ordered = filesInOrder(group);
  const setting = settingFor(sent, via === 'ota' ? 'product' : 'single');
  if (via === 'ota') return forecastFor(group.platform, files, setting);
  const ask = forecastFor(group.platform, { ...files, application: null }, setting);
  return (state, isTold) => {
    const { end, state: after } = simulate(state, ordered, via);
    // A device that refuses a file is not in safe mode: the cloud has nothing to mend.
    return end.mode === 'safe-mode' ? ask(after, isTold) : undefined;
  };
}

/** Forecasts are equal objects for equal states, so most keys are made once. */
const keys = new WeakMap<Forecast, string>();

/** Equal for forecasts that say the same. */
export function forecastKey(forecast: Forecast): string {
  const { state: _state, events: _events, ...said } = forecast;
  const key = keys.get(forecast) ?? JSON.stringify(said);
  keys.set(forecast, key);
  return key;
}

/** Whether two forecasts come to the same, or neither was asked for. */
export function isExpectedAlike(one: Forecast | undefined, other: Forecast | undefined): boolean {
  if (one === other) return true;
  return one !== undefined && other !== undefined && forecastKey(one) === forecastKey(other);
}
