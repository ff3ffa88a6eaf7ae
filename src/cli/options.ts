/**
 * Every option of the command line, declared once. From these records come what the parser is told, the help, the
 * completion, the words of a mistake, and the types of the values that a command gets.
 */

/** Under which heading the help puts an option or a command. */
export type Group = 'order' | 'device' | 'release' | 'gate' | 'other';

/** What a value names: where completion finds its values, and which files are read or written. */
export type Takes =
  | 'platform'
  | 'release'
  | 'range'
  | 'format'
  | 'rule'
  | 'shell'
  | 'size'
  | 'day'
  | 'number'
  | 'text'
  /** One of `choices`. */
  | 'choice'
  /** A file or folder that is read. */
  | 'input'
  /** A file that is written. */
  | 'output';

/** `--no-NAME` of an option. */
export interface Negation {
  /** Its own line in the help; where it is not said there is none. */
  readonly describe?: string;
  /** Whether completion and suggestions know it by its own name. */
  readonly offered: boolean;
}

interface Declared {
  readonly describe: string;
  readonly group: Group;
  /** The one letter that stands for the name. */
  readonly alias?: string;
  /** Options are only turned off by `--no-NAME` where this is declared. */
  readonly negation?: Negation;
}

/** An option that takes no value. */
export interface Switch extends Declared {
  readonly type: 'switch';
  /** What it is where nothing was said; null = that nothing was said. False where this is not declared. */
  readonly default?: boolean | null;
}

/** An option with one value; said twice, the last counts. */
export interface Text extends Declared {
  readonly type: 'text';
  readonly takes: Exclude<Takes, 'number' | 'choice'>;
}

/** An option whose value is one of a few words. */
export interface Choice extends Declared {
  readonly type: 'choice';
  readonly takes: 'choice';
  readonly choices: readonly string[];
  /** Other names for some of them, such as the vendor's. */
  readonly alsoCalled?: Readonly<Record<string, string>>;
  /** What is said, beside the answer, of such a word. */
  readonly notes?: Readonly<Record<string, string>>;
  readonly default?: string;
  /** Whether the refusal of another word points to the help as well; true where it is not declared. */
  readonly pointsToHelp?: boolean;
}

/** An option whose value is a whole number. */
export interface Whole extends Declared {
  readonly type: 'number';
  readonly takes: 'number';
  readonly least: number;
  readonly most: number;
}

/** An option that may be said several times, with one value each. */
export interface Texts extends Declared {
  readonly type: 'texts';
  readonly takes: Exclude<Takes, 'number' | 'choice'>;
}

export type Option = Switch | Text | Choice | Whole | Texts;
export type Options = Readonly<Record<string, Option>>;

/** The words of a command that are no options. */
export interface Positional {
  /** `many`: at least one; `optional`: one or none. */
  readonly count: 'one' | 'optional' | 'many';
  readonly describe: string;
  readonly takes: Takes;
  readonly choices?: readonly string[];
}
export type Positionals = Readonly<Record<string, Positional>>;

/** `min-os` as a name in the code: `minOs`. */
type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

type Off<One> = One extends { readonly negation: Negation } ? false : never;

type ValueOf<One> = One extends { readonly type: 'switch' }
  ? boolean | (One extends { readonly default: null } ? undefined : never)
  : One extends { readonly type: 'texts' } | { readonly count: 'many' }
    ? readonly string[]
    : One extends { readonly type: 'number' }
      ? number | undefined
      : | (One extends { readonly choices: readonly (infer Word)[] } ? Word : string)
        | (One extends { readonly default: string } | { readonly count: 'one' } ? never : undefined)
        | Off<One>;

/** What a command gets of options or words so declared. */
export type Values<All extends Options | Positionals> = {
  readonly [Name in keyof All & string as CamelCase<Name>]: ValueOf<All[Name]>;
};

/** What `check --format`, `rollout --format` and `graph --format` take. */
export const CHECK_FORMATS = ['table', 'json', 'jsonl', 'markdown', 'sarif', 'junit', 'github'] as const;
export const ROLLOUT_FORMATS = ['table', 'json', 'markdown'] as const;
export const GRAPH_FORMATS = ['mermaid', 'dot', 'svg'] as const;

