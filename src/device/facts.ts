/** What the twin takes from a module that was read. */
import { rulesOf } from '../catalog/boards/index.js';
import { coveredBytes } from '../module/payload.js';
import { EXTENSION_TYPE, MODULE_FUNCTION } from '../module/types.js';
import type { FirmwareModule, Payload, ReadResult } from '../module/types.js';
import type { AssetName, ModuleFacts } from './types.js';

/** Security mode of a protected device. Source: `services/src/security_mode.cpp`, 6.0.0. */
const PROTECTED_MODE = 1;

/** What the security mode of a module comes to: `elsewhere` where no Device OS asks it. */
export type Protection = 'none' | 'protects' | 'elsewhere';

/**
 * Device OS asks the bootloader with index 0 alone, and of that the suffix alone, on boards that can be protected. Source: `services/src/security_mode.cpp`,
 * 6.0.0 and later.
 */
export function protectionOf({ platform, function: moduleFunction, index, extensions }: FirmwareModule): Protection {
  const asking = extensions.filter((one) => one.kind === 'security_mode' && one.mode === PROTECTED_MODE);
  if (asking.length === 0) return 'none';
  const isAsked =
    moduleFunction === MODULE_FUNCTION.bootloader && index === 0 && rulesOf(platform)?.protectable !== false;
  return isAsked && asking.some(({ at }) => at === 'suffix') ? 'protects' : 'elsewhere';
}

/** The facts of a module for {@link ModuleFacts}. */
export function factsOf(module: FirmwareModule): ModuleFacts {
  const compressed = module.payload.find((one): one is Compressed => one.kind === 'compressed');
  return {
    function: module.function,
    index: module.index,
    version: module.version,
    platform: module.platform,
    start: module.start,
    end: module.end,
    mcu: module.mcu,
    flags: module.flags,
    headerOffset: module.headerOffset,
    dependency1: module.dependency1,
    dependency2: module.dependency2,
    crcOk: module.crc.ok,
    size: coveredBytes(module) + module.trailingBytes,
    build: buildOf(module),
    dynamicStart: dynamicStartOf(module),
    assets: module.extensions.flatMap((one) =>
      one.kind === 'asset_dependency' ? [{ name: one.name, hash: one.hash }] : [],
    ),
    asset: assetOf(module),
    protects: protectionOf(module) === 'protects',
    inner: compressed?.state === 'opened' ? factsOfRead(compressed.inner) : null,
    ...unpackingOf(compressed),
    combined: module.payload.flatMap((one) => (one.kind === 'combined' ? [factsOfRead(one.inner)] : [])),
  };
}

/**
 * Device OS reports the hash that the suffix holds and never checks it. Where it is not that of the bytes, another file can hold it as well: then it
 * says nothing, and the CRC stands for the file. Source: `u` of describe, `system/src/system_info.cpp`.
 */
function buildOf({ sha256, crc }: FirmwareModule): string {
  return sha256.stored !== null && sha256.ok !== false ? sha256.stored : `crc ${crc.computed.toString(16)}`;
}

type Compressed = Extract<Payload, { kind: 'compressed' }>;

/** Raw deflate, the only method that bootloaders know. */
const DEFLATE = 0;

/** What the bootloader makes of a payload that is not a whole module; nothing is said where it could not be opened here. */
function unpackingOf(payload: Compressed | undefined): Pick<ModuleFacts, 'unpacking'> {
  if (payload === undefined || payload.state === 'not_opened') return {};
  const { method, originalSize, state } = payload;
  if (state === 'opened' && payload.inner?.kind === 'module') return {};
  if (method !== DEFLATE || originalSize === 0) return { unpacking: { kind: 'left_alone' } };
  return { unpacking: { kind: 'broken', erases: originalSize, writes: null } };
}

function factsOfRead(inner: ReadResult | null): ModuleFacts | null {
  return inner?.kind === 'module' ? factsOf(inner) : null;
}

/**
 * Every module of an RTL872x carries the extension; only an application is found by it. Only the first suffix extension counts; the scan of the device
 * never advances. Source: HAL_Core_Config, `hal/src/rtl872x/core_hal.c`; HAL_PLATFORM_MODULE_DYNAMIC_LOCATION, `hal_platform_rtl8721x_config.h`.
 */
function dynamicStartOf(module: FirmwareModule): number | null {
  if (module.function !== MODULE_FUNCTION.userPart) return null;
  const first = module.extensions.find((one) => one.at === 'suffix');
  return first?.kind === 'dynamic_location' && first.type === EXTENSION_TYPE.dynamicLocation ? first.moduleStart : null;
}

function assetOf(module: FirmwareModule): AssetName | null {
  if (module.function !== MODULE_FUNCTION.asset) return null;
  const name = module.extensions.find((one) => one.kind === 'name');
  const hash = module.extensions.find((one) => one.kind === 'hash');
  return name?.kind === 'name' && hash?.kind === 'hash' ? { name: name.name, hash: hash.hash } : null;
}
