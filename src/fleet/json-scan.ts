/** Finds the end of a JSON value in text that comes piece by piece, and the elements of its list on the way: only one of them is held. */

/** Where a scan is. Changed as it goes on. */
export interface JsonScan {
  /** Where in the text the value begins, or what of it was not handed out yet. */
  start: number;
  /** Where the element begins that is open; -1 for none. */
  element: number;
  position: number;
  /** Brackets that are open. */
  readonly open: number[];
  /** How many are open around the elements that are handed out; 0 = none are. */
  level: number;
  /** Elements that were handed out. */
  elements: number;
  /** What stands around the elements of a list in an object, as text. */
  around: string;
  isInString: boolean;
  isEscaped: boolean;
  /** The last sign that is neither blank nor in a string. */
  before: number;
}

/** What a scan comes to. `damaged`: at its position stands what cannot stand there. */
export type ScanStep = 'more' | 'element' | 'end' | 'damaged';

const sign = (text: string): number => text.charCodeAt(0);
const QUOTE = sign('"');
const BACKSLASH = sign('\\');
const NEWLINE = sign('\n');
const SPACE = sign(' ');
const OBJECT = sign('{');
const OBJECT_END = sign('}');
const LIST = sign('[');
const LIST_END = sign(']');
const COMMA = sign(',');
const COLON = sign(':');

/** A scan that begins at a bracket. */
export function beginScan(start: number): JsonScan {
  return {
    start,
    element: -1,
    position: start,
    open: [],
    level: 0,
    elements: 0,
    around: '',
    isInString: false,
    isEscaped: false,
    before: 0,
  };
}

/** The list of devices of an answer begins: its key stands before the bracket. */
const LIST_KEY = /"(?:devices|data)"\s{0,40}:\s{0,40}$/;
const LOOKED_BACK = 100;

/** Goes on until an element is whole (from `element` to `position`), the value ends at `position`, or the text does. */
export function scanOn(scan: JsonScan, text: string): ScanStep {
  for (; scan.position < text.length; scan.position++) {
    const code = text.charCodeAt(scan.position);
    if (scan.isInString) {
      if (code === NEWLINE) return 'damaged';
      if (scan.isEscaped) scan.isEscaped = false;
      else if (code === BACKSLASH) scan.isEscaped = true;
      else if (code === QUOTE) scan.isInString = false;
      continue;
    }
    if (code <= SPACE) continue;
    if (code === QUOTE) scan.isInString = true;
    else if (code === OBJECT || code === LIST) {
      if (!opens(scan, text, code)) return 'damaged';
    } else if (code === OBJECT_END || code === LIST_END) {
      const step = closes(scan, text, code);
      if (step !== 'more') return step;
    }
    scan.before = code;
  }
  return 'more';
}

/** False where no value can begin. */
function opens(scan: JsonScan, text: string, code: number): boolean {
  const { open, before, position } = scan;
  const outer = open.at(-1);
  const fits =
    outer === undefined || before === (outer === OBJECT ? COLON : LIST) || (outer === LIST && before === COMMA);
  if (!fits) return false;
  open.push(code);
  if (scan.level > 0) {
    if (open.length === scan.level + 1) scan.element = position;
  } else if (code === LIST && scan.elements === 0) {
    const isAnswer =
      open.length === 2 &&
      open[0] === OBJECT &&
      LIST_KEY.test(text.slice(Math.max(scan.start, position - LOOKED_BACK), position));
    if (open.length === 1) scan.level = 1;
    else if (isAnswer) {
      scan.level = 2;
      scan.around += text.slice(scan.start, position + 1);
    }
  }
  return true;
}

function closes(scan: JsonScan, text: string, code: number): ScanStep {
  const { open, position } = scan;
  if (open.pop() !== (code === OBJECT_END ? OBJECT : LIST)) return 'damaged';
  scan.before = code;
  scan.position++;
  if (scan.level > 0 && open.length === scan.level) return 'element';
  if (open.length === 0) {
    if (scan.around !== '') scan.around += text.slice(scan.start, scan.position);
    return 'end';
  }
  if (scan.level === 2 && open.length === 1) {
    // What stands behind the list belongs to the object around it.
    scan.level = -1;
    scan.start = position;
  }
  scan.position--;
  return 'more';
}

/** After an element: it is not needed any more. */
export function leaveElement(scan: JsonScan): void {
  scan.elements++;
  scan.element = -1;
  scan.start = scan.position;
}

/** The list at the top is one value as a whole, as the list of modules of one report. */
export function takeAsWhole(scan: JsonScan): void {
  scan.level = -1;
  scan.element = -1;
}

/** The scan in a text of which the first characters were let go. */
export function moveScan(scan: JsonScan, by: number): void {
  scan.start -= by;
  scan.position -= by;
  if (scan.element >= 0) scan.element -= by;
}
