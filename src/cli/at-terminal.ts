/** Whoever gives `-` at a terminal is told that it is their turn. */
import { say } from './door.js';

/** What is awaited on standard input. */
export type Awaited = 'report' | 'devices' | 'file';

const TURN: Readonly<Record<Awaited, string>> = {
  report: 'Paste the report, then',
  devices: 'Paste what is known of the devices, then',
  file: 'Waiting for a file on standard input; it ends with',
};

/** "Paste the report, then Ctrl-D": how a terminal ends its input, by the system. */
export function turnWords(awaited: Awaited, system: NodeJS.Platform): string {
  return `${TURN[awaited]} ${system === 'win32' ? 'Ctrl-Z and Enter' : 'Ctrl-D'}`;
}

/** Says so on standard error, where standard input is a terminal. */
export function tellTurn(awaited: Awaited): void {
  if (process.stdin.isTTY) say(`${turnWords(awaited, process.platform)}\n`);
}
