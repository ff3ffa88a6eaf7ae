/** Every command of the command line. Each is loaded when it is called. */
import type { Argv } from 'yargs';
import type { RunError } from '../report/json.js';
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

/** Which device: as a release ships it, or as it reports itself. */
const DEVICE = {
  from: { type: 'string', requiresArg: true, describe: 'a device as that release ships, such as 0.4.8' },
  device: {
    type: 'string',
    requiresArg: true,
    describe: 'a device report: describe JSON, safe-mode event, pasted serial inspect; - for standard input',
  },
  platform: PLATFORM,
  app: { type: 'string', requiresArg: true, describe: 'with --from: the application on the device' },
  'no-app': { type: 'boolean', describe: 'with --from: there is no application on the device' },
} as const;
const DEVICE_NAMES = ['from', 'device', 'platform', 'app', 'no-app'] as const;

const VIA = {
  type: 'string',
  choices: ['ota', 'serial', 'usb', 'dfu'],
  default: 'ota',
  describe: 'how the files reach the device (usb: control requests)',
} as const;

function deviceOptions(parsed: Parsed): DeviceOptions {
  return {
    from: textOf(parsed, 'from'),
    device: textOf(parsed, 'device'),
    platform: textOf(parsed, 'platform'),
    app: parsed.app === false ? undefined : textOf(parsed, 'app'),
    application: parsed.app !== false,
  };
}

const viaOf = (parsed: Parsed): 'ota' | 'serial' | 'usb' | 'dfu' =>
  (textOf(parsed, 'via') ?? 'ota') as 'ota' | 'serial' | 'usb' | 'dfu';

const shellOf = (text: string | undefined): 'sh' | 'powershell' | undefined =>
  text === 'sh' || text === 'powershell' ? text : undefined;

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
        allowStranding: parsed.allowStranding === true || parsed['allow-stranding'] === true,
        budget: textOf(parsed, 'budget'),
        commands: shellOf(textOf(parsed, 'commands')),
      }),
    nothing: async (errors) => (await import('../report/plan.js')).nothingPlanned(errors),
  },
  {
    command: 'verify <files..>',
    describe: 'whether an update landed, by the report of the device',
    options: ['device', 'platform', 'events', 'via'],
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
        platform: textOf(parsed, 'platform'),
        events: textOf(parsed, 'events'),
        via: viaOf(parsed),
      }),
    nothing: async (errors) => (await import('../report/plan.js')).nothingVerified(errors),
  },
];
