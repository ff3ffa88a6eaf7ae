/** What pages in HTML are made of: escaped text, tables that scroll and fold by themselves, figures; and the style of these. No `style` attribute, which a policy forbids. */
import { escapeHtml } from './words.js';

/** Text that is HTML already. */
export interface Html {
  /** Escaped where it was none. */
  readonly html: string;
}

export type Part = string | number | Html | readonly (string | Html)[];

/** A tagged template that escapes everything but what is HTML already. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    html: strings.reduce((text, piece, at) => text + piece + (at < parts.length ? rendered(parts[at] ?? '') : ''), ''),
  };
}

function rendered(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return 'html' in part ? part.html : part.map(rendered).join('');
}

/** Text that is HTML already. */
export const raw = (text: string): Html => ({ html: text });

/** A column: its heading, and whether it holds numbers, short texts that stay on one line, or the longest text. */
export interface Column {
  readonly name: string;
  readonly kind: 'num' | 'keep' | 'wide' | null;
}

/** Columns by what they hold. */
export const num = (name: string): Column => ({ name, kind: 'num' });
export const keep = (name: string): Column => ({ name, kind: 'keep' });
export const wide = (name: string): Column => ({ name, kind: 'wide' });
export const plain = (name: string): Column => ({ name, kind: null });

const classOf = ({ kind }: Column): Html => raw(kind === null ? '' : ` class="${kind}"`);

/**
 * A table that scrolls on its own, so that the page never does; reachable by keyboard. On a narrow screen every row becomes a card, with the headings
 * beside the values; the roles keep it a table for those who listen to it.
 */
export function table(name: string, columns: readonly Column[], rows: readonly (readonly Part[])[]): Html {
  const head = columns.map((one) => html`<th role="columnheader" scope="col"${classOf(one)}>${one.name}</th>`);
  const cell = (part: Part, column: Column): Html =>
    html`<td role="cell" data-label="${column.name}"${classOf(column)}>${part === '' ? '' : html`<span>${part}</span>`}</td>`;
  const body = rows.map(
    (parts) => html`<tr role="row">${columns.map((column, at) => cell(parts[at] ?? '', column))}</tr>\n`,
  );
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0">
    <table role="table" aria-label="${name}">
      <thead role="rowgroup">
        <tr role="row">
          ${head}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${body}
      </tbody>
    </table>
  </div>`;
}

/** A file name up to here stays on one line where the screen is wide. */
const MAX_UNBROKEN = 40;

/** The name of a file, which breaks behind its separators before it breaks anywhere else. */
export function fileName(name: string): Html {
  const pieces = name.split(/(?<=[-_./@+])/).map((piece) => escapeHtml(piece));
  return html`<code class="${name.length > MAX_UNBROKEN ? 'name' : 'name keep'}">${raw(pieces.join('<wbr>'))}</code>`;
}

/** A hash that breaks into equal pieces where there is no room for one line. */
export function hash(hex: string): Html {
  return html`<code>${raw((hex.match(/.{1,16}/g) ?? []).map((piece) => escapeHtml(piece)).join('<wbr>'))}</code>`;
}

/** How many more there are than a table tells; nothing where it tells all. */
export function moreLine(words: string): Html {
  return words === '' ? html`` : html`<p class="soft">${words.trim()}</p>`;
}

/** A heading and what it stands over, kept together on paper. */
export function figure(title: string, label: string, svg: string): Html {
  return html`<div class="figure">
    <h3>${title}</h3>
    <div class="scroll" role="region" aria-label="${label}" tabindex="0">${raw(svg)}</div>
  </div>`;
}
