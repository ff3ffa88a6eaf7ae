/** Every command of the command line, as a table. Each is loaded when it is called. */
import type { RunError } from '../report/json.js';
import {
  allOptions,
  AUDIT,
  CHECK,
  CHECK_FORMATS,
  COMMON,
  COMPLETION,
  DEPS,
  EXPLAIN,
  FLEET,
  FLEET_FORMATS,
  GRAPH,
  LOCK,
  GRAPH_FORMATS,
  offeredNegations,
  PLAN,
  REPORT,
  ROLLOUT,
  ROLLOUT_FORMATS,
  SHELLS,
  SIMULATE,
  VERIFY,
  VERSIONS,
} from './options.js';
import type { CommonOptions, Group, Option, Options, Positionals, Values, Without } from './options.js';
import type { Output } from './outputs.js';
import { optionValues, wordValues } from './values.js';
import type { Read } from './values.js';

/** What is said of a command before anything is known of its options. */
interface Description {
  readonly name: string;
  readonly describe: string;
  readonly group: Group;
  /** What --format takes, in words; "table or json" where it is not said. */
  readonly formats?: string;
  /** The same as words that completion offers; table and json where it is not said. */
  readonly formatNames?: readonly string[];
  /** Common options that would do nothing for it. */
  readonly without?: Without;
  /** Arguments and what they show: `firmware` is a folder of a release, `app.bin` an application, `device.json` a report (`before.json` and `after.json` two of one device), `devices.json` a list. */
  readonly examples: readonly (readonly [args: string, shows: string])[];
  /** The JSON document of a run that came to nothing. */
  readonly nothing: (errors: readonly RunError[]) => Promise<unknown>;
}

/** One command: how it is called, what it does, and what it answers in JSON where it came to nothing. */
export interface Command extends Description {
  readonly positionals: Positionals;
  /** Its own options; every command has the common ones too. */
  readonly options: Options;
  /** Runs it with what was read. Throws a UsageError for a value that is none. */
  readonly run: (read: Read) => Promise<number> | number;
}

interface Declaration<Words extends Positionals, Own extends Options> extends Description {
  readonly positionals: Words;
  readonly options: Own;
  readonly run: (words: Values<Words>, options: CommonOptions & Values<Own>) => Promise<number> | number;
}

/** A command whose `run` gets the values that its own declarations say. */
function command<Words extends Positionals, Own extends Options>(declared: Declaration<Words, Own>): Command {
  const { positionals, options, run } = declared;
  return {
    ...declared,
    run: (read) =>
      run(wordValues(positionals, read), { ...optionValues(COMMON, read), ...optionValues(options, read) }),
  };
}

const FILES = {
  files: { count: 'many', takes: 'input', describe: 'files, folders, globs, zips, - for standard input' },
} as const satisfies Positionals;

const SIDE = { count: 'one', takes: 'input', describe: 'a file, folder or zip' } as const;

const HTML_ALONE = 'a report is HTML; audit --json has the same as data';

/** What a command that reads no firmware, and whose answer is one text, does not have. */
const NO_FIRMWARE = { all: '', memory: '', releases: '' } as const satisfies Without;
const PLAIN_TEXT = { format: '', json: '', color: '', quiet: '', verbose: '' } as const satisfies Without;

/** A command that has no JSON of its own. */
const errorsAlone = (errors: readonly RunError[]): Promise<unknown> => Promise.resolve({ errors });

