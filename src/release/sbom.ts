/** The bill of materials of a release: CycloneDX 1.6, one component a module. Without a clock and without chance: the same files give the same text. */
import { dependenciesOf } from '../module/id.js';
import { groupBy } from '../base/group-by.js';
import type { HashText } from '../base/hash-text.js';
import { compareText } from '../base/compare.js';
import { functionName } from '../catalog/functions.js';
import { platformName } from '../catalog/platforms.js';
import { releaseOf } from '../catalog/releases.js';
import { digestOf } from './digest.js';
import { isModuleFile } from '../device/module-file.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { ModuleId } from '../module/types.js';
import type { Inventory, InventoryFile, InventoryModule } from './inventory.js';

/** What no file says, and whoever writes a bill of materials may. */
export interface SbomFacts {
  /** Who supplies the release; absent where nobody said. */
  readonly supplier?: string;
  /** Who made the document, by name. */
  readonly authors?: readonly string[];
  /** When it was made: ISO 8601 in UTC. Absent = no time in it, so that the same files give the same bytes on any day. */
  readonly timestamp?: string;
  /** The licence of the release, by name. */
  readonly licence?: string;
}

/**
 * The document, as data. It names what the files say and no more: a supplier or licence that nobody gave is "unknown", and what the modules
 * were built from is not in them, so the list is called incomplete.
 *
 * @param toolVersion version of fwinspect
 * @param sha256 for the digest of the set and the serial number
 */
export function sbomOf(inventory: Inventory, toolVersion: string, sha256: HashText, facts: SbomFacts = {}) {
  const modules = inventory.files.filter(isModuleFile);
  const unique = [...groupBy(modules, refOf).values()]
    .map((group) => [...group].sort((a, b) => compareText(a.path, b.path)))
    .sort(([a], [b]) => compareText(a === undefined ? '' : refOf(a), b === undefined ? '' : refOf(b)));
  const bySlot = groupBy(
    unique.flatMap(([first]) => first ?? []),
    ({ module }) => slotOf(module.platform, module),
  );
  const components = unique.flatMap((group) => componentOf(group));
  const { supplier = UNKNOWN, authors = [], timestamp, licence = UNKNOWN } = facts;
  const metadata = {
    ...(timestamp === undefined ? {} : { timestamp }),
    lifecycles: [{ phase: 'post-build' }],
    tools: { components: [{ type: 'application', name: 'fwinspect', version: toolVersion }] },
    authors: (authors.length === 0 ? [UNKNOWN] : authors).map((name) => ({ name })),
    component: {
      type: 'firmware',
      'bom-ref': 'release',
      ...namedRelease(inventory),
      supplier: { name: supplier },
      licenses: [{ license: { name: licence } }],
      properties: [{ name: 'fwinspect:set-digest', value: digestOf(inventory.files, sha256) }],
    },
    supplier: { name: supplier },
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: uuidOf(sha256(JSON.stringify({ metadata, components }))),
    version: 1,
    metadata,
    components,
    dependencies: [
      { ref: 'release', dependsOn: components.map((one) => one['bom-ref']) },
      ...unique.flatMap(([first]) => (first === undefined ? [] : [dependencyOf(first, bySlot)])),
    ],
    compositions: [{ aggregate: 'incomplete', assemblies: ['release', ...components.map((one) => one['bom-ref'])] }],
  };
}

const UNKNOWN = 'unknown';

/** The release as a component: the platforms that it is for, and the Device OS releases of its system parts. */
function namedRelease({ platforms }: Inventory): { readonly name: string; readonly version: string } {
  const releases = [
    ...new Set(
      platforms.flatMap(({ sets }) => sets.map(({ release, system }) => release ?? `module version ${system}`)),
    ),
  ];
  const names = platforms.map(({ platform }) => platformName(platform));
  const ofWhat =
    names.length === 0 ? '' : names.length > MOST_NAMED ? ` for ${names.length} platforms` : ` for ${names.join(', ')}`;
  return {
    name: `firmware${ofWhat}`,
    version:
      releases.length === 0
        ? UNKNOWN
        : releases.length > MOST_NAMED
          ? `${releases.length} releases`
          : releases.join(', '),
  };
}

const MOST_NAMED = 12;

function refOf({ module, sha256 }: InventoryModule): string {
  const name = `${platformName(module.platform).replaceAll(' ', '-')}/${functionName(module.function)}${module.index}`;
  return `${name}@${module.version}#${sha256.slice(0, 16)}`;
}

function componentOf(group: readonly InventoryModule[]) {
  const [first] = group;
  if (first === undefined) return [];
  const { module, sha256, payloadSha256 } = first;
  const release = module.function === MODULE_FUNCTION.systemPart ? releaseOf(module.version, module.platform) : null;
  const property = (name: string, value: string | number) => ({ name: `fwinspect:${name}`, value: String(value) });
  return [
    {
      type: 'firmware',
      'bom-ref': refOf(first),
      name: `${platformName(module.platform)} ${functionName(module.function)} ${module.index}`,
      version: release ?? String(module.version),
      supplier: { name: UNKNOWN },
      licenses: [{ license: { name: UNKNOWN } }],
      hashes: [{ alg: 'SHA-256', content: sha256 }],
      properties: [
        property('platform', platformName(module.platform)),
        property('platform-id', module.platform),
        property('function', functionName(module.function)),
        property('index', module.index),
        property('version', module.version),
        property('size', first.size),
        property('crc', module.crc.stored.toString(16).padStart(8, '0')),
        ...(payloadSha256 === null ? [] : [property('payload-sha256', payloadSha256)]),
        ...group.map(({ path }: InventoryFile) => property('file', path)),
      ],
    },
  ];
}

function slotOf(platform: number, one: ModuleId): string {
  return `${platform}/${one.function}/${one.index}`;
}

/** A module depends on those of the release that meet what it declares. */
function dependencyOf(item: InventoryModule, bySlot: ReadonlyMap<string, readonly InventoryModule[]>) {
  const { platform } = item.module;
  const on = dependenciesOf(item.module).flatMap((need) =>
    (bySlot.get(slotOf(platform, need)) ?? []).filter(
      (other) => other !== item && other.module.version >= need.version,
    ),
  );
  const refs = [...new Set(on.map(refOf))].sort(compareText);
  return refs.length === 0 ? { ref: refOf(item) } : { ref: refOf(item), dependsOn: refs };
}

/** A UUID (version 8: of the maker's own) made of a hash. */
function uuidOf(hash: string): string {
  const digits = `${hash.slice(0, 12)}8${hash.slice(13, 16)}8${hash.slice(17, 32)}`;
  const parts = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)];
  return `urn:uuid:${parts.join('-')}`;
}
