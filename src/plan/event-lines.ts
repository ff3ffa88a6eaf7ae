/** A log with each event on a line of its own, whichever way it was written: arrays, objects one behind another, server-sent events. */
import { isObject } from '../base/is-object.js';
import { EVENT } from './event-names.js';

/** Lists and objects within others that are followed. */
const MOST_NESTED = 6;

/** Takes the lines of a log. An object that is printed over several lines stays so, unless the whole log is one value. */
export function eventLines(lines: readonly string[]): readonly string[] {
  const whole = parsed(lines.join('\n'));
  return whole === undefined ? joinedEvents(lines).flatMap(ofLine) : eventsIn(whole);
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A line of server-sent events, behind what quoting puts before it. */
const FIELD = /^\s*(event|data|id|retry):/;

/** Server-sent events on one line each, whatever the order of their fields: they end with an empty line, or where the next one is named. */
function joinedEvents(lines: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let open: string[] = [];
  let isNamed = false;
  const close = (): void => {
    if (open.length > 0) joined.push(open.join(' '));
    open = [];
    isNamed = false;
  };
  for (const line of lines) {
    const field = FIELD.exec(line)?.[1];
    if (field === undefined) {
      if (open.length > 0 && line.startsWith(':')) continue;
      close();
      joined.push(line);
      continue;
    }
    if (field === 'event' && isNamed) close();
    isNamed ||= field === 'event';
    open.push(line);
  }
  close();
  return joined;
}

/** The events of one line: of JSON those that are named as such, wherever the line has them; else the line. */
function ofLine(line: string): readonly string[] {
  if (!EVENT.test(line)) return [line];
  const objects = FIELD.test(line) ? [] : objectsIn(line);
  const around = objects.reduce((rest, one) => rest.replace(one, () => ' '), line);
  if (objects.length === 0 || EVENT.test(around)) return [line];
  const values = objects.map(parsed);
  if (!values.includes(undefined)) return values.flatMap(eventsIn);
  return objects.length > 1 ? objects : [line];
}

/** The objects of a line that are whole, those within others not counted. */
function objectsIn(line: string): readonly string[] {
  const found: string[] = [];
  let [depth, start, isText] = [0, 0, false];
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (isText) {
      if (char === '\\') at++;
      else if (char === '"') isText = false;
    } else if (char === '"') isText = depth > 0;
    else if (char === '{') {
      if (depth === 0) start = at;
      depth++;
    } else if (char === '}' && depth > 0) {
      depth--;
      if (depth === 0) found.push(line.slice(start, at + 1));
    }
  }
  return found;
}

/** The events of a value, each as JSON. What only speaks of an event in its data is none. */
function eventsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(eventsIn);
  if (!isObject(value)) return [];
  const named = namedIn(value, 0);
  if (named.length > 0 || typeof value.name === 'string' || typeof value.event === 'string') return named;
  const text = JSON.stringify(value);
  return EVENT.test(text) ? [text] : [];
}

/** Those that a name says to be events. */
function namedIn(value: unknown, nested: number): readonly string[] {
  if (typeof value !== 'object' || value === null || nested > MOST_NESTED) return [];
  const isNamed =
    isObject(value) && [value.name, value.event].some((one) => typeof one === 'string' && EVENT.test(one));
  return isNamed ? [JSON.stringify(value)] : Object.values(value).flatMap((one) => namedIn(one, nested + 1));
}