/** Options of every command. */
export const COMMON = {
  format: { type: 'texts', takes: 'format', group: 'other', describe: 'table or json' },
  json: { type: 'switch', group: 'other', describe: 'short for --format json' },
  output: { type: 'text', takes: 'output', alias: 'o', group: 'other', describe: 'write the answer to this file' },
  quiet: {
    type: 'switch',
    alias: 'q',
    group: 'other',
    describe:
      'the verdict and the errors behind it alone; of plan the commands too, of versions the rows, of lock and report nothing',
  },
  verbose: {
    type: 'switch',
    alias: 'v',
    group: 'other',
    describe: 'nothing left out: whole lists, notes, and for each rule and step what it rests on',
  },
  color: {
    type: 'switch',
    default: null,
    negation: { offered: false },
    group: 'other',
    describe: 'colours on or off (--no-color); also NO_COLOR and FORCE_COLOR',
  },
  releases: {
    type: 'text',
    takes: 'input',
    group: 'other',
    describe: 'a JSON file with rows of newer Device OS releases, for this run',
  },
  all: {
    type: 'switch',
    group: 'other',
    describe: 'in folders and archives read every file, not only .bin and .zip',
  },
  memory: {
    type: 'text',
    takes: 'size',
    group: 'other',
    describe: 'how much may be held of the files, such as 1GB; default 256 MiB',
  },
} as const satisfies Options;

/** The options of every command, as commands take them. */
export type CommonOptions = Values<typeof COMMON>;

const PLATFORM = {
  type: 'text',
  takes: 'platform',
  group: 'device',
  describe: 'platform by name or id, such as electron',
} as const satisfies Option;

const ID = {
  type: 'text',
  takes: 'text',
  group: 'device',
  describe: 'which device of a report with several: its 24 hex digits',
} as const satisfies Option;

const PROTECTED = {
  type: 'choice',
  takes: 'choice',
  choices: ['yes', 'no'],
  group: 'device',
  describe: 'whether it is a protected device, which reports do not say (6.0.0 and later)',
} as const satisfies Option;

/** Which device: as a release ships it, or as it reports itself. */
const DEVICE = {
  from: {
    type: 'text',
    takes: 'release',
    group: 'device',
    describe: 'a device as that release ships, such as 0.4.8',
  },
  device: {
    type: 'text',
    takes: 'input',
    group: 'device',
    describe: 'a device report: describe JSON, safe-mode event, pasted serial inspect; - for standard input',
  },
  platform: PLATFORM,
  id: ID,
  app: {
    type: 'text',
    takes: 'input',
    negation: { describe: 'with --from: there is no application on the device', offered: true },
    group: 'device',
    describe: 'with --from: the application on the device',
  },
  protected: PROTECTED,
} as const satisfies Options;
export type DeviceOptions = Values<typeof DEVICE>;

const VIA = {
  type: 'choice',
  takes: 'choice',
  // The words of the vendor's tool: `particle flash --local` sends control requests, `particle flash --usb` writes over DFU.
  choices: ['ota', 'serial', 'local', 'dfu'],
  alsoCalled: { usb: 'local' },
  notes: {
    usb: '--via usb is taken for local, control requests to the running device; particle flash --usb is DFU: --via dfu',
  },
  default: 'ota',
  group: 'device',
  describe: 'how the files reach the device: over the air, or as particle flash --serial, --local or --usb (dfu)',
} as const satisfies Option;

/** Several device reports. */
const REPORTS = { type: 'texts', takes: 'input', group: 'device' } as const;

const TO = { type: 'text', takes: 'release', group: 'release' } as const;

/** From which severity on a finding fails the run. */
const FAILING = {
  strict: { type: 'switch', group: 'gate', describe: 'warnings fail too' },
  'fail-on': {
    type: 'choice',
    takes: 'choice',
    choices: ['error', 'warning', 'note'],
    pointsToHelp: false,
    group: 'gate',
    describe: 'the lowest severity that fails',
  },
} as const satisfies Options;

/** Product ids and versions have 16 bits. */
const PRODUCT = { type: 'number', takes: 'number', least: 0, most: 0xffff, group: 'gate' } as const;

export const DEPS = { platform: { ...PLATFORM, describe: 'set files of other platforms aside' } } as const;
export type DepsOptions = CommonOptions & Values<typeof DEPS>;

export const VERSIONS = {
  platform: { ...PLATFORM, describe: 'only the releases of that platform' },
  bootloader: { type: 'switch', group: 'release', describe: 'the query is a bootloader version' },
  table: { type: 'switch', group: 'release', describe: 'how far the table of releases goes, and its date' },
} as const satisfies Options;
export type VersionsOptions = CommonOptions & Values<typeof VERSIONS>;

export const SIMULATE = { ...DEVICE, via: VIA } as const satisfies Options;
export type SimulateOptions = CommonOptions & Values<typeof SIMULATE>;

