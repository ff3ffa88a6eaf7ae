/** The places of a flash order in words. */
import type { Because } from '../plan/order.js';
import { requirementWords } from './words.js';

/** Why a step stands where it stands, in words. */
export function becauseWords(because: Because, platform: number): string {
  switch (because.kind) {
    case 'dependency':
      return `needs ${requirementWords(because.requirement, platform)}`;
    case 'gen2_bootloader_last':
      return 'a Gen 2 device checks the bootloader version at boot only, so it comes after the system parts';
    case 'application_last':
      return 'an application comes after the system it runs on';
    case 'radio_stack_before_bootloader':
      return 'below Device OS 2.0.0 this bootloader would write a radio stack in the wrong place';
    case 'assets_after_application':
      return 'assets come after their application, which tells the device to keep them';
  }
}