export const COMMANDS: readonly Command[] = [
  command({
    name: 'deps',
    describe: 'the flash order with reasons, or why the files do not work together',
    group: 'order',
    positionals: FILES,
    options: DEPS,
    examples: [
      ['deps firmware', 'the order of a release, with reasons'],
      ['deps --json firmware', 'the same as data'],
    ],
    run: async ({ files }, options) => (await import('./deps.js')).deps(files, options),
    nothing: async (errors) => {
      const { depsJson, EMPTY_REPORT } = await import('../report/deps.js');
      return depsJson(EMPTY_REPORT, [], errors);
    },
  }),
  command({
    name: 'inspect',
    describe: 'everything that the files say about themselves',
    group: 'order',
    positionals: FILES,
    options: {},
    examples: [
      ['inspect app.bin', 'header, checksums, dependencies'],
      ['inspect --json firmware', 'every module of a folder as data'],
    ],
    run: async ({ files }, options) => (await import('./inspect.js')).inspect(files, options),
    nothing: async (errors) => (await import('../report/inspect.js')).inspectJson([], [], [], errors),
  }),
  command({
    name: 'versions',
    describe: 'Device OS releases and their module versions, both ways',
    group: 'release',
    positionals: {
      query: {
        count: 'optional',
        takes: 'range',
        describe: 'a release, a module version, or a range such as ">=1.5 <2"',
      },
    },
    options: VERSIONS,
    without: { all: '', memory: '' },
    examples: [
      ['versions 1213', 'the release of a module version'],
      ['versions ">=1.5 <2" --platform boron', 'a range'],
      ['versions --table', 'how far the table goes'],
    ],
    run: async ({ query }, options) => (await import('./versions.js')).versions(query, options),
    nothing: async (errors) => {
      const { NO_VERSIONS, versionsJson } = await import('../report/versions.js');
      return versionsJson(NO_VERSIONS, errors);
    },
  }),
  command({
    name: 'simulate',
    describe: 'what a device does with the files, one after another',
    group: 'device',
    positionals: FILES,
    options: SIMULATE,
    examples: [
      ['simulate --from 0.4.8 firmware', 'over the air, in this order'],
      ['simulate --device device.json --via local app.bin', 'a device by its own report'],
    ],
    run: async ({ files }, options) => (await import('./simulate.js')).simulate(files, options),
    nothing: async (errors) => (await import('../report/simulate.js')).nothingSimulated(errors),
  }),
  command({
    name: 'plan',
    describe: 'the steps from where a device is to where it should be',
    group: 'device',
    positionals: FILES,
    options: PLAN,
    examples: [
      ['plan --from 0.4.8 firmware', 'over the air'],
      ['plan --device device.json --via dfu firmware', 'with particle flash --usb'],
      ['plan --from 0.4.8 --commands sh firmware', 'a script'],
    ],
    run: async ({ files }, options) => (await import('./plan.js')).plan(files, options),
    nothing: async (errors) => (await import('../report/plan.js')).nothingPlanned(errors),
  }),
  command({
    name: 'verify',
    describe: 'whether an update landed, by the report of the device',
    group: 'device',
    positionals: FILES,
    options: VERIFY,
    without: { verbose: '' },
    examples: [
      ['verify --device device.json firmware', 'what is missing, and why'],
      ['verify --device before.json --device after.json firmware', 'before and after'],
    ],
    run: async ({ files }, options) => (await import('./verify.js')).verify(files, options),
    nothing: async (errors) => (await import('../report/plan.js')).nothingVerified(errors),
  }),
  command({
    name: 'check',
    describe: 'the gate before flashing: every rule, for a terminal or a pipeline',
    group: 'gate',
    positionals: FILES,
    options: CHECK,
    formats: `${CHECK_FORMATS.join(', ')}; NAME=FILE for several at once`,
    formatNames: CHECK_FORMATS,
    examples: [
      ['check firmware', 'a set by itself'],
      ['check app.bin --min-os 0.4.8', 'an application against the oldest of a fleet'],
      ['check app.bin --fleet devices.json', 'against the devices themselves'],
    ],
    run: async ({ files }, options) => (await import('./check.js')).check(files, options),
    nothing: async (errors) =>
      (await import('../report/check.js')).checkJson({
        files: [],
        findings: [],
        fleet: null,
        failed: true,
        judgement: 'unknown',
        againstDevices: false,
        errors,
      }),
  }),
  command({
    name: 'fleet',
    describe: 'what is out there: devices by platform, Device OS and product, and how far they are from a release',
    group: 'device',
    positionals: {
      files: {
        count: 'many',
        takes: 'input',
        describe: 'cloud lists, event streams, reports, CSV: files, folders, pipes, - for standard input',
      },
    },
    options: FLEET,
    formats: FLEET_FORMATS.join(', '),
    formatNames: FLEET_FORMATS,
    examples: [
      ['fleet devices.json', 'by platform, Device OS and product'],
      ['fleet --to 4.2.0 devices.json', 'and the steps to a release'],
    ],
    run: async ({ files }, options) => (await import('./fleet-overview.js')).fleet(files, options),
    nothing: async (errors) => {
      const { NO_FLEET, overviewJson } = await import('../report/fleet-overview.js');
      return overviewJson(NO_FLEET, [], errors);
    },
  }),
  command({
    name: 'rollout',
    describe: 'what the cloud is expected to do with devices that get an application: transfers, safe mode, data',
    group: 'device',
    positionals: FILES,
    options: ROLLOUT,
    formats: ROLLOUT_FORMATS.join(', '),
    formatNames: ROLLOUT_FORMATS,
    examples: [
      ['rollout app.bin --from 0.4.8', 'a device as a release ships it'],
      ['rollout app.bin --target-os ">=0.4.8 <0.6" --with firmware', 'the releases in the field'],
    ],
    run: async ({ files }, options) => (await import('./rollout.js')).rollout(files, options),
    nothing: async (errors) => (await import('../report/rollout.js')).nothingRolledOut(errors),
  }),
  command({
    name: 'audit',
    describe: 'a release as a whole: what is missing, odd, mixed up, and what it does to a fleet',
    group: 'release',
    positionals: FILES,
    options: AUDIT,
    examples: [
      ['audit firmware', 'one release of one platform'],
      ['audit --json firmware', 'the same as data'],
    ],
    run: async ({ files }, options) => (await import('./audit.js')).audit(files, options),
    nothing: async (errors) => (await import('../report/audit.js')).nothingAudited(errors),
  }),
  command({
    name: 'lock',
    describe: 'write fwinspect.lock.json: what every file of a release is, for audit --lock',
    group: 'release',
    positionals: FILES,
    options: LOCK,
    without: { format: 'a lock is JSON', color: '', verbose: '' },
    examples: [
      ['lock firmware -o release.lock.json', 'into a file'],
      ['lock firmware -o -', 'to standard output'],
      ['lock --in-toto firmware -o release.intoto.json', 'as a statement to sign'],
    ],
    run: async ({ files }, options) => (await import('./lock.js')).lock(files, options),
    nothing: errorsAlone,
  }),
  command({
    name: 'diff',
    describe: 'two releases or files compared by what they mean to a device (exit 0 the same, 1 different)',
    group: 'release',
    positionals: { before: SIDE, after: SIDE },
    options: {},
    examples: [
      ['diff firmware firmware', 'the same'],
      ['diff --json firmware firmware', 'as data'],
    ],
    run: async ({ before, after }, options) => (await import('./diff.js')).diff(before, after, options),
    nothing: async (errors) => (await import('../report/diff.js')).nothingCompared(errors),
  }),
  command({
    name: 'report',
    describe: 'one HTML page about a release: findings, graph, flash map, order, ways to it',
    group: 'release',
    positionals: FILES,
    options: REPORT,
    without: { format: HTML_ALONE, json: HTML_ALONE, color: '', verbose: '' },
    examples: [
      ['report firmware -o report.html', 'a page to hand to somebody'],
      ['report firmware --title "Release 0.5.0" -o report.html', 'with a title'],
    ],
    run: async ({ files }, options) => (await import('./report.js')).report(files, options),
    nothing: errorsAlone,
  }),
  command({
    name: 'graph',
    describe: `the dependency graph alone: --format ${GRAPH_FORMATS.join(', ')}`,
    group: 'order',
    positionals: FILES,
    options: GRAPH,
    formats: `${GRAPH_FORMATS.join(', ')}; else as the ending of -o says`,
    formatNames: GRAPH_FORMATS,
    without: {
      json: `a graph has ${GRAPH_FORMATS.join(', ')}; deps --json has the same as data`,
      color: '',
      quiet: '',
    },
    examples: [
      ['graph firmware', 'as Mermaid, for a page in Markdown'],
      ['graph firmware -o graph.svg', 'as a picture'],
    ],
    run: async ({ files }, options) => (await import('./graph.js')).graph(files, options),
    nothing: errorsAlone,
  }),
  command({
    name: 'page',
    describe: 'one HTML page that answers the same in a browser: drop files, read the order; it sends nothing',
    group: 'other',
    positionals: {},
    options: {},
    without: { ...NO_FIRMWARE, ...PLAIN_TEXT, json: 'a page is HTML', format: 'a page is HTML' },
    examples: [['page -o fwinspect.html', 'then open that file']],
    run: async (_words, options) => (await import('./page.js')).page(options),
    nothing: errorsAlone,
  }),
  command({
    name: 'explain',
    describe: 'what a rule means for the device, and what to do',
    group: 'other',
    positionals: {
      rule: { count: 'optional', takes: 'rule', describe: 'the id of a rule, such as FW201, or its name' },
    },
    options: EXPLAIN,
    without: { memory: '', releases: '', quiet: '', verbose: '' },
    examples: [
      ['explain FW201', 'one rule'],
      ['explain crc', 'every rule that speaks of it'],
      ['explain --all', 'every rule'],
    ],
    run: async ({ rule }, options) => (await import('./explain.js')).explain(rule, options),
    nothing: async (errors) => (await import('../report/rule-page.js')).explainJson([], errors),
  }),
  command({
    name: 'completion',
    describe: 'a script that completes commands and options in your shell',
    group: 'other',
    positionals: { shell: { count: 'optional', takes: 'shell', choices: SHELLS, describe: 'which shell' } },
    options: COMPLETION,
    without: { ...NO_FIRMWARE, ...PLAIN_TEXT },
    examples: [
      ['completion bash', 'source <(fwinspect completion bash)'],
      ['completion fish', 'fwinspect completion fish | source'],
      ['completion powershell', 'fwinspect completion powershell | Out-String | iex'],
    ],
    run: async ({ shell }, options) => (await import('./completion.js')).completion(shell, COMMANDS, options),
    nothing: (errors) => Promise.resolve({ schema: 'fwinspect/completion@1', errors }),
  }),
];

