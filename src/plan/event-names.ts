/** Names of the events about updates. */

/** How a transfer goes. */
export const STATUS = /spark\/flash\/status/;
/** What a device says of a file that it got. */
export const RESULT = 'spark/device/ota_result';
/** A device in safe mode, with its modules. */
export const SAFE_MODE = /spark\/(?:device\/safemode|status\/safe-mode)/;
/** The name of an event that counts. */
export const EVENT = /spark\/(?:flash\/status|device\/(?:ota_result|safemode)|status\/safe-mode)/;
