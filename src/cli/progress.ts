/** One line on standard error while a run lasts, taken away at its end. */

/** A run shorter than this shows nothing. */
const PATIENCE_MS = 1000;
/** Between two changes of the line. */
const PAUSE_MS = 100;

export interface Progress {
  /** So many bytes more are done. */
  readonly add: (bytes: number) => void;
  readonly clear: () => void;
}

export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly write: (text: string) => unknown;
}

/** Milliseconds since the start; `performance` would load its whole module at each start. */
const sinceStart = (): number => process.uptime() * 1000;

/** The same for work that is counted in platforms: what it takes comes behind the reading. */
export function waysProgress(
  terminal: Terminal,
  now: () => number = sinceStart,
): { readonly tell: (platform: string) => void; readonly clear: () => void } {
  let isShown = false;
  return {
    tell: (platform) => {
      if (now() < PATIENCE_MS || terminal.isTTY !== true) return;
      isShown = true;
      terminal.write(`\r\u001b[Kfwinspect: ways to the release, ${platform}`);
    },
    clear: () => {
      if (isShown) terminal.write('\r\u001b[K');
      isShown = false;
    },
  };
}

/** Shows the share of `total` bytes; nothing at all where `terminal` is none. */
export function progressOf(total: number, terminal: Terminal, now: () => number = sinceStart): Progress {
  let next = now() + PATIENCE_MS;
  let done = 0;
  let isShown = false;
  return {
    add: (bytes) => {
      done += bytes;
      if (now() < next || terminal.isTTY !== true) return;
      next = now() + PAUSE_MS;
      isShown = true;
      const percent = total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100));
      terminal.write(`\r\u001b[Kfwinspect: reading, ${String(percent)} %`);
    },
    clear: () => {
      if (isShown) terminal.write('\r\u001b[K');
      isShown = false;
    },
  };
}