export const PLAN = {
  ...DEVICE,
  via: VIA,
  to: { ...TO, describe: 'the release to go to; default: the newest that is complete' },
  prefer: {
    type: 'choice',
    takes: 'choice',
    choices: ['steps', 'bytes'],
    default: 'steps',
    group: 'order',
    describe: 'what to save first',
  },
  shortest: {
    type: 'switch',
    group: 'order',
    describe: 'leave out documented steps that the device does not enforce',
  },
  'allow-stranding': {
    type: 'switch',
    group: 'order',
    describe: 'also plans that an unattended device may not survive',
  },
  debug: {
    type: 'switch',
    group: 'order',
    describe: 'where debug and release builds are there, take the debug builds',
  },
  'replace-app': {
    type: 'switch',
    group: 'order',
    describe: 'also send an application that only lies in a folder, in the place of that of the device',
  },
  budget: { type: 'text', takes: 'size', group: 'gate', describe: 'refuse what costs more data, such as 5MB' },
  commands: {
    type: 'choice',
    takes: 'choice',
    choices: ['sh', 'powershell'],
    group: 'order',
    describe: 'print only the commands, quoted for that shell',
  },
} as const satisfies Options;
export type PlanOptions = CommonOptions & Values<typeof PLAN>;

export const VERIFY = {
  device: { ...REPORTS, describe: 'the report after the update; twice: before, after' },
  id: ID,
  platform: PLATFORM,
  events: {
    type: 'text',
    takes: 'input',
    group: 'device',
    describe: 'the event log that was copied from the console',
  },
  'by-version': {
    type: 'switch',
    group: 'device',
    describe: 'an application with equal header numbers counts as there, whichever build it is',
  },
  via: VIA,
} as const satisfies Options;
export type VerifyOptions = CommonOptions & Values<typeof VERIFY>;

/** Files that are not judged: what the cloud has. */
const WITH = {
  type: 'texts',
  takes: 'input',
  group: 'device',
  describe: 'Device OS files: their sizes, where the cloud sends the same; default: the table of releases',
} as const satisfies Option;

export const CHECK = {
  platform: { ...PLATFORM, describe: 'the platform that every module must be for' },
  'min-os': {
    type: 'text',
    takes: 'release',
    group: 'gate',
    describe: 'the oldest Device OS of the fleet, such as 0.5.0',
  },
  'target-os': {
    type: 'text',
    takes: 'range',
    group: 'gate',
    describe: 'the releases of the fleet, such as ">=1.5 <2"',
  },
  device: { ...REPORTS, describe: 'a device report; may be given several times' },
  fleet: {
    type: 'texts',
    takes: 'input',
    group: 'device',
    describe: 'devices: cloud lists, event streams, reports, CSV; a file, folder or pipe, - for standard input',
  },
  verdicts: {
    type: 'text',
    takes: 'output',
    group: 'device',
    describe: 'write what becomes of each device: one JSON a line, or CSV by its ending; - for standard output',
  },
  part: {
    type: 'switch',
    group: 'device',
    describe: 'with --json: the answer about a part of a fleet, for --merge',
  },
  merge: {
    type: 'switch',
    group: 'device',
    describe: 'the files are answers about parts of a fleet (--part): what they come to together',
  },
  names: {
    type: 'switch',
    default: true,
    negation: { offered: false },
    group: 'device',
    describe: 'what owners call their devices, in --verdicts; --no-names leaves it out',
  },
  protected: { ...PROTECTED, describe: 'whether the devices are protected ones, which reports do not say' },
  product: { ...PRODUCT, describe: 'the product id that the application must have' },
  'product-version': { ...PRODUCT, describe: 'the product version that it must have' },
  released: {
    type: 'text',
    takes: 'input',
    group: 'gate',
    describe: "the product's firmware list of the cloud: the application must be of it, and newer than all of it",
  },
  'max-ota': {
    type: 'text',
    takes: 'size',
    group: 'gate',
    describe: 'the most data that one file may cost over the air, such as 200KB',
  },
  'expect-cloud': {
    type: 'switch',
    group: 'gate',
    describe: 'what the cloud is expected to mend by itself is a warning, not an error',
  },
  with: WITH,
  via: {
    type: 'choice',
    takes: 'choice',
    choices: VIA.choices,
    alsoCalled: VIA.alsoCalled,
    notes: VIA.notes,
    group: 'device',
    describe: 'how the files reach the devices; default ota',
  },
  ...FAILING,
  config: {
    type: 'text',
    takes: 'input',
    negation: { offered: true },
    group: 'gate',
    describe: 'the configuration; default fwinspect.config.json, where there is one',
  },
  today: { type: 'text', takes: 'day', group: 'gate', describe: 'the date for waivers, YYYY-MM-DD' },
} as const satisfies Options;
/** What is undefined may come from the configuration. */
export type CheckOptions = CommonOptions & Values<typeof CHECK>;

export const FLEET_FORMATS = ['table', 'json', 'markdown'] as const;

