/** SARIF 2.1.0. */
import type { Artifact, ConfigurationOverride, Location, Log, Notification, ReportingDescriptor, Result } from 'sarif';
import type { HashText } from '../base/hash-text.js';
import { RULES } from '../rules/registry.js';
import type { Rule, Value } from '../rules/types.js';
import type { CheckedFinding, CheckReport } from './check-types.js';
import { assumedJson } from './assumed.js';
import { MOST_ITEMS } from './bounded.js';
import { findingMessage } from './finding.js';
import { cappedErrors, jsonText } from './json.js';
import type { RunError } from './json.js';
import { VERSION } from './version.js';
import { safeText } from '../base/safe-text.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * The report as a SARIF log of one run.
 *
 * @param sha256 for the fingerprints of findings
 */
export function sarifText(report: CheckReport, sha256: HashText): string {
  const files = shownFiles(report);
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'fwinspect',
            version: VERSION,
            semanticVersion: VERSION,
            rules: RULES.map(descriptorOf),
          },
        },
        invocations: [
          {
            executionSuccessful: report.errors.length === 0,
            ruleConfigurationOverrides: overridesOf(report),
            toolExecutionNotifications: cappedErrors(report.errors, MOST_ITEMS.data).map(notificationOf),
          },
        ],
        artifacts: files.map(({ file, size, sha256 }): Artifact => ({
          location: { uri: uriOf(file) },
          length: size,
          roles: ['analysisTarget'],
          ...(sha256 === '' ? {} : { hashes: { 'sha-256': sha256 } }),
        })),
        results: resultsOf(report, files, sha256),
        columnKind: 'utf16CodeUnits',
        properties: {
          failed: report.failed,
          judgement: report.judgement,
          againstDevices: report.againstDevices,
          fleet: report.fleet,
          configuration: report.configuration ?? null,
          assumed: assumedJson(report.assumed ?? []),
          unjudged: report.unjudged ?? [],
          ...(files.length === report.files.length
            ? {}
            : { omitted: { artifacts: report.files.length - files.length } }),
        },
      },
    ],
  };
  return jsonText(log);
}

/** The files of results first; a result of another has its name alone. */
function shownFiles({ files, findings }: CheckReport): CheckReport['files'] {
  if (files.length <= MOST_ITEMS.data) return files;
  const named = new Set(findings.flatMap(({ file }) => file ?? []));
  const wanted = [...files.filter(({ file }) => named.has(file)), ...files.filter(({ file }) => !named.has(file))];
  return wanted.slice(0, MOST_ITEMS.data);
}

function descriptorOf(rule: Rule): ReportingDescriptor {
  return {
    id: rule.id,
    name: rule.name,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.effect },
    help: { text: rule.fix, markdown: `${rule.fix}\n\n**Effect:** ${rule.effect}\n\n**Source:** ${rule.source}` },
    defaultConfiguration: { level: rule.severity },
    properties: { scope: rule.on },
  };
}

/** What the configuration switches off or lowers, in SARIF's own words. */
function overridesOf({ configuration }: CheckReport): ConfigurationOverride[] {
  return (configuration?.lowered ?? []).map(({ rule, to }) => ({
    descriptor: { id: rule },
    configuration: to === 'off' ? { enabled: false } : { level: to },
  }));
}

function resultsOf(report: CheckReport, files: CheckReport['files'], sha256: HashText): Result[] {
  const contents = new Map(report.files.map(({ file, sha256 }) => [file, sha256]));
  const places = new Map(files.map(({ file }, at) => [file, at]));
  const seen = new Map<string, number>();
  return report.findings.map((finding): Result => {
    const print = fingerprint(finding, contents, sha256);
    const count = (seen.get(print) ?? 0) + 1;
    seen.set(print, count);
    const ruleIndex = RULES.findIndex(({ id }) => id === finding.rule);
    return {
      ruleId: finding.rule,
      ...(ruleIndex < 0 ? {} : { ruleIndex }),
      level: finding.severity,
      message: { text: messageText(findingMessage(finding)) },
      ...(finding.file === null ? {} : { locations: [locationOf(finding, finding.file, places.get(finding.file))] }),
      partialFingerprints: { 'fwinspect/v1': `${print}:${String(count)}` },
      suppressions: suppressionsOf(finding),
    };
  });
}

function locationOf({ range }: CheckedFinding, file: string, index: number | undefined): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file), ...(index === undefined ? {} : { index }) },
      ...(range === null ? {} : { region: { byteOffset: range.offset, byteLength: range.length } }),
    },
  };
}

function suppressionsOf({ waived }: CheckedFinding): NonNullable<Result['suppressions']> {
  if (waived === null) return [];
  const justification = safeText(`${waived.reason} (${waived.owner}, until ${waived.expires})`);
  return [{ kind: 'external', status: 'accepted', justification }];
}

function notificationOf({ file, code, message }: RunError): Notification {
  return {
    level: 'error',
    descriptor: { id: code },
    message: { text: messageText(safeText(message)) },
    ...(file === '' ? {} : { locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }] }),
  };
}

/** `[text](target)` is a link even in plain text; with a space in between it is not. */
function messageText(text: string): string {
  return text.replaceAll('](', '] (');
}

/** What a finding is, without the names of files: the rule, the content, the bytes, and the numbers that were compared. */
function fingerprint(finding: CheckedFinding, contents: ReadonlyMap<string, string>, sha256: HashText): string {
  const content = finding.file === null ? 'set' : (contents.get(finding.file) ?? 'unread');
  const values = Object.entries(finding.values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, withoutNames(value, contents)]);
  const range = finding.range === null ? null : [finding.range.offset, finding.range.length];
  return sha256(JSON.stringify([finding.rule, content, range, values])).slice(0, 32);
}

/** A file counts by its content; text may hold a name and does not count. */
function withoutNames(value: Value, contents: ReadonlyMap<string, string>): unknown {
  switch (value.kind) {
    case 'file':
      return contents.get(value.file) ?? '';
    case 'text':
      return '';
    case 'list':
      return value.items.map((item) => JSON.stringify(withoutNames(item, contents))).sort();
    default:
      return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** A path as a URI: relative as it is, absolute as `file:`. What stands for no character at all cannot be encoded and is replaced. */
function uriOf(path: string): string {
  const encoded = path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  if (encoded.startsWith('/')) return `file://${encoded}`;
  return /^[A-Za-z]%3A\//.test(encoded) ? `file:///${encoded.replace('%3A', ':')}` : encoded;
}
