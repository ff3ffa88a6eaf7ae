/** JSON as people paste it: cut off, with bare keys, single quotes, commas missing, or as a console tree (`0: {`). */

export interface Lenient {
  readonly value: unknown;
  /** The text ends before the value does. */
  readonly cutOff: boolean;
  /** Something stands where it cannot, stands twice or is not closed: what is read may be of two values mixed. */
  readonly damaged: boolean;
  /** Offset behind the value. */
  readonly end: number;
}

const DEPTH_LIMIT = 32;
const SPACE = /\s*/y;
const WORD = /[^\s{}[\]:,"']+/y;

interface Token {
  readonly kind: 'mark' | 'text' | 'word' | 'end';
  readonly text: string;
  /** A string that is not closed, or a word that the text ends with. */
  readonly open: boolean;
}

const END: Token = { kind: 'end', text: '', open: true };

/** Reads the value that begins at an offset, and nothing behind it. Never throws. */
export function parseLenient(text: string, from: number): Lenient {
  const reader = new Reader(text, from);
  const value = reader.value(reader.next(), 0);
  return { value, cutOff: reader.cutOff, damaged: reader.damaged, end: reader.end };
}

class Reader {
  cutOff = false;
  damaged = false;
  readonly #text: string;
  #at: number;
  #kept: Token | null = null;

  constructor(text: string, from: number) {
    this.#text = text;
    this.#at = from;
  }

  get end(): number {
    return this.#at;
  }

  next(): Token {
    const kept = this.#kept;
    this.#kept = null;
    return kept ?? this.#read();
  }

  #keep(token: Token): void {
    this.#kept = token;
  }

  #read(): Token {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#text);
    const at = SPACE.lastIndex;
    const first = this.#text[at];
    if (first === undefined) {
      this.#at = at;
      return END;
    }
    if (first === '"' || first === "'") return this.#string(at + 1, first);
    if ('{}[]:,'.includes(first)) {
      this.#at = at + 1;
      return { kind: 'mark', text: first, open: false };
    }
    WORD.lastIndex = at;
    WORD.exec(this.#text);
    this.#at = WORD.lastIndex;
    return { kind: 'word', text: this.#text.slice(at, this.#at), open: this.#at >= this.#text.length };
  }

  #string(from: number, quote: string): Token {
    let at = from;
    while (at < this.#text.length && this.#text[at] !== quote) at += this.#text[at] === '\\' ? 2 : 1;
    this.#at = Math.min(at + 1, this.#text.length);
    return { kind: 'text', text: unescaped(this.#text.slice(from, at)), open: at >= this.#text.length };
  }

  value(token: Token, depth: number): unknown {
    if (token.kind === 'end') {
      this.cutOff = true;
      return undefined;
    }
    if (token.kind === 'mark') {
      if (depth >= DEPTH_LIMIT || !'{['.includes(token.text)) {
        this.damaged = true;
        return undefined;
      }
      return token.text === '{' ? this.#object(depth) : this.#array(depth);
    }
    if (token.open && depth > 0) {
      this.cutOff = true;
      // Half a number or a half hash is worth nothing; half a report in a string is.
      return token.kind === 'text' && /^\s*[{[]/.test(token.text) ? token.text : undefined;
    }
    if (token.kind === 'text') return token.text;
    // Marks that stick to a number: the value under them is not this one.
    if (!/^[\w.+-]+$/.test(token.text)) this.damaged = true;
    return scalarOf(token.text);
  }

  #object(depth: number): Readonly<Record<string, unknown>> {
    const members = Object.create(null) as Record<string, unknown>;
    for (;;) {
      const key = this.next();
      if (key.kind === 'end') {
        this.cutOff = true;
        return members;
      }
      if (key.kind === 'mark') {
        if (key.text === '}') return members;
        if (key.text !== ',') this.damaged = true;
        if (key.text === ']') {
          this.#keep(key);
          return members;
        }
        continue;
      }
      const colon = this.next();
      if (colon.kind !== 'mark' || colon.text !== ':') {
        // Of a text that is cut off within a key nothing is mixed up.
        if (colon.kind !== 'end') this.damaged = true;
        this.#keep(colon);
        continue;
      }
      const value = this.value(this.next(), depth + 1);
      if (key.text in members) this.damaged = true;
      if (value !== undefined) members[key.text] = value;
    }
  }

  /** Of an array that is cut off the last object is left out, because it is not whole. */
  #array(depth: number): readonly unknown[] {
    const elements: unknown[] = [];
    for (;;) {
      const token = this.next();
      if (token.kind === 'end') {
        this.cutOff = true;
        return elements;
      }
      if (token.kind === 'mark' && (token.text === ',' || token.text === ':')) {
        if (token.text === ':') this.damaged = true;
        continue;
      }
      if (token.kind === 'mark' && token.text !== '{' && token.text !== '[') {
        if (token.text === '}') {
          this.damaged = true;
          this.#keep(token);
        }
        return elements;
      }
      const before = this.cutOff;
      const value = this.value(token, depth + 1);
      if (this.cutOff && !before) return elements;
      if (token.kind !== 'mark' && this.#isPosition()) continue;
      // A bare word is no element: a mark of a quote or list, or the rest of something.
      if (token.kind === 'word' && typeof value === 'string') this.damaged = true;
      if (value !== undefined) elements.push(value);
    }
  }

  /** A console tree numbers its elements. */
  #isPosition(): boolean {
    const token = this.next();
    if (token.kind === 'mark' && token.text === ':') return true;
    this.#keep(token);
    return false;
  }
}

function scalarOf(word: string): unknown {
  if (/^-?\d{1,15}(?:\.\d+)?$/.test(word)) return Number(word);
  if (word === 'true' || word === 'false') return word === 'true';
  return word === 'null' || word === 'undefined' ? null : word;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_all, code: string | undefined, plain: string | undefined) =>
    code !== undefined ? String.fromCharCode(parseInt(code, 16)) : (ESCAPES[plain ?? ''] ?? plain ?? ''),
  );
}
