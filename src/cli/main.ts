/** The command line: arguments in, exit code out. Nothing here decides anything about firmware. */
import { jsonText } from '../report/json.js';
import type { RunError } from '../report/json.js';
import { VERSION } from '../report/version.js';
import { safeText } from '../base/safe-text.js';
import { print, say, screenOf } from './door.js';
import type { Screen } from './door.js';
import { calledCommand, readCommandLine } from './command-line.js';
import { addReleases, COMMANDS, overview, refuseOverwriting } from './commands.js';
import type { Command } from './commands.js';
import { forTerminal, isUsageError, writeErrors } from './context.js';
import type { UsageError } from './context.js';
import { EXIT } from './exit-code.js';
import { outputsOf } from './outputs.js';
import { notesOf, textsOf } from './values.js';
import type { Read } from './values.js';

/**
 * Runs one command line. Gives the exit code; throws only for a fault in fwinspect itself.
 *
 * @param argv the arguments behind the program's name
 */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    return await run(argv);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    writeErrors([usageError(error)]);
    if (asksForJson(argv)) await writeNothing(argv, usageError(error));
    return EXIT.usage;
  }
}

async function run(argv: readonly string[]): Promise<number> {
  const line = readCommandLine(argv);
  switch (line.kind) {
    case 'version':
      print(`${VERSION}\n`);
      return EXIT.fine;
    case 'help':
      if (line.json) {
        print(jsonText((await import('./help-json.js')).helpJson(line.command)));
        return EXIT.fine;
      }
      print(`${(await import('./help.js')).helpText(line.command, helpWidth(screenOf('stdout')))}\n`);
      return EXIT.fine;
    case 'overview':
      return overview(line.read);
    case 'run':
      for (const note of notesOf(line.command, line.read)) {
        say(`${forTerminal(`fwinspect: ${note}`, screenOf('stderr'))}\n`);
      }
      await keepInputs(line.command, line.read);
      await startTable(line.read);
      return line.command.run(line.read);
  }
}

/** Columns of the help; a terminal may have fewer. */
const HELP_WIDTH = 100;

const helpWidth = ({ isTTY, columns }: Screen): number => (isTTY ? Math.min(HELP_WIDTH, columns) : HELP_WIDTH);

/** What reads the inputs is loaded where there is a file that the answer could take the place of. */
async function keepInputs(command: Command, read: Read): Promise<void> {
  const outputs = outputsOf(command, read);
  if (outputs.length > 0) await refuseOverwriting(outputs, command, read);
}

async function startTable(read: Read): Promise<void> {
  const file = textsOf(read, 'releases').at(-1);
  if (file !== undefined) await addReleases(file);
}

function usageError({ message }: UsageError): RunError {
  return { file: '', code: 'usage', message: safeText(message) };
}

function asksForJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, at) => word === '--json' || word === '--format=json' || (word === 'json' && argv[at - 1] === '--format'),
  );
}

/** Whoever asked for JSON gets a document, also where nothing was done. */
async function writeNothing(argv: readonly string[], error: RunError): Promise<void> {
  const command = calledCommand(argv) ?? COMMANDS[0];
  print(jsonText(await command?.nothing([error])));
}
