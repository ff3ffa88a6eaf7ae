/** Finds the configuration: the file of --config, or fwinspect.config.json here. */
import { existsSync } from 'node:fs';
import { readText } from './context.js';

const DEFAULT_FILE = 'fwinspect.config.json';

/** The text of the configuration; null where none was named and none is here. */
export function configText(named: string | undefined): { readonly file: string; readonly text: string } | null {
  const file = named ?? DEFAULT_FILE;
  if (named === undefined && !existsSync(file)) return null;
  return { file, text: readText(file, 'the configuration') };
}
