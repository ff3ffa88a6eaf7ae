/** Every command of the command line. Each is loaded when it is called. */
import type { Argv } from 'yargs';
import type { RunError } from '../report/json.js';
import { safeText } from '../base/safe-text.js';
import { UsageError } from './context.js';
import type { CommonOptions } from './context.js';
import type { DeviceOptions } from './device.js';
import { files, textOf, textsOf } from './options.js';
import type { Parsed } from './options.js';

/** One command: how it is called, what it does, and what it answers in JSON where it came to nothing. */
export interface Command {
  readonly command: string;
  readonly describe: string;
  /** Names of its own options, for suggestions. */
  readonly options: readonly string[];
  /** Those of them that take no value. */
  readonly switches: readonly string[];
  /** What --format takes, in words; "table or json" where it is not said. */
  readonly formats?: string;
  readonly build: (y: Argv) => Argv;
  readonly run: (parsed: Parsed, options: CommonOptions) => Promise<number> | number;
  /** The JSON document of a run that came to nothing. */
  readonly nothing: (errors: readonly RunError[]) => Promise<unknown>;
}

const PLATFORM = { type: 'string', requiresArg: true, describe: 'platform by name or id, such as electron' } as const;

const FILES = {
  type: 'string',
  array: true,
  describe: 'files, folders, globs, zips, - for standard input',
} as const;

const ID = {
  type: 'string',
  requiresArg: true,
  describe: 'which device of a report with several: its 24 hex digits',
} as const;

/** Which device: as a release ships it, or as it reports itself. */
const DEVICE = {
  from: { type: 'string', requiresArg: true, describe: 'a device as that release ships, such as 0.4.8' },
  device: {
    type: 'string',
    requiresArg: true,
    describe: 'a device report: describe JSON, safe-mode event, pasted serial inspect; - for standard input',
  },
  platform: PLATFORM,
  id: ID,
  app: { type: 'string', requiresArg: true, describe: 'with --from: the application on the device' },
  'no-app': { type: 'boolean', describe: 'with --from: there is no application on the device' },
} as const;
const DEVICE_NAMES = ['from', 'device', 'id', 'platform', 'app', 'no-app'] as const;

const VIA = {
  type: 'string',
  choices: ['ota', 'serial', 'usb', 'dfu'],
  default: 'ota',
  describe: 'how the files reach the device (usb: control requests)',
} as const;

/** From which severity on a finding fails the run. */
const FAILING = {
  strict: { type: 'boolean', describe: 'warnings fail too' },
  'fail-on': { type: 'string', choices: ['error', 'warning', 'note'], describe: 'the lowest severity that fails' },
} as const;

function deviceOptions(parsed: Parsed): DeviceOptions {
  return {
    from: textOf(parsed, 'from'),
    device: textOf(parsed, 'device'),
    id: textOf(parsed, 'id'),
    platform: textOf(parsed, 'platform'),
    app: parsed.app === false ? undefined : textOf(parsed, 'app'),
    application: parsed.app !== false,
  };
}

const viaOf = (parsed: Parsed): 'ota' | 'serial' | 'usb' | 'dfu' =>
  (textOf(parsed, 'via') ?? 'ota') as 'ota' | 'serial' | 'usb' | 'dfu';

const shellOf = (text: string | undefined): 'sh' | 'powershell' | undefined =>
  text === 'sh' || text === 'powershell' ? text : undefined;

/** yargs does not check the choices of a name with a hyphen, for it strips that name. */
function severityOf(text: string | undefined): 'error' | 'warning' | 'note' | undefined {
  if (text === undefined || text === 'error' || text === 'warning' || text === 'note') return text;
  throw new UsageError(`--fail-on does not take ${safeText(text)}; it takes error, warning, note`);
}

