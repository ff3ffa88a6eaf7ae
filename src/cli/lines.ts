/** A text file line by line, in bounded memory whatever it holds. */
import { createReadStream } from 'node:fs';
import { encodingOf } from '../base/decode-text.js';
import { unreadable } from './context.js';

export interface Line {
  /** Counted from 1; empty lines count. */
  readonly number: number;
  /** Null for a line that is longer than any report. */
  readonly text: string | null;
}

/** A line longer than any report is no report. */
const LONGEST_LINE = 1024 * 1024;

/** The lines that are not empty. Throws a UsageError for a file that cannot be read. */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  let begun = '';
  let isTooLong = false;
  let number = 0;
  const finished = (end: string): readonly Line[] => {
    const text = isTooLong || begun.length + end.length > LONGEST_LINE ? null : begun + end;
    begun = '';
    isTooLong = false;
    number++;
    return text?.trim() === '' ? [] : [{ number, text }];
  };
  for await (const chunk of chunksOf(file)) {
    const parts = chunk.split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) yield* finished(part);
    isTooLong ||= begun.length + rest.length > LONGEST_LINE;
    begun = isTooLong ? '' : begun + rest;
  }
  if (begun !== '' || isTooLong) yield* finished('');
}

async function* chunksOf(file: string): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  try {
    for await (const chunk of createReadStream(file)) {
      const bytes = chunk as Buffer;
      // The first chunk tells the encoding, and has the byte order mark.
      decoder ??= new TextDecoder(encodingOf(bytes));
      yield decoder.decode(bytes, { stream: true });
    }
    yield decoder?.decode() ?? '';
  } catch (error) {
    throw unreadable(file, error);
  }
}
