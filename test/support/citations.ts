/** Finds what code, tests and pages cite, and resolves it: sections of docs/device-os, links between pages, files of this repository. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A page of docs/device-os as citations see it. */
interface Page {
  /** "2.1", "A5" to the lines of that section, without those of its subsections' headings. */
  readonly sections: ReadonlyMap<string, readonly string[]>;
}

/** A heading's number: "## 2. What", "### 2.1 What", "### A5 What", "### C1". */
const NUMBERED_HEADING = /^#{2,3} (\d{1,2}\.\d{1,2}|\d{1,2}(?=\. )|[A-D]\d{1,2})(?:\. | |$)/;

/** Takes a page's text; gives its sections by number. */
export function readPage(text: string): Page {
  const sections = new Map<string, string[]>();
  let lines: string[] | null = null;
  for (const line of text.split('\n')) {
    const number = NUMBERED_HEADING.exec(line)?.[1];
    if (number !== undefined) {
      lines = [];
      sections.set(number, lines);
    } else if (line.startsWith('#')) lines = null;
    else lines?.push(line);
  }
  return { sections };
}

export interface Citation {
  readonly file: string;
  readonly line: number;
  readonly page: string;
  /** As it stands there: "gen3 4.2 b and c". */
  readonly text: string;
  /** "4.2", "D11", "2.1 step 3", "4.2 row b". */
  readonly targets: readonly string[];
}

const SECTION = /^(?:section |§ ?)?(\d{1,2}(?:\.\d{1,2})?)(?!\.?\d|[A-Za-z_%-])/;
const POINT = /^([A-D]\d{1,2})(?![\w-])/;
const STEP = /^step (\d{1,2})(?!\d)/;
const NUMBERED_ROW = /^#(\d{1,2})(?!\d)/;
/** A row named by a letter; a lone "a" in a sentence is none, so something has to close it. */
const LETTERED_ROW = /^([a-f])(?=[:,;)]|$| and [a-f](?:[:,;)]|$))/;
const SEPARATOR = /^(?:, | and | to | )/;

/** Every citation of a page in a text: "gen2 2.1", "gen3.md 4.1", "gen3 4.2 b and c", "gen2 2.1 step 3", "gen3 D11", "tables C7". */
export function findCitations(file: string, text: string): readonly Citation[] {
  return text
    .split('\n')
    .flatMap((content, index) =>
      [...content.matchAll(/\b(gen[23]|tables)(?:\.md)?(?=[ ])/g)].flatMap((match) =>
        citationAt(file, index + 1, content, match.index, match[0], match[1] ?? ''),
      ),
    );
}

function citationAt(
  file: string,
  line: number,
  content: string,
  at: number,
  name: string,
  page: string,
): readonly Citation[] {
  const targets: string[] = [];
  let section = '';
  let end = at + name.length;
  for (;;) {
    const separator = SEPARATOR.exec(content.slice(end))?.[0];
    if (separator === undefined) break;
    const rest = content.slice(end + separator.length);
    const found =
      (page === 'tables' ? null : SECTION.exec(rest)) ?? POINT.exec(rest) ?? (section === '' ? null : detailOf(rest));
    if (found === null) break;
    const [whole, value = ''] = found;
    if (SECTION.test(rest) || POINT.test(rest)) section = value;
    targets.push(SECTION.test(rest) || POINT.test(rest) ? value : `${section} ${kindOf(whole)} ${value}`);
    end += separator.length + whole.length;
  }
  return targets.length === 0 ? [] : [{ file, line, page, text: content.slice(at, end), targets }];
}

function detailOf(rest: string): RegExpExecArray | null {
  return STEP.exec(rest) ?? NUMBERED_ROW.exec(rest) ?? LETTERED_ROW.exec(rest);
}

function kindOf(detail: string): 'step' | 'row' {
  return detail.startsWith('step') ? 'step' : 'row';
}

/** The targets of a citation that a page does not have. */
export function unresolved(citation: Citation, pages: ReadonlyMap<string, Page>): readonly string[] {
  const page = pages.get(citation.page);
  return citation.targets
    .filter((target) => page === undefined || !isThere(page, target))
    .map((target) => `${citation.file}:${String(citation.line)} "${citation.text}": no ${citation.page} ${target}`);
}

function isThere(page: Page, target: string): boolean {
  const [section = '', kind, value] = target.split(' ');
  const lines = page.sections.get(section);
  if (lines === undefined || kind === undefined || value === undefined) return lines !== undefined;
  const start = kind === 'step' ? `${value}. ` : `| ${value} `;
  return lines.some((line) => line.startsWith(start));
}

/** Text files below a folder or the file itself, as paths from the root with forward slashes. */
export function textFiles(...places: readonly string[]): readonly string[] {
  return places.flatMap((place) => {
    const path = join(ROOT, place);
    if (!existsSync(path)) return [];
    if (statSync(path).isFile()) return [place];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:ts|mts|mjs|js|json|md|yml|yaml|tsv)$/.test(entry.name))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .sort();
  });
}

export function readText(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8').replaceAll('\r\n', '\n');
}

/** The comments of a TypeScript or JavaScript text, line by line, with the number of the line. */
export function comments(text: string): readonly { readonly line: number; readonly text: string }[] {
  return text
    .split('\n')
    .map((content, index) => ({
      line: index + 1,
      text: /^\s*(?:\/\*\*?|\*|\/\/)|\s\/\/ /.exec(content) ? content : '',
    }))
    .filter((one) => one.text !== '');
}

/** Links of a Markdown text that lead nowhere: to a file that is not there, or to a heading that its page does not have. */
export function brokenLinks(file: string, text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/\]\(([^()\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => !leadsSomewhere(file, text, target))
    .map((target) => `${file}: ${target}`);
}

function leadsSomewhere(file: string, text: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const other = path === '' ? file : normalize(join(dirname(file), path));
  if (!existsSync(join(ROOT, other))) return false;
  if (anchor === undefined) return true;
  return anchors(path === '' ? text : readText(other)).includes(anchor);
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(text: string): readonly string[] {
  const seen = new Map<string, number>();
  return [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} (.+)$/gm)].map((match) => {
    const slug = (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${String(times)}`;
  });
}
