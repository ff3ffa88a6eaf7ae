/** What a file costs over the air. */
import { platformById } from '../catalog/platforms.js';

/** Payload of one chunk. Source: OTA_CHUNK_SIZE, Gen 2 and Gen 3 up to 2.x; later the server chooses between 512 and 1136. */
const CHUNK = 512;
/** CoAP 16, DTLS 29, UDP and IP 28 per chunk. Source: cellularOtaUsage, particle-cli 1.11.0. */
const VENDOR_PER_CHUNK = 73;
/** Control messages of one update: 48 + 6 x 57. */
const VENDOR_CONTROL = 390;

/** The vendor's own estimate in bytes for one file. */
export function vendorEstimate(size: number): number {
  return Math.ceil(size / CHUNK) * VENDOR_PER_CHUNK + VENDOR_CONTROL + size;
}

/** Framing of a chunk on the way down: DTLS, or AES-CBC over TCP on Photon and P1. Source: `communication/src/chunked_transfer.cpp`. */
const DTLS_PER_CHUNK = 73;
const TCP_PER_CHUNK = 74;
/** Gen 3 from 3.0.0 on: 14 CoAP, 57 DTLS and IP for each chunk, of up to 1136 bytes. */
const V3_CHUNK = 1136;
const V3_PER_CHUNK = 71;

/** What cannot be undercut: frames of the payload without any retransmission, the last one by its own size, and the control messages. */
export function framingFloor(size: number, platform: number, os: number | null): number {
  const framed = (chunk: number, perChunk: number): number =>
    size + Math.ceil(size / chunk) * perChunk + VENDOR_CONTROL;
  switch (platformById(platform)?.cloudFraming) {
    case 'tcp_512':
      return framed(CHUNK, TCP_PER_CHUNK);
    case 'dtls_512':
      return framed(CHUNK, DTLS_PER_CHUNK);
    case 'by_release':
    case undefined:
      return os === null || os >= 3000 ? framed(V3_CHUNK, V3_PER_CHUNK) : framed(CHUNK, DTLS_PER_CHUNK);
  }
}
