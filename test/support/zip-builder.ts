import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a zip to build; everything beyond name and data is for lies and oddities. */
export interface ZipSpec {
  readonly name: string | Buffer;
  readonly data?: Uint8Array | string;
  /** 0 stored, 8 deflated (the default); any other number is written with the data as they are. */
  readonly method?: number;
  /** General purpose flags; UTF-8 names (0x800) by default. */
  readonly flags?: number;
  /** Unix mode, with the file type: 0o120777 is a symbolic link. */
  readonly mode?: number;
  /** Lies of the directory and of the local header. */
  readonly crc32?: number;
  readonly size?: number;
  readonly packedSize?: number;
  /** Lies of the directory alone. */
  readonly offset?: number;
  /** Lies of the local header alone. */
  readonly localName?: string;
  readonly localSize?: number;
  /** The packed bytes as they are, instead of packing the data. */
  readonly packed?: Uint8Array;
}

/** What surrounds the entries. */
export interface ZipFrame {
  readonly before?: Uint8Array | string;
  readonly after?: Uint8Array | string;
  readonly comment?: string;
  /** Lie of the end record. */
  readonly count?: number;
  /** Write the 64-bit end record, as for more than 65,535 entries. */
  readonly zip64?: boolean;
}

interface Built {
  readonly spec: ZipSpec;
  readonly name: Buffer;
  readonly packed: Uint8Array;
  readonly crc: number;
  readonly size: number;
  readonly packedSize: number;
}

/** Builds a zip by hand, byte for byte reproducible; good or hostile as the specs say. */
export function buildZip(specs: readonly ZipSpec[], frame: ZipFrame = {}): Buffer {
  const parts: Uint8Array[] = [Buffer.from(frame.before ?? '')];
  const central: Buffer[] = [];
  let at = parts[0]?.length ?? 0;
  const put = (part: Uint8Array): void => {
    parts.push(part);
    at += part.length;
  };
  for (const built of specs.map(pack)) {
    central.push(centralHeader(built, at));
    put(localHeader(built));
    put(built.packed);
  }
  const start = at;
  central.forEach(put);
  put(endRecords(frame.count ?? specs.length, start, at - start, frame));
  put(Buffer.from(frame.after ?? ''));
  return Buffer.concat(parts);
}

/** Builds a zip of many empty entries quickly, with a 64-bit end record where it is needed. */
export function buildManyEntries(count: number): Buffer {
  const specs = Array.from({ length: count }, (_, at) => ({ name: `f${at}.bin`, data: '', method: 0 }));
  return buildZip(specs, { zip64: count > 0xffff });
}

function pack(spec: ZipSpec): Built {
  const data = Buffer.from(spec.data ?? '');
  const packed = spec.packed ?? ((spec.method ?? 8) === 8 ? deflateRawSync(data) : data);
  return {
    spec,
    name: Buffer.from(spec.name),
    packed,
    crc: spec.crc32 ?? crc32(data),
    size: spec.size ?? data.length,
    packedSize: spec.packedSize ?? packed.length,
  };
}

function common({ spec, crc, size, packedSize }: Built, localSize = size): Buffer {
  const fields = Buffer.alloc(22);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(spec.flags ?? 0x800, 2);
  fields.writeUInt16LE(spec.method ?? 8, 4);
  fields.writeUInt16LE(0x21, 8); // 1980-01-01
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packedSize, 14);
  fields.writeUInt32LE(localSize, 18);
  return fields;
}

function localHeader(built: Built): Buffer {
  const name = built.spec.localName === undefined ? built.name : Buffer.from(built.spec.localName);
  return Buffer.concat([u32(0x04034b50), common(built, built.spec.localSize), u16(name.length), u16(0), name]);
}

function centralHeader(built: Built, at: number): Buffer {
  const { spec, name } = built;
  const rest = Buffer.alloc(18); // lengths of name, extra and comment, disk, attributes, offset
  rest.writeUInt16LE(name.length, 0);
  rest.writeUInt32LE(((spec.mode ?? 0) << 16) >>> 0, 10);
  rest.writeUInt32LE(spec.offset ?? at, 14);
  return Buffer.concat([u32(0x02014b50), u16((3 << 8) | 20), common(built), rest, name]);
}

function endRecords(count: number, start: number, size: number, frame: ZipFrame): Buffer {
  const comment = Buffer.from(frame.comment ?? '', 'latin1');
  const short = u16(Math.min(count, 0xffff));
  const end = [u32(0x06054b50), u32(0), short, short, u32(size), u32(start), u16(comment.length), comment];
  return Buffer.concat(frame.zip64 === true ? [...end64(count, start, size), ...end] : end);
}

function end64(count: number, start: number, size: number): readonly Buffer[] {
  const record = [
    u32(0x06064b50),
    u64(44),
    u16(45),
    u16(45),
    u32(0),
    u32(0),
    u64(count),
    u64(count),
    u64(size),
    u64(start),
  ];
  return [...record, u32(0x07064b50), u32(0), u64(start + size), u32(1)];
}

function u16(value: number): Buffer {
  return Buffer.from([value & 0xff, (value >>> 8) & 0xff]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
