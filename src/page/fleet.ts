/** The devices of an answer as rows of a table, filtered; and as a document. */
import type { DeviceVerdict, JudgedWord } from '../assess/types.js';
import { deviceUnknownWords } from '../report/fleet.js';
import { html, keep, moreLine, plain, raw, table } from '../report/html-parts.js';
import type { Html } from '../report/html-parts.js';
import { sharedCells, verdictLines } from '../report/verdicts.js';
import type { SharedCells } from '../report/verdicts.js';
import { counted } from '../report/words.js';
import type { PageAnswer } from './answer.js';
import type { FleetFilter } from './messages.js';

/** The rows that a filter leaves: the first as a table, and how many there are. */
export function fleetRows(
  { open }: Pick<PageAnswer, 'open'>,
  filter: FleetFilter,
  most: number,
): { readonly html: string; readonly shown: number; readonly matching: number } {
  const first: DeviceVerdict[] = [];
  let matching = 0;
  const cellsOf = cellsByWord();
  for (const verdict of matchingVerdicts(open.verdicts(), filter, cellsOf)) {
    matching++;
    if (first.length < most) first.push(verdict);
  }
  const rows = first.map((verdict) => rowOf(verdict, cellsOf(verdict.word)));
  const columns = [keep('Device'), plain('Name'), keep('Platform'), keep('Device OS'), keep('Outcome'), plain('Why')];
  const left = matching - first.length;
  const button = html`<button type="button" data-action="more-devices">Show more</button>`;
  const text = html`<p class="soft">${counted(matching, 'device')}</p>
    ${matching === 0 ? html`<p>No device is like that.</p>` : table('Devices', columns, rows)}
    ${left > 0 ? html`${moreLine(`and ${counted(left, 'more device')}`)} ${button}` : ''}`;
  return { html: text.html, shown: first.length, matching };
}

/** The devices that a filter leaves, as `check --verdicts` writes them. */
export function fleetCsv({ open, assessment }: Pick<PageAnswer, 'open' | 'assessment'>, filter: FleetFilter): string {
  if (assessment.devices === null) return '';
  const verdicts = matchingVerdicts(open.verdicts(), filter, cellsByWord());
  return [...verdictLines(verdicts, assessment.devices, 'csv')].join('');
}

/** Equal words share their cells. */
function cellsByWord(): (word: JudgedWord) => SharedCells {
  const known = new Map<JudgedWord, SharedCells>();
  return (word) => {
    const cells = known.get(word) ?? sharedCells(word);
    known.set(word, cells);
    return cells;
  };
}

function* matchingVerdicts(
  verdicts: Iterable<DeviceVerdict>,
  { outcome, text }: FleetFilter,
  cellsOf: (word: JudgedWord) => SharedCells,
): Generator<DeviceVerdict> {
  const wanted = text.trim().toLowerCase();
  for (const verdict of verdicts) {
    const cells = cellsOf(verdict.word);
    if (outcome !== null && cells.outcome !== outcome) continue;
    const texts = [verdict.device, verdict.name, cells.platform, cells.deviceOs, cells.needs, cells.has];
    if (wanted === '' || texts.some((one) => one?.toLowerCase().includes(wanted) === true)) yield verdict;
  }
}

const TONE: Readonly<Record<SharedCells['outcome'], string>> = {
  run: 'good',
  'safe-mode': 'bad',
  refuse: 'bad',
  unclear: 'warn',
  'other-platform': 'soft',
};

function rowOf({ device, name, word }: DeviceVerdict, cells: SharedCells): readonly (string | Html)[] {
  return [
    html`<code>${device}</code>`,
    name ?? '',
    cells.platform ?? '',
    cells.deviceOs ?? '',
    html`<span class="${raw(TONE[cells.outcome])}">${cells.outcome.replace('-', ' ')}</span>`,
    whyWords(word, cells),
  ];
}

/** What decided: what is missing, or the two sides that were compared. */
function whyWords({ judgement }: JudgedWord, { needs, has }: SharedCells): string {
  const { lacking = null } = judgement ?? {};
  if (lacking !== null) return deviceUnknownWords(lacking);
  return [...(needs === null ? [] : [`needs ${needs}`]), ...(has === null ? [] : [`has ${has}`])].join('; ');
}