export const COMMANDS: readonly Command[] = [
  {
    command: 'deps <files..>',
    describe: 'the flash order with reasons, or why the files do not work together',
    options: ['platform'],
    switches: [],
    build: (y) =>
      y
        .positional('files', FILES)
        .option('platform', { ...PLATFORM, describe: 'set files of other platforms aside' })
        .example('$0 deps fixtures/electron-0.5.0/*.bin', 'the order of an Electron release')
        .example('$0 deps --json fixtures/electron-0.6.4', 'the same as data'),
    run: async (parsed, options) =>
      (await import('./deps.js')).deps(files(parsed), { ...options, platform: textOf(parsed, 'platform') }),
    nothing: async (errors) => {
      const { depsJson, EMPTY_REPORT } = await import('../report/deps.js');
      return depsJson(EMPTY_REPORT, [], errors);
    },
  },
  {
    command: 'inspect <files..>',
    describe: 'everything that the files say about themselves',
    options: [],
    switches: [],
    build: (y) =>
      y
        .positional('files', FILES)
        .example('$0 inspect fixtures/electron-0.5.0/app-for-0.5.0.bin', 'header, checksums, dependencies')
        .example('$0 inspect --json fixtures', 'every module of a folder as data'),
    run: async (parsed, options) => (await import('./inspect.js')).inspect(files(parsed), options),
    nothing: async (errors) => (await import('../report/inspect.js')).inspectJson([], [], [], errors),
  },
  {
    command: 'versions [query]',
    describe: 'Device OS releases and their module versions, both ways',
    options: ['platform', 'bootloader'],
    switches: ['bootloader'],
    build: (y) =>
      y
        .positional('query', { type: 'string', describe: 'a release, a module version, or a range such as ">=1.5 <2"' })
        .option('platform', { ...PLATFORM, describe: 'only the releases of that platform' })
        .option('bootloader', { type: 'boolean', describe: 'the query is a bootloader version' })
        .example('$0 versions 1213', 'the release of a module version')
        .example('$0 versions ">=1.5 <2" --platform boron', 'a range'),
    run: async (parsed, options) => {
      return (await import('./versions.js')).versions(textOf(parsed, 'query'), {
        ...options,
        platform: textOf(parsed, 'platform'),
        bootloader: parsed.bootloader === true,
      });
    },
    nothing: async (errors) => {
      const { NO_VERSIONS, versionsJson } = await import('../report/versions.js');
      return versionsJson(NO_VERSIONS, errors);
    },
  },
  {
    command: 'simulate <files..>',
    describe: 'what a device does with the files, one after another',
    options: [...DEVICE_NAMES, 'via'],
    switches: ['no-app'],
    build: (y) =>
      y
        .positional('files', FILES)
        .options(DEVICE)
        .option('via', VIA)
        .example(
          '$0 simulate --from 0.4.8 --platform electron fixtures/electron-0.5.0/system-part*.bin',
          'two parts over the air',
        )
        .example(
          '$0 simulate --device fixtures/devices/boron-4.0.2-describe.json fixtures/boron-4.2.0',
          'a device by its own report',
        ),
    run: async (parsed, options) =>
      (await import('./simulate.js')).simulate(files(parsed), {
        ...options,
        ...deviceOptions(parsed),
        via: viaOf(parsed),
      }),
    nothing: async (errors) => (await import('../report/simulate.js')).nothingSimulated(errors),
  },
  {
    command: 'plan <files..>',
    describe: 'the steps from where a device is to where it should be',
    options: [...DEVICE_NAMES, 'via', 'to', 'prefer', 'shortest', 'allow-stranding', 'budget', 'commands'],
    switches: ['no-app', 'shortest', 'allow-stranding'],
    build: (y) =>
      y
        .positional('files', FILES)
        .options(DEVICE)
        .option('via', VIA)
        .option('to', {
          type: 'string',
          requiresArg: true,
          describe: 'the release to go to; default: the newest that is complete',
        })
        .option('prefer', {
          type: 'string',
          choices: ['steps', 'bytes'],
          default: 'steps',
          describe: 'what to save first',
        })
        .option('shortest', {
          type: 'boolean',
          describe: 'leave out documented steps that the device does not enforce',
        })
        .option('allow-stranding', {
          type: 'boolean',
          describe: 'also plans that an unattended device may not survive',
        })
        .option('budget', { type: 'string', requiresArg: true, describe: 'refuse what costs more data, such as 5MB' })
        .option('commands', {
          type: 'string',
          choices: ['sh', 'powershell'],
          describe: 'print only the commands, quoted for that shell',
        })
        .example('$0 plan --from 0.4.8 --platform electron fixtures/electron-0.5.0', 'over the air')
        .example('$0 plan --from 0.5.3 --platform electron --to 0.6.4 --via dfu fixtures/electron-0.6.4', 'over USB'),
    run: async (parsed, options) =>
      (await import('./plan.js')).plan(files(parsed), {
        ...options,
        ...deviceOptions(parsed),
        via: viaOf(parsed),
        to: textOf(parsed, 'to'),
        prefer: textOf(parsed, 'prefer') === 'bytes' ? 'bytes' : 'steps',
        shortest: parsed.shortest === true,
        allowStranding: parsed.allowStranding === true,
        budget: textOf(parsed, 'budget'),
        commands: shellOf(textOf(parsed, 'commands')),
      }),
    nothing: async (errors) => (await import('../report/plan.js')).nothingPlanned(errors),
  },
  {
    command: 'verify <files..>',
    describe: 'whether an update landed, by the report of the device',
    options: ['device', 'id', 'platform', 'events', 'via'],
    switches: [],
    build: (y) =>
      y
        .positional('files', FILES)
        .option('device', {
          type: 'string',
          array: true,
          nargs: 1,
          requiresArg: true,
          describe: 'the report after the update; twice: before, after',
        })
        .option('id', ID)
        .option('platform', PLATFORM)
        .option('events', {
          type: 'string',
          requiresArg: true,
          describe: 'the event log that was copied from the console',
        })
        .option('via', VIA)
        .example(
          '$0 verify --device fixtures/devices/boron-4.0.2-describe.json fixtures/boron-4.2.0',
          'what is missing, and why',
        ),
    run: async (parsed, options) =>
      (await import('./plan.js')).verify(files(parsed), {
        ...options,
        devices: textsOf(parsed, 'device'),
        id: textOf(parsed, 'id'),
        platform: textOf(parsed, 'platform'),
        events: textOf(parsed, 'events'),
        via: viaOf(parsed),
      }),
    nothing: async (errors) => (await import('../report/plan.js')).nothingVerified(errors),
  },
  {
    command: 'check <files..>',
    describe: 'the gate before flashing: every rule, for a terminal or a pipeline',
    options: [
      'platform',
      'min-os',
      'target-os',
      'device',
      'fleet',
      'product',
      'product-version',
      'max-ota',
      'via',
      'strict',
      'fail-on',
      'config',
      'no-config',
      'today',
    ],
    switches: ['strict', 'no-config'],
    formats: 'table, json, jsonl, markdown, sarif, junit, github; NAME=FILE for several at once',
    build: (y) =>
      y
        .positional('files', FILES)
        .option('platform', { ...PLATFORM, describe: 'the platform that every module must be for' })
        .option('min-os', {
          type: 'string',
          requiresArg: true,
          describe: 'the oldest Device OS of the fleet, such as 0.5.0',
        })
        .option('target-os', {
          type: 'string',
          requiresArg: true,
          describe: 'the releases of the fleet, such as ">=1.5 <2"',
        })
        .option('device', {
          type: 'string',
          array: true,
          nargs: 1,
          requiresArg: true,
          describe: 'a device report; may be given several times',
        })
        .option('fleet', {
          type: 'string',
          array: true,
          nargs: 1,
          requiresArg: true,
          describe: 'a folder of device reports, or NDJSON with one a line',
        })
        .option('product', {
          type: 'string',
          requiresArg: true,
          describe: 'the product id that the application must have',
        })
        .option('product-version', {
          type: 'string',
          requiresArg: true,
          describe: 'the product version that it must have',
        })
        .option('max-ota', {
          type: 'string',
          requiresArg: true,
          describe: 'the most data that one file may cost over the air, such as 200KB',
        })
        .option('via', {
          type: 'string',
          choices: ['ota', 'serial', 'usb', 'dfu'],
          describe: 'how the files reach the devices; default ota',
        })
        .options(FAILING)
        .option('config', {
          type: 'string',
          requiresArg: true,
          describe: 'the configuration; default fwinspect.config.json, where there is one',
        })
        .option('today', { type: 'string', requiresArg: true, describe: 'the date for waivers, YYYY-MM-DD' })
        .example('$0 check fixtures/electron-0.5.0', 'a set by itself')
        .example(
          '$0 check fixtures/electron-0.5.0/app-for-0.5.0.bin --platform electron --min-os 0.4.8',
          'an application against a fleet',
        ),
    run: async (parsed, options) =>
      (await import('./check.js')).check(files(parsed), {
        ...options,
        platform: textOf(parsed, 'platform'),
        minOs: textOf(parsed, 'minOs'),
        targetOs: textOf(parsed, 'targetOs'),
        devices: textsOf(parsed, 'device'),
        fleet: textsOf(parsed, 'fleet'),
        product: textOf(parsed, 'product'),
        productVersion: textOf(parsed, 'productVersion'),
        maxOta: textOf(parsed, 'maxOta'),
        via: parsed.via === undefined ? undefined : viaOf(parsed),
        strict: parsed.strict === true,
        failOn: severityOf(textOf(parsed, 'failOn')),
        config: parsed.config === false ? undefined : textOf(parsed, 'config'),
        useConfig: parsed.config !== false,
        today: textOf(parsed, 'today'),
      }),
    nothing: async (errors) =>
      (await import('../report/check.js')).checkJson({ files: [], findings: [], fleet: null, failed: true, errors }),
  },
  {
    command: 'audit <files..>',
    describe: 'a release under the magnifying glass: what is missing, odd, mixed up, and what it does to a fleet',
    options: ['platform', 'lock', 'sbom', 'to', 'matrix', 'strict', 'fail-on'],
    switches: ['matrix', 'strict'],
    build: (y) =>
      y
        .positional('files', FILES)
        .option('platform', { ...PLATFORM, describe: 'only the modules of that platform' })
        .option('lock', {
          type: 'string',
          requiresArg: true,
          describe: 'fail on what changed silently since that lock file was written',
        })
        .option('sbom', { type: 'string', requiresArg: true, describe: 'write a CycloneDX bill of materials' })
        .option('to', {
          type: 'string',
          requiresArg: true,
          describe: 'the release that the ways lead to; default: the newest of the files',
        })
        .option('matrix', {
          type: 'boolean',
          describe: 'the ways from every installed release; --no-matrix leaves them out',
        })
        .options(FAILING)
        .example('$0 audit fixtures/photon-0.7.0', 'one release of one platform')
        .example('$0 audit --json fixtures/argon-1.5.0', 'the same as data'),
    run: async (parsed, options) =>
      (await import('./audit.js')).audit(files(parsed), {
        ...options,
        platform: textOf(parsed, 'platform'),
        lock: textOf(parsed, 'lock'),
        sbom: textOf(parsed, 'sbom'),
        to: textOf(parsed, 'to'),
        matrix: parsed.matrix !== false,
        strict: parsed.strict === true,
        failOn: severityOf(textOf(parsed, 'failOn')),
      }),
    nothing: async (errors) => (await import('../report/audit.js')).nothingAudited(errors),
  },
  {
    command: 'lock <files..>',
    describe: 'write fwinspect.lock.json: what every file of a release is, for audit --lock',
    options: [],
    switches: [],
    build: (y) =>
      y
        .positional('files', FILES)
        .example('$0 lock fixtures/photon-0.7.0 -o photon.lock.json', 'into a file')
        .example('$0 lock fixtures/photon-0.7.0 -o -', 'to standard output'),
    run: async (parsed, options) => (await import('./lock.js')).lock(files(parsed), options),
    nothing: (errors) => Promise.resolve({ errors }),
  },
  {
    command: 'diff <before> <after>',
    describe: 'two releases or files compared by what they mean to a device (exit 0 the same, 1 different)',
    options: [],
    switches: [],
    build: (y) =>
      y
        .positional('before', { type: 'string', describe: 'a file, folder or zip' })
        .positional('after', { type: 'string', describe: 'a file, folder or zip' })
        .example('$0 diff fixtures/electron-0.5.0 fixtures/electron-0.5.0', 'the same')
        .example('$0 diff --json fixtures/photon-0.7.0 fixtures/photon-0.7.0', 'as data'),
    run: async (parsed, options) =>
      (await import('./diff.js')).diff(textOf(parsed, 'before') ?? '', textOf(parsed, 'after') ?? '', options),
    nothing: async (errors) => (await import('../report/diff.js')).nothingCompared(errors),
  },
  {
    command: 'report <files..>',
    describe: 'one HTML page about a release: findings, graph, flash map, order, ways to it',
    options: ['platform', 'to', 'title'],
    switches: [],
    formats: 'html alone',
    build: (y) =>
      y
        .positional('files', FILES)
        .option('platform', { ...PLATFORM, describe: 'only the modules of that platform' })
        .option('to', {
          type: 'string',
          requiresArg: true,
          describe: 'the release that the ways lead to; default: that of the files',
        })
        .option('title', {
          type: 'string',
          requiresArg: true,
          describe: 'the heading; default: the name of the folder',
        })
        .example('$0 report fixtures/electron-0.6.4 -o report.html', 'a page to hand to somebody')
        .example('$0 report fixtures/photon-0.7.0 --title "Photon 0.7.0" -o photon.html', 'with a title'),
    run: async (parsed, options) =>
      (await import('./report.js')).report(files(parsed), {
        ...options,
        platform: textOf(parsed, 'platform'),
        to: textOf(parsed, 'to'),
        title: textOf(parsed, 'title'),
      }),
    nothing: (errors) => Promise.resolve({ errors }),
  },
  {
    command: 'graph <files..>',
    describe: 'the dependency graph alone: --format mermaid, dot or svg',
    options: ['platform'],
    switches: [],
    formats: 'mermaid, dot or svg; else as the ending of -o says',
    build: (y) =>
      y
        .positional('files', FILES)
        .option('platform', { ...PLATFORM, describe: 'only the modules of that platform' })
        .example('$0 graph fixtures/electron-0.6.4', 'as Mermaid, for a page in Markdown')
        .example('$0 graph --format svg fixtures/photon-0.7.0 -o graph.svg', 'as a picture'),
    run: async (parsed, options) =>
      (await import('./report.js')).graph(files(parsed), { ...options, platform: textOf(parsed, 'platform') }),
    nothing: (errors) => Promise.resolve({ errors }),
  },
  {
    command: 'explain [rule]',
    describe: 'what a rule means for the device, and what to do',
    options: [],
    switches: [],
    build: (y) =>
      y
        .positional('rule', { type: 'string', describe: 'the id of a rule, such as FW201, or its name' })
        .option('all', { type: 'boolean', describe: 'every rule' })
        .example('$0 explain FW201', 'one rule')
        .example('$0 explain --all', 'every rule'),
    run: async (parsed, options) => (await import('./explain.js')).explain(textOf(parsed, 'rule'), options),
    nothing: async (errors) => (await import('../report/rule-page.js')).explainJson([], errors),
  },
  {
    command: 'completion [shell]',
    describe: 'a script that completes commands and options in your shell',
    options: [],
    switches: [],
    formats: 'none: the script is text',
    build: (y) =>
      y
        .positional('shell', { type: 'string', choices: ['bash', 'zsh', 'fish'], describe: 'which shell' })
        .example('$0 completion bash', 'then: source <(fwinspect completion bash)')
        .example('$0 completion fish', 'then: fwinspect completion fish | source'),
    run: async (parsed, options) =>
      (await import('./completion.js')).completion(textOf(parsed, 'shell'), COMMANDS, options),
    nothing: (errors) => Promise.resolve({ schema: 'fwinspect/completion@1', errors }),
  },
];
