/** Who hears of a refusal: decided by the release that refuses and by the way on which the file came. */
import type { Era } from './era.js';
import type { Told, Transport } from './types.js';

/**
 * Who hears of it when this release refuses a file.
 *
 * @param transport the way on which the file comes; over DFU and by a programmer nothing is refused by Device OS, so the answer is null
 */
export function toldOf(era: Era, transport: Transport): Told | null {
  switch (transport) {
    case 'ota':
      if (era.refusalReportedInAck) return 'ack';
      return era.refusalReportedByEvent ? 'event' : 'nobody';
    case 'serial':
      return era.serialReportsRefusal ? 'host' : 'false_success';
    case 'local':
      return 'host';
    case 'dfu_flag':
      // The check runs at the next start, when the tool has long gone.
      return 'nobody';
    case 'dfu':
    case 'programmer':
      return null;
  }
}
