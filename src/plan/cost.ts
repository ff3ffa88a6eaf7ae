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

/** Framing of one 512-byte chunk on the way down. Source: `communication/src/chunked_transfer.cpp`; AES-CBC over TCP on Photon and P1. */
const DTLS_CHUNK = 585;
const TCP_CHUNK = 586;
/** Gen 3 from 3.0.0 on: 14 CoAP, 57 DTLS and IP for each chunk, of up to 1136 bytes. */
const V3_CHUNK = 1136;
const V3_PER_CHUNK = 71;
const CONTROL_FLOOR = 400;

/** What cannot be undercut: frames of the payload without any retransmission. */
export function framingFloor(size: number, platform: number, os: number | null): number {
  const family = platformById(platform)?.family;
  if (family === 'stm32f2') {
    const chunk = platformById(platform)?.cellular === true ? DTLS_CHUNK : TCP_CHUNK;
    return Math.ceil(size / CHUNK) * chunk + CONTROL_FLOOR;
  }
  const v3 = os === null || os >= 3000;
  return v3
    ? size + Math.ceil(size / V3_CHUNK) * V3_PER_CHUNK + CONTROL_FLOOR
    : Math.ceil(size / CHUNK) * DTLS_CHUNK + CONTROL_FLOOR;
}