/** What `fwinspect` alone does. */
export const overview = async (read: Read): Promise<number> =>
  (await import('./overview.js')).overview(optionValues(COMMON, read));

/** Adds the rows of `--releases` to the table of the commands, which are loaded later. */
export const addReleases = async (file: string): Promise<void> => (await import('./releases.js')).addReleases(file);

/** Refuses an output that is one of the inputs. */
export const refuseOverwriting = async (outputs: readonly Output[], command: Command, read: Read): Promise<void> =>
  (await import('./overwrite.js')).refuseOverwriting(outputs, command, read);

/** Words that call something, also `help`, which is no command of its own. */
export const COMMAND_NAMES: readonly string[] = [...COMMANDS.map(({ name }) => name), 'help'];

/** The command of that name. */
export const commandNamed = (name: string | undefined): Command | undefined =>
  COMMANDS.find((one) => one.name === name);

const OPTIONS: readonly (readonly [name: string, option: Option])[] = [{ options: {} }, ...COMMANDS].flatMap((one) =>
  Object.entries(allOptions(one)),
);

/** Every option of every command by name, for suggestions. */
export const OPTION_NAMES: ReadonlySet<string> = new Set([
  ...OPTIONS.map(([name]) => name),
  ...COMMANDS.flatMap(({ options }) => offeredNegations(options)),
  'help',
  'version',
]);

/** Letters that stand for an option. */
export const LETTERS: ReadonlySet<string> = new Set([...OPTIONS.flatMap(([, { alias }]) => alias ?? []), 'h']);

/** Options whose next word belongs to them, by name and letter. A name has this or not, in all commands alike. */
export const WITH_VALUE: ReadonlySet<string> = new Set(
  OPTIONS.filter(([, { type }]) => type !== 'switch').flatMap(([name, { alias }]) => [name, alias ?? name]),
);

/** Options that --no-NAME turns off; for any other it would give a command `false` where it wants a text. */
export const NEGATABLE: ReadonlySet<string> = new Set(
  OPTIONS.filter(([, { negation }]) => negation !== undefined).map(([name]) => name),
);
