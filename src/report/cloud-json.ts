/** What the cloud is expected to do, as data. */
import type { Forecast, ForecastEnd, SentModule, Transfer } from '../cloud/types.js';
import { endWords, forecastWords, noteWords, waysOut, wayOutWords } from './cloud.js';
import { requirementJson } from './json.js';

/** A forecast as data. */
export function forecastJson(forecast: Forecast, platform: number) {
  const { flow, transfers, restarts, safeModeSteps, withoutApplication, bytes, wireBytes } = forecast;
  const { events, end, judgement, confidence, notes, rules } = forecast;
  return {
    flow,
    transfers: transfers.map((one) => transferJson(one, platform)),
    restarts,
    safeModeSteps,
    withoutApplication,
    bytes,
    wireBytes,
    events,
    end: endJson(end, platform),
    judgement,
    confidence,
    notes: notes.map((one) => ({ kind: one.kind, message: noteWords(one, platform) })),
    rules,
    message: forecastWords(forecast, platform),
  };
}

/** What the cloud is expected to send next; null where a device is not in safe mode. */
export function expectedJson(expected: Forecast | null, platform: number) {
  return expected === null ? null : forecastJson(expected, platform);
}

function transferJson(transfer: Transfer, platform: number) {
  const { modules, bytes, judgement, afterwards, inSafeMode } = transfer;
  return { modules: modules.map((one) => sentJson(one, platform)), bytes, judgement, afterwards, inSafeMode };
}

function sentJson(module: SentModule, platform: number) {
  const { file, asset } = module;
  return { ...requirementJson(module, platform), asset: asset?.name ?? null, file };
}

/** Where a device ends, as data. */
export function endJson(end: ForecastEnd, platform: number) {
  const why = end.kind === 'dead_end' ? end.why.kind : end.kind === 'stays' ? end.why : null;
  const what = end.kind === 'unknown' ? end.what.kind : null;
  return {
    kind: end.kind,
    why: why ?? what,
    message: endWords(end, platform),
    wayOut: waysOut(end).map((one) => ({ kind: one.kind, message: wayOutWords(one, platform) })),
  };
}
