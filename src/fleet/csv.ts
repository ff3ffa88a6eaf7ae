/** Tables of devices: cells by the names of their columns, whatever separates them. */
import { instantOf } from '../base/instant.js';
import { deviceIdOf, countOf, nameOf, rowSays, rowWord } from './row.js';
import type { Place } from './row.js';
import type { FleetRecord } from './types.js';

/** What a column holds. */
type Column = 'id' | 'name' | 'platform' | 'deviceOs' | 'firmware' | 'product' | 'heard';

/** Names of columns, without what is no letter or digit. */
const COLUMNS: Readonly<Record<string, Column>> = {
  id: 'id',
  deviceid: 'id',
  coreid: 'id',
  device: 'id',
  name: 'name',
  devicename: 'name',
  platform: 'platform',
  platformid: 'platform',
  platformname: 'platform',
  devicetype: 'platform',
  deviceosversion: 'deviceOs',
  deviceos: 'deviceOs',
  osversion: 'deviceOs',
  systemfirmwareversion: 'deviceOs',
  systemversion: 'deviceOs',
  firmwareversion: 'firmware',
  productfirmwareversion: 'firmware',
  productversion: 'firmware',
  product: 'product',
  productid: 'product',
  lastheard: 'heard',
  lastheardat: 'heard',
  lasthandshakeat: 'heard',
};

const SEPARATORS = [',', ';', '\t'] as const;

/** The head of a table. */
export interface TableHead {
  readonly separator: string;
  readonly columns: readonly (Column | null)[];
}

/** The head that a line is; null for any other line. */
export function tableHead(line: string): TableHead | null {
  for (const separator of SEPARATORS) {
    if (!line.includes(separator)) continue;
    const columns = cellsOf(line, separator).map(
      (cell) => COLUMNS[cell.toLowerCase().replace(/[^a-z\d]/g, '')] ?? null,
    );
    const known = new Set(columns.filter((one) => one !== null));
    if (known.size > 1 && (known.has('id') || known.has('deviceOs'))) return { separator, columns };
  }
  return null;
}

/** Whether a line ends within a cell, so that the row goes on in the next one. */
export function isOpenRow(line: string): boolean {
  return (line.match(/"/g)?.length ?? 0) % 2 === 1;
}

/** The cells of a row; quotes around a cell are taken off. */
function cellsOf(line: string, separator: string): readonly string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line.charAt(at);
    if (isQuoted && sign === '"' && line.charAt(at + 1) === '"') {
      cell += '"';
      at++;
    } else if (sign === '"' && (isQuoted || cell.trim() === '')) {
      isQuoted = !isQuoted;
    } else if (sign === separator && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell.trim()];
}

/** The device of a row; null for one in which nothing is written. */
export function recordOfRow({ separator, columns }: TableHead, line: string, place: Place): FleetRecord | null {
  const cells = cellsOf(line, separator);
  if (cells.every((cell) => cell === '')) return null;
  const all = (column: Column): readonly string[] => cells.filter((_, at) => columns[at] === column);
  const [name, product, firmware, heard] = (['name', 'product', 'firmware', 'heard'] as const).map(
    (one) => all(one)[0],
  );
  const isShifted = cells.slice(columns.length).some((cell) => cell !== '');
  // A number of the row, or a name, stands in a column of such a name too.
  const [id = null] = all('id').flatMap((cell) => deviceIdOf(asText(cell)) ?? []);
  if (isShifted) {
    return { word: { kind: 'unread', why: 'shifted_row' }, id: null, at: null, name: null, line: place.line };
  }
  return {
    word: rowWord({
      ...rowSays(all('platform'), all('deviceOs'), place),
      product: countOf(product),
      productVersion: countOf(firmware),
    }),
    id,
    at: instantOf(heard),
    name: nameOf(withoutQuote(name)),
    line: place.line,
  };
}

/** What is written so that a spreadsheet takes it for text: ="e00f...", 'e00f... */
const asText = (cell: string): string =>
  cell
    .replace(/^(?:="?|')/, '')
    .replace(/"$/, '')
    .trim();

/** A cell that begins like a formula is written with a quote before it; the quote is none of the name. */
function withoutQuote(name: string | undefined): string | undefined {
  return name !== undefined && /^'[=+\-@\t\r]/.test(name) ? name.slice(1) : name;
}
