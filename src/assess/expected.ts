/** What the cloud is expected to do with the devices of a question: the forecast of `cloud`, asked with the files that are there. */
import { forecaster, PRODUCT_DEVICE } from '../cloud/forecast.js';
import { isAtLeast, leastSure } from '../cloud/rules.js';
import type { CloudFile, CloudSetting, Forecast } from '../cloud/types.js';
import type { DeviceState } from '../device/types.js';
import { MODULE_FUNCTION } from '../module/types.js';

/**
 * What is expected of a device.
 *
 * @param isTold whether the state is the device's own word; one that stands for a release is worth less
 */
export type ForecastOf = (state: DeviceState, isTold: boolean) => Forecast;

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

/** Whether the cloud is expected to bring a device to run the application, by rules that are sure enough to rely on. */
export function isMended({ end, confidence }: Forecast): boolean {
  return end.kind === 'runs' && isAtLeast(confidence, 'medium');
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
