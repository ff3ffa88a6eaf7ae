/** Texts about devices that are given where firmware is expected. The page, which takes both in one place, is built without it. */
import type { RejectionKind } from './types.js';

/** A module of `particle serial inspect`, of a describe message (also as text within an event), or of particle-usb. */
const OF_REPORT =
  /\bmodule\s{0,4}#\s{0,4}\w{1,10}\s{0,4}-{0,3}\s{0,4}version|^[>*`\s]{0,9}Platform: \d{1,5} - |\b(?:vv|vc|validityErrors|passedFlags)\\{0,9}["']?\s{0,9}:/im;

/** A device of the cloud's list, of `particle list`, of a table, or of an event. */
const OF_LIST =
  /"(?:last_heard|last_handshake_at|coreid)"\s{0,9}:|\[[\da-f]{24}\] \(|^device.?id[,;\t]|^(?:event: )?(?:spark|particle)\//im;

/**
 * Whether the beginning of a file is that of a device's report, or of a list of devices. The readers of `describe` and `fleet` know for sure.
 *
 * @param head the first bytes
 * @param text the same as text, null where they are none
 */
export function aboutDevices(head: Uint8Array, text: string | null): RejectionKind | null {
  // PowerShell writes what a tool prints as UTF-16, which is no text by its bytes.
  const isWide = text === null && head[0] === 0xff && head[1] === 0xfe;
  const words = isWide ? new TextDecoder('utf-16le').decode(head) : (text ?? '');
  return OF_REPORT.test(words) ? 'device_report' : OF_LIST.test(words) ? 'device_list' : null;
}
