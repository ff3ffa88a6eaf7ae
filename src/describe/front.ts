/**
 * What pasting does to a text, undone: colours, marks of quotes, lists and Markdown, tags and entities, other dashes and spaces, line ends.
 * It takes off what stands around a line and never anything within a value, so a damaged line stays damaged and is seen as such.
 */

/** One piece of a pasted text that can be a line of a report. */
export interface PastedLine {
  /** Line of the text as it was given, from 1. */
  readonly number: number;
  /** Spaces between the last mark of a quote or list, or the beginning of the line, and the first word. */
  readonly indent: number;
  /** Empty lines before it. */
  readonly blanks: number;
  /** Without marks at its ends; never empty. */
  readonly text: string;
}

/** Characters of one piece that are looked at. */
const LINE_LIMIT = 400;
/** Characters of one line of the text that are looked at, before it is taken apart. */
const RAW_LIMIT = 64 * 1024;
const LAST_CODE_POINT = 0x10ffff;

/** The text without colours, invisible characters and other line ends; line numbers stay what they were. */
export function plainText(text: string): string {
  const once = isWideText(text) ? text.replace(/[\0\ufffd]/g, '') : text;
  return once
    .replace(/\u001b\[[0-9;?]{0,20}[A-Za-z]/g, '')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ');
}

/** UTF-16 that was read as if it had one byte a character: every other character is NUL. */
function isWideText(text: string): boolean {
  const probe = text.slice(0, 400);
  return probe.length > 20 && (probe.match(/\0/g)?.length ?? 0) > probe.length * 0.4;
}

/** The lines of a report among what stands around them. Takes what {@link plainText} gives. */
export function pastedLines(text: string): readonly PastedLine[] {
  const lines: PastedLine[] = [];
  let blanks = 0;
  for (const [at, raw] of withoutFirstColumn(text.split('\n')).entries()) {
    const before = lines.length;
    for (const piece of piecesOf(raw.slice(0, RAW_LIMIT))) {
      const { indent, text: words } = withoutMarks(piece.slice(0, LINE_LIMIT));
      if (words === '') continue;
      lines.push({ number: at + 1, indent, blanks, text: words });
      blanks = 0;
    }
    if (lines.length === before) blanks += 1;
  }
  return lines;
}

const TIME_COLUMN = /^\s{0,8}\[?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?(?:\s|$)/;
const NUMBER_COLUMN = /^\s{0,8}(\d{1,5})[:.|]?(?:\s|$)/;

/** Lines without the time that a terminal, or the number that an editor, puts before each of them: every line must have it. */
function withoutFirstColumn(lines: readonly string[]): readonly string[] {
  const full = lines.filter((line) => line.trim() !== '');
  if (full.length < 2) return lines;
  if (full.every((line) => TIME_COLUMN.test(line))) return lines.map((line) => line.replace(TIME_COLUMN, ''));
  const first = Number(NUMBER_COLUMN.exec(full[0] ?? '')?.[1]);
  const isCounted = full.every((line, at) => Number(NUMBER_COLUMN.exec(line)?.[1]) === first + at);
  return isCounted ? lines.map((line) => line.replace(NUMBER_COLUMN, '')) : lines;
}

/** Where a line of a report begins, also in the middle of a sentence, or of a paste that has lost its line ends. */
const STARTS = new RegExp(
  [
    /(?=\b(?:Integrity|Address Range|Platform|Dependencies)\s*:\s*(?:PASS|FAIL))/,
    /(?=\bPlatform\s*:\s*\d)|(?=\bDevice\s*:\s*[0-9a-f]{24}\b)|(?=\bUUID\s*:\s*[0-9a-f]{8})|(?=\bSize\s*:\s*\d)/,
    /(?=\bempty\s*-\s*\w{1,20} location)|(?=\bAsset Dependencies\s*:)/,
    /(?=\b(?:Bootloader|System|User|Monolithic|Radio stack|Network co-processor|NCP|undefined)(?: (?:part|firmware|module|\(NCP\))){0,2} module\s*#)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

function piecesOf(raw: string): readonly string[] {
  return plainMarks(raw)
    .split('\n')
    .flatMap((one) => {
      const [first = '', second, ...rest] = one.split(STARTS);
      // What stands before the first one are its indent and marks, or somebody's words.
      return second === undefined || withoutMarks(first).text !== ''
        ? [first, second ?? '', ...rest]
        : [first + second, ...rest];
    });
}

const BREAK_TAG = /<\/?(?:br|p|div|li|ul|ol|tr|table|pre|blockquote|h[1-6])\b[^<>]{0,200}>/gi;
const TAG = /<\/?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,200})?\/?>/gi;

/** Entities, tags, escapes of Markdown, and characters that stand for others. */
function plainMarks(raw: string): string {
  const decoded = raw.includes('&') ? withoutEntities(withoutEntities(raw)) : raw;
  const untagged = decoded.includes('<') ? decoded.replace(BREAK_TAG, '\n').replace(TAG, '') : decoded;
  const unescaped = untagged.includes('\\') ? untagged.replace(/\\([!-/:-@[-`{-~])/g, '$1') : untagged;
  return plainCharacters(unescaped);
}

const QUOTES =
  /[\u00ab\u00bb\u00b4\u2018-\u201f\u2039\u203a\u275b-\u275e\u276e\u276f\u300c-\u300f\u301d-\u301f\uff02\uff07\uff62\uff63]/g;
const DASHES = /[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]/g;

/** Quotes of every language become `"`, dashes `-`, wide letters and signs plain ones; spaces of every width become one of those of ASCII. */
export function plainCharacters(text: string): string {
  // Most lines have none, and need no look.
  if (/^[\t\n -~]*$/.test(text)) return text;
  return text
    .replace(QUOTES, '"')
    .replace(DASHES, '-')
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .normalize('NFKC');
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['nbsp', ' '],
  ['ensp', ' '],
  ['emsp', ' '],
  ['thinsp', ' '],
  ['shy', ''],
  ['ndash', '-'],
  ['mdash', '-'],
  ['minus', '-'],
  ['hyphen', '-'],
  ['num', '#'],
  ['colon', ':'],
  ['comma', ','],
  ['period', '.'],
  ['lowbar', '_'],
  ['ast', '*'],
  ['grave', '`'],
  ['bull', '\u2022'],
  ['middot', '\u00b7'],
  ['ldquo', '"'],
  ['rdquo', '"'],
  ['bdquo', '"'],
  ['laquo', '"'],
  ['raquo', '"'],
  ['lsquo', "'"],
  ['rsquo', "'"],
  ['sbquo', "'"],
  ['lbrace', '{'],
  ['rbrace', '}'],
  ['lcub', '{'],
  ['rcub', '}'],
  ['lbrack', '['],
  ['rbrack', ']'],
  ['lsqb', '['],
  ['rsqb', ']'],
  ['NewLine', '\n'],
  ['Tab', '\t'],
]);

/** Entities of HTML decoded once; unknown ones stay. */
export function withoutEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]{2,8}));/gi,
    (all, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return ENTITIES.get(name) ?? ENTITIES.get(name.toLowerCase()) ?? all;
      const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      return code >= 0x20 && code <= LAST_CODE_POINT ? String.fromCodePoint(code) : ' ';
    },
  );
}

/** One mark before a line, and the space behind it: quoting, bullets, numbers of a list or of an editor, time stamps, check boxes, code. */
const LEADING =
  /^(?:[>|"'`*+~_\u2022\u2023\u25e6\u25aa\u25ab\u25cf\u25cb\u25a0\u25a1\u25ba\u25b6\u00b7-]|#{1,6}(?=\s)|\[[ x]\] |\d{1,4}(?:[.)|]|:(?= |$)|\t)|[a-z][.)](?= )|\[?\d\d?:\d\d(?::\d\d(?:[.,]\d{1,6})?)?\]?(?: ?->)?(?= )|->) ?/i;
const TRAILING = /(?:[\s"'`*_|>,;~\\\ufe0e\ufe0f]|\p{So})$/u;
/** Marks taken off one line at each end. */
const MARK_LIMIT = 32;

function withoutMarks(piece: string): { readonly indent: number; readonly text: string } {
  // Bold and code within a line: no value of a report has such a sign.
  let text = piece
    .replace(/[*`]{1,3}(?=\w)|(?<=[\w:])[*`]{1,3}/g, (marks, at: number) => (at === 0 ? marks : ''))
    .replace(/(?<=\S)\s+/g, ' ');
  let indent = 0;
  for (let count = 0; count <= MARK_LIMIT; count += 1) {
    const rest = text.trimStart();
    // Behind the last mark: where a quote or a list is nested says nothing about the line.
    indent = text.length - rest.length;
    const mark = LEADING.exec(rest)?.[0] ?? /^\p{So}\ufe0f? ?/u.exec(rest)?.[0];
    text = rest;
    if (mark === undefined || count === MARK_LIMIT) break;
    text = rest.slice(mark.length);
  }
  let end = text.length;
  while (end > 0 && TRAILING.test(text.slice(Math.max(0, end - 2), end))) end -= 1;
  text = text.slice(0, end);
  // The full stop of a sentence; three of them say that something was left out.
  return { indent, text: /[^.]\.$/.test(text) ? text.slice(0, -1) : text };
}

const JSON_LEADING =
  /^(?:\s{0,40}(?:[>|`*+\u2022\u25e6\u25aa\u25cf\u00b7]|-(?= )|\d{1,4}[.)](?= )|[\u2018-\u201f\u00ab\u00bb](?=\s{0,40}[\]{}["])))+ ?/;

/** For JSON that is not valid as it stands: the marks of quotes, lists and code taken off every line. */
export function withoutLineMarks(text: string): string {
  return text
    .split('\n')
    .map((line) => jsonTrimmed(line.includes('<') ? line.replace(BREAK_TAG, ' ').replace(TAG, '') : line))
    .join('\n');
}

function jsonTrimmed(line: string): string {
  let end = line.length;
  for (; end > 0; end -= 1) {
    const last = line[end - 1] ?? '';
    const isQuote = /[\u2018-\u201f\u00ab\u00bb]/.test(last) && /[\]},]/.test(line[end - 2] ?? '');
    if (!isQuote && !/[\s`|*\\]/.test(last)) break;
  }
  return line.slice(0, end).replace(JSON_LEADING, '');
}