export const FLEET = {
  platform: { ...PLATFORM, describe: 'the platform of records that name none' },
  to: { ...TO, describe: 'how many steps each group of devices is away from that release, over the air' },
  firmware: {
    type: 'texts',
    takes: 'input',
    group: 'release',
    describe: 'with --to: the files of the release, which tell how much data the steps take',
  },
} as const satisfies Options;
export type FleetOptions = CommonOptions & Values<typeof FLEET>;
export const ROLLOUT = {
  with: WITH,
  from: DEVICE.from,
  'target-os': CHECK['target-os'],
  device: CHECK.device,
  fleet: CHECK.fleet,
  platform: { ...PLATFORM, describe: 'only the devices of that platform' },
  single: {
    type: 'switch',
    group: 'device',
    describe: 'the application is flashed to single devices, not released by a product',
  },
  'max-safe-mode': {
    type: 'text',
    takes: 'text',
    group: 'gate',
    describe:
      'the most devices of a platform that may be without the application, such as 5%; what is not known counts',
  },
  'max-ota': {
    type: 'text',
    takes: 'size',
    group: 'gate',
    describe: 'the most data over the air for one device, such as 2MB',
  },
} as const satisfies Options;
export type RolloutOptions = CommonOptions & Values<typeof ROLLOUT>;

export const AUDIT = {
  platform: { ...PLATFORM, describe: 'only the modules of that platform' },
  lock: {
    type: 'text',
    takes: 'input',
    group: 'release',
    describe: 'fail on what changed silently since that lock file was written',
  },
  sbom: { type: 'text', takes: 'output', group: 'release', describe: 'write a CycloneDX bill of materials' },
  supplier: { type: 'text', takes: 'text', group: 'release', describe: 'who supplies the release, for --sbom' },
  author: {
    type: 'texts',
    takes: 'text',
    group: 'release',
    describe: 'who answers for the --sbom; may be given again',
  },
  license: {
    type: 'text',
    takes: 'text',
    group: 'release',
    describe: 'the licence of the release by name, for --sbom',
  },
  timestamp: {
    type: 'text',
    takes: 'text',
    group: 'release',
    describe: 'the time in --sbom, as 2026-10-13T08:00:00Z; default SOURCE_DATE_EPOCH, else none',
  },
  to: { ...TO, describe: 'the release that the ways lead to; default: the newest of the files' },
  matrix: {
    type: 'switch',
    default: true,
    negation: { offered: false },
    group: 'release',
    describe: 'the ways from every installed release; --no-matrix leaves them out',
  },
  ...FAILING,
} as const satisfies Options;
export type AuditOptions = CommonOptions & Values<typeof AUDIT>;

export const LOCK = {
  'in-toto': {
    type: 'switch',
    group: 'release',
    describe: 'an in-toto statement instead, to sign elsewhere: the files, and what audit says of them',
  },
} as const satisfies Options;
export type LockOptions = CommonOptions & Values<typeof LOCK>;

export const REPORT = {
  platform: AUDIT.platform,
  to: { ...TO, describe: 'the release that the ways lead to; default: that of the files' },
  device: { ...CHECK.device, describe: 'a device report: what is out there, and what the application does to it' },
  fleet: CHECK.fleet,
  title: { type: 'text', takes: 'text', group: 'release', describe: 'the heading; default: the name of the folder' },
} as const satisfies Options;
export type ReportOptions = CommonOptions & Values<typeof REPORT>;

export const GRAPH = { platform: AUDIT.platform } as const satisfies Options;
export type GraphOptions = CommonOptions & Values<typeof GRAPH>;

export const EXPLAIN = { all: { ...COMMON.all, describe: 'every rule' } } as const satisfies Options;

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

export const COMPLETION = {
  shell: { type: 'choice', takes: 'choice', choices: SHELLS, group: 'other', describe: 'which shell, as an option' },
} as const satisfies Options;
export type CompletionOptions = Values<typeof COMPLETION>;

/** The common options and a command's own, which may say something of its own about a common one. */
export const allOptions = ({ options, without = {} }: OptionsOf): Options => ({
  ...Object.fromEntries(Object.entries(COMMON).filter(([name]) => !Object.hasOwn(without, name))),
  ...options,
});

/** The common options that a command does not have, each with what to do instead; empty where there is nothing. */
export type Without = Readonly<Partial<Record<keyof typeof COMMON, string>>>;

/** Which options a command has. */
export interface OptionsOf {
  readonly options: Options;
  readonly without?: Without;
}

/** What `--no-NAME` is called where that is a name of its own. */
export const offeredNegations = (options: Options): readonly string[] =>
  Object.entries(options)
    .filter(([, { negation }]) => negation?.offered === true)
    .map(([name]) => `no-${name}`);
