/** Reports that every format is tested with. */
import fc from 'fast-check';
import { judgementOf } from '../../../src/base/judgement.js';
import type { CheckedFinding, CheckReport } from '../../../src/report/check-types.js';
import { RULES } from '../../../src/rules/registry.js';
import { sortFindings } from '../../../src/rules/sort.js';
import type { Severity, Value } from '../../../src/rules/types.js';

const digits = (at: number): string => at.toString(16).padStart(64, '0');

export function finding(over: Partial<CheckedFinding> = {}): CheckedFinding {
  return { rule: 'FW201', severity: 'error', file: 'app.bin', range: null, values: {}, waived: null, ...over };
}

export function report(findings: readonly CheckedFinding[], over: Partial<CheckReport> = {}): CheckReport {
  const names = [...new Set(['app.bin', ...findings.flatMap(({ file }) => file ?? [])])].sort();
  return {
    files: names.map((file, at) => ({ file, size: 1000 + at, sha256: digits(at) })),
    findings: sortFindings(findings),
    fleet: null,
    failed: findings.some(({ severity, waived }) => severity === 'error' && waived === null),
    judgement: judgementOf(findings.some(({ severity, waived }) => severity === 'error' && waived === null)),
    againstDevices: false,
    errors: [],
    ...over,
  };
}

export const WAIVED = { reason: 'known since March', owner: 'anna', expires: '2026-12-31' };

/** Every value of a rule's message, as text. */
function valuesOf(rule: string, value: Value): Readonly<Record<string, Value>> {
  const message = RULES.find(({ id }) => id === rule)?.message ?? '';
  return Object.fromEntries([...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name ?? '', value]));
}

export const hostileText = [
  '\u001b[31mred\u001b[0m',
  'x\n::error file=a::b',
  'x\r\n##[error]owned',
  ']]><failure/>',
  '::error::owned',
  '<script>alert(1)</script>',
  'a|b`c``d|',
  '[click](https://example.com) ![x](y)',
  'https://example.com www.example.com a@b.com @user #1',
  'app\u202enib.exe',
  '%0A::warning::x,title=y:z',
  '"quotes\' & <tags>',
  'a\ufffe\uffff\ud800b',
  '\\| \\` \\',
  ' ',
] as const;

const MANY = RULES.flatMap(({ id, severity }, at) => [
  finding({ rule: id, severity, file: `folder/file ${String(at % 5)}.bin`, range: { offset: at, length: 4 } }),
  finding({ rule: id, severity, file: at % 3 === 0 ? null : 'app.bin' }),
]);

const FLEET = {
  devices: 4,
  run: 1,
  safeMode: 1,
  refuse: 1,
  unclear: 1,
  wireBytes: 1234567,
  list: [
    { device: 'd1', outcome: 'run', why: null, told: null },
    { device: 'd2', outcome: 'safe-mode', why: 'the application needs more', told: null },
    { device: 'd3', outcome: 'refuse', why: 'wrong platform', told: 'nobody' },
    { device: 'd4', outcome: 'unclear', why: null, told: null },
  ],
} as const;

const CONFIGURATION = {
  file: 'fwinspect.config.json',
  lowered: [
    { rule: 'FW201', from: 'error', to: 'off' },
    { rule: 'FW203', from: 'error', to: 'note' },
  ],
} as const;

/** One report a kind of thing that can happen. */
export const REPORTS: Readonly<Record<string, CheckReport>> = {
  empty: report([]),
  'nothing at all': report([], { files: [], errors: [{ file: '', code: 'usage', message: 'nothing' }] }),
  'one error': report([finding({ range: { offset: 16, length: 8 } })]),
  many: report(MANY),
  waived: report([finding({ waived: WAIVED }), finding({ rule: 'FW202', waived: WAIVED, file: null }), finding()]),
  twice: report([finding(), finding(), finding()]),
  fleet: report([finding({ file: null })], { fleet: FLEET }),
  configuration: report([finding()], { configuration: CONFIGURATION }),
  'configuration that takes nothing away': report([], { configuration: { ...CONFIGURATION, lowered: [] } }),
  errors: report([], { errors: [{ file: 'gone.bin', code: 'not_found', message: 'does not exist' }] }),
  hostile: report(
    hostileText.flatMap((text) => [
      finding({ file: text, values: valuesOf('FW201', { kind: 'text', text }) }),
      finding({ rule: 'FW501', file: text, values: valuesOf('FW501', { kind: 'file', file: text }) }),
      finding({ file: text, waived: { reason: text, owner: text, expires: '2026-12-31' } }),
    ]),
    {
      fleet: {
        ...FLEET,
        list: hostileText.map((text) => ({ device: text, outcome: 'refuse', why: text, told: 'nobody' })),
      },
      errors: hostileText.map((text) => ({ file: text, code: 'not_found', message: text })),
      configuration: { ...CONFIGURATION, file: hostileText.join(' ') },
    },
  ),
};

const anyText = fc.oneof(
  fc.constantFrom(...hostileText),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .array(
      fc.constantFrom(
        '|',
        '`',
        '::',
        '\n',
        '\r',
        '<',
        '>',
        '&',
        ']]>',
        '%',
        ',',
        ':',
        '\\',
        '"',
        "'",
        '\u001b',
        'a',
        ' ',
      ),
    )
    .map((parts) => parts.join('')),
);

const anyFinding = fc
  .record({
    rule: fc.constantFrom(...RULES.map(({ id }) => id), 'FW999'),
    severity: fc.constantFrom<Severity>('error', 'warning', 'note'),
    file: fc.option(anyText),
    range: fc.option(fc.record({ offset: fc.nat(), length: fc.nat() })),
    text: anyText,
    kind: fc.constantFrom('text', 'file'),
    waived: fc.option(fc.record({ reason: anyText, owner: anyText, expires: fc.constant('2026-12-31') })),
  })
  .map(({ text, kind, ...rest }) =>
    finding({
      ...rest,
      values: valuesOf(rest.rule, kind === 'text' ? { kind: 'text', text } : { kind: 'file', file: text }),
    }),
  );

/** Any report, with names and texts of any content. */
export const anyReport = fc
  .record({
    findings: fc.array(anyFinding, { maxLength: 6 }),
    failed: fc.boolean(),
    judgement: fc.constantFrom('ok', 'not-ok', 'unknown'),
    againstDevices: fc.boolean(),
    text: anyText,
    hasFleet: fc.boolean(),
  })
  .map(({ findings, failed, text, hasFleet }) =>
    report(findings, {
      failed,
      errors: [{ file: text, code: 'not_found', message: text }],
      fleet: hasFleet ? { ...FLEET, list: [{ device: text, outcome: 'refuse', why: text, told: 'nobody' }] } : null,
    }),
  );

/** What a terminal obeys, or hides, or turns. */
export const DANGEROUS =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e0fff}]/u;
