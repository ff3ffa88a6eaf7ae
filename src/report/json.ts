/** The JSON documents. Field names are a promise: they are added to, never renamed; addresses are numbers, CRCs hex strings. */
import { worstOf } from '../base/judgement.js';
import type { Judgement } from '../base/judgement.js';
import { functionName } from '../catalog/functions.js';
import { NO_PLATFORM, platformName } from '../catalog/platforms.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { Extension, FirmwareModule, Payload, Rejection, Requirement } from '../module/types.js';
import { dependenciesOf } from '../module/id.js';
import { cappedFindings, MOST_FINDINGS } from '../rules/capped.js';
import type { FileSubject, Finding } from '../rules/types.js';
import { sortFindings } from '../rules/sort.js';
import { bounded } from './bounded.js';
import { findingMessage } from './finding.js';
import { PAYLOAD_FAULT_WORDS, rejectionWords } from './rejection.js';
import { flagNames, grouped, hexCrc, releaseFor } from './words.js';

/** A JSON document as text, with a line feed at its end. */
export function jsonText(document: unknown): string {
  return `${withEscapes(JSON.stringify(document, null, 2))}\n`;
}

/** The answer of a command as text: {@link bounded}, so that no number of files floods a log. */
export function documentText(document: unknown): string {
  return jsonText(bounded(document));
}

/** A JSON value as one line, whatever a reader takes for the end of a line, with a line feed at its end. */
export function jsonLine(value: unknown): string {
  return `${withEscapes(JSON.stringify(value))}\n`;
}

const HARMLESS = /^[\n\x20-\x7e]*$/;

/** Names may hold what steers a terminal or hides text; as escapes they stay the same name. */
function withEscapes(given: string): string {
  // A log may be read by a build system that obeys `##[`, `##vso[` and the like anywhere in a line.
  const json = given.includes('##') ? given.replace(/##(?=[a-z]*\[)/gi, '#\\u0023') : given;
  if (HARMLESS.test(json)) return json;
  return json.replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, (char) =>
    Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
}

/** A problem of the run, as every document lists it. */
export interface RunError {
  /** The file that it is about; empty for none. */
  readonly file: string;
  /** A stable word for what is wrong. */
  readonly code: string;
  /** The same as a sentence. */
  readonly message: string;
}

/** The first problems; a last one says how many more there are. */
export function cappedErrors(errors: readonly RunError[], most: number): readonly RunError[] {
  if (errors.length <= most) return errors;
  const message = `and ${grouped(errors.length - most)} more problems`;
  return [...errors.slice(0, most), { file: '', code: 'more_errors', message }];
}

/** Files of a folder or an archive that were left aside, because their names are none of firmware or of a container. */
export interface SkippedFiles {
  readonly root: string;
  readonly count: number;
}

export function platformJson(id: number): { readonly id: number; readonly name: string } {
  return { id, name: platformName(id) };
}

/** The platform of assets, whose header has 0 there: not the Core. */
export const ANY_PLATFORM = { id: 0, name: 'any' };

/** The platform in a module's header. */
export function modulePlatformJson(module: Pick<FirmwareModule, 'function' | 'platform'>) {
  return module.function === MODULE_FUNCTION.asset && module.platform === NO_PLATFORM
    ? ANY_PLATFORM
    : platformJson(module.platform);
}

/** A dependency, or what must be there, with its release. */
export function requirementJson(requirement: Requirement, platform: number) {
  return {
    function: functionName(requirement.function),
    index: requirement.index,
    version: requirement.version,
    release: releaseFor({ ...requirement, platform }),
  };
}

/** A module with everything that its header and suffix say. */
function moduleJson(module: FirmwareModule) {
  return {
    platform: modulePlatformJson(module),
    function: functionName(module.function),
    index: module.index,
    version: module.version,
    release: releaseFor(module),
    start: module.start,
    end: module.end,
    length: module.length,
    headerOffset: module.headerOffset,
    mcu: module.mcu,
    flags: flagNames(module.flags),
    dependencies: dependenciesOf(module).map((one) => requirementJson(one, module.platform)),
    product: module.product,
    productRaw: module.productRaw,
    crc: { stored: hexCrc(module.crc.stored), computed: hexCrc(module.crc.computed), ok: module.crc.ok },
    sha256: module.sha256,
    suffix: module.suffix,
    extensions: module.extensions.map(extensionJson),
    vectors: module.vectors,
    trailingBytes: module.trailingBytes,
    payload: module.payload.map(payloadJson),
    headerCandidates: module.candidates,
  };
}

function extensionJson(extension: Extension) {
  const { kind, type, offset, length, at, ...rest } = extension;
  const place = { type, name: kind === 'raw' ? 'unknown' : kind, offset, length, at };
  return 'raw' in rest ? { ...place, raw: rest.raw } : { ...place, value: rest };
}

function payloadJson(payload: Payload): unknown {
  const inner = 'inner' in payload && payload.inner !== null ? innerJson(payload.inner) : null;
  switch (payload.kind) {
    case 'combined':
      return { kind: 'combined', offset: payload.offset, ...inner };
    case 'compressed': {
      const facts = { method: payload.method, windowBits: payload.windowBits, originalSize: payload.originalSize };
      return payload.state === 'opened'
        ? { kind: 'compressed', state: 'opened', ...facts, ...inner }
        : { kind: 'compressed', state: payload.state, ...facts, reason: PAYLOAD_FAULT_WORDS[payload.reason] };
    }
  }
}

function innerJson(inner: FirmwareModule | Rejection): { readonly module: unknown; readonly rejected: unknown } {
  return inner.kind === 'module'
    ? { module: moduleJson(inner), rejected: null }
    : { module: null, rejected: rejectionJson(inner) };
}

function rejectionJson(rejection: Rejection) {
  return { kind: rejection.what, message: rejectionWords(rejection) };
}

/** The judgement of a run: what could not be read is not known. */
export function judgementWith(judgement: Judgement, errors: readonly RunError[]): Judgement {
  return worstOf([judgement, errors.length > 0 ? 'unknown' : 'ok']);
}

/** The word of `deps@1` and `audit@1`: `rejected` whenever the judgement is not ok. */
export function verdictJson(judgement: Judgement): 'ok' | 'rejected' {
  return judgement === 'ok' ? 'ok' : 'rejected';
}

export function findingJson(finding: Finding) {
  return {
    rule: finding.rule,
    severity: finding.severity,
    file: finding.file,
    message: findingMessage(finding),
    range: finding.range,
    ...(finding.leftOut === undefined || finding.leftOut === 0 ? {} : { leftOut: finding.leftOut }),
    ...(finding.judgement === undefined ? {} : { judgement: finding.judgement }),
  };
}

export function findingsJson(findings: readonly Finding[]) {
  return cappedFindings(sortFindings(findings), MOST_FINDINGS.data).map(findingJson);
}

/** One file of `inspect`. */
export function fileJson({ file, size, result }: FileSubject, findings: readonly Finding[]) {
  return {
    file,
    size,
    ...(result.kind === 'module'
      ? { module: moduleJson(result), rejected: null }
      : { module: null, rejected: rejectionJson(result) }),
    findings: findingsJson(findings),
  };
}
