/** Parts of the page that a person can use: they say by attributes what they do, and the window does it. */
import type { FleetOutcome } from '../plan/fleet.js';
import { fleetLine } from '../report/check-words.js';
import type { FleetSummary } from '../report/check-types.js';
import { html } from '../report/html-parts.js';
import type { Html } from '../report/html-parts.js';

/** A button that copies a text. */
export function copyButton(text: string, what: string): Html {
  return html`<button type="button" class="copy" data-action="copy" data-text="${text}" aria-label="Copy ${what}">
    Copy
  </button>`;
}

const OUTCOMES: readonly (readonly [FleetOutcome | 'other-platform', string, keyof FleetSummary])[] = [
  ['run', 'run their application', 'run'],
  ['safe-mode', 'safe mode', 'safeMode'],
  ['refuse', 'refuse a file', 'refuse'],
  ['unclear', 'not clear', 'unclear'],
  ['other-platform', 'other platforms', 'otherPlatforms'],
];

/** The table of a fleet, without its rows, and what filters it. */
export function fleetControls(fleet: FleetSummary): Html {
  const options = OUTCOMES.filter(([, , count]) => Number(fleet[count] ?? 0) > 0).map(
    ([value, words, count]) => html`<option value="${value}">${words} (${Number(fleet[count] ?? 0)})</option>`,
  );
  return html`<p>${fleetLine(fleet)}</p>
    <div class="filters">
      <label>Show
        <select data-role="fleet-outcome">
          <option value="">all devices</option>
          ${options}
        </select>
      </label>
      <label>Find
        <input type="search" data-role="fleet-text" autocomplete="off" spellcheck="false" />
      </label>
      <button type="button" data-action="csv">Export CSV</button>
    </div>
    <div data-role="fleet-rows"></div>`;
}
