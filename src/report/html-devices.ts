/** The devices in the report: what is out there, and what the cloud is expected to do with those that get the application. */
import type { FleetOverview } from '../assess/fleet-overview.js';
import type { Rollout, RolloutFault, RolloutGroup } from '../assess/rollout.js';
import type { ReportedDevices } from '../assess/reported-devices.js';
import type { Judgement } from '../base/judgement.js';
import { NO_PLATFORM, platformName } from '../catalog/platforms.js';
import { restsOn } from './assumed.js';
import { firstOf } from './bounded.js';
import { CONFIDENCE_WORDS, endWords, FLOW_WORDS, waysOut, wayOutWords } from './cloud.js';
import { deviceUnknownWords } from './fleet.js';
import { notesHead, OF_WAYS, overviewJudgement, overviewTables, overviewVerdict } from './fleet-overview.js';
import type { OverviewTable } from './fleet-overview.js';
import { fleetRecords } from './fleet-records.js';
import { fleetTodo } from './fleet-todo.js';
import { html, keep, moreLine, num, plain, table, wide } from './html-parts.js';
import type { Column, Html } from './html-parts.js';
import { BASIS, faultWords, GROUP_LABELS, limitWords, namesWords, sumWords, wayLines } from './rollout.js';
import { judgementLabel } from './verdict.js';
import { counted, grouped } from './words.js';

/** The parts of the report that are about devices. */
export interface DevicesPart {
  /** What it comes to, for the head of the page. */
  readonly summary: Html;
  /** What is out there, and what the cloud is expected to do. */
  readonly sections: Html;
}

const TONE: Readonly<Record<Judgement, string>> = { ok: 'good', 'not-ok': 'bad', unknown: 'warn' };

/**
 * Takes what was found of devices; gives its parts of the page.
 *
 * @param notes what was taken for granted of their reports, one sentence each
 */
export function devicesPart({ overview, rollout }: ReportedDevices, notes: readonly string[]): DevicesPart {
  const isAsked = rollout !== null && !('kind' in rollout);
  return {
    summary: html`<p>${verdictOf(overviewJudgement(overview))} Devices: ${overviewVerdict(overview)}</p>
      ${isAsked ? html`<p>${verdictOf(rollout.judgement)} Application: ${sumWords(rollout)}</p>` : ''}`,
    sections: html`${fleetSection(overview, notes)} ${rollout === null ? '' : rolloutSection(rollout)}`,
  };
}

function verdictOf(judgement: Judgement): Html {
  return html`<span class="${TONE[judgement]}">${judgementLabel(judgement)}</span>`;
}

function fleetSection(overview: FleetOverview, notes: readonly string[]): Html {
  const todo = fleetTodo(overview);
  const records = fleetRecords(overview);
  const soft = [
    ...(overview.goal === null
      ? []
      : [`${OF_WAYS[0]} How much data they take is known where all their files are among those of the report.`]),
    ...(notes.length === 0 ? [] : [notesHead(overview), ...notes]),
    ...restsOn(overview.assumed),
  ];
  return html`<section aria-labelledby="devices">
    <h2 id="devices">Devices</h2>
    <p>${verdictOf(overviewJudgement(overview))} ${overviewVerdict(overview)}</p>
    ${overviewTables(overview).map(
      ({ heading, tables }) => html`<h3>${heading}</h3>
        ${tables.map((one) => wordsTable(one, heading))}\n`,
    )}
    ${soft.map((line) => html`<p class="soft">${line}</p>`)}
    ${
      todo.length === 0
        ? ''
        : html`<h3>What to do</h3>
            ${table(
              'What to do',
              [num('No.'), wide('What is not known'), plain('What to do')],
              todo.map(({ why, facts, what }, at) => [String(at + 1), lines([why, ...facts]), what]),
            )}`
    }
    ${
      records === null
        ? ''
        : html`<h3>What the files hold</h3>
            <p>${records.head}</p>
            ${table(
              'What the files hold',
              [num('Records'), plain('What they are')],
              records.lines.map((line) => [grouped(line.records), lines([line.words, ...line.more])]),
            )}`
    }
  </section>`;
}

const COLUMNS: Readonly<Record<OverviewTable['kind'], (name: string, at: number) => Column>> = {
  releases: (name, at) => (at === 1 || name === 'Share' ? num(name) : at === 0 ? keep(name) : plain(name)),
  counts: (name, at) => (at === 1 ? num(name) : plain(name)),
};

function wordsTable({ kind, columns, rows }: OverviewTable, heading: string): Html {
  const { shown, more } = firstOf(rows, 'row');
  return html`${table(`${columns[0] ?? ''}, ${heading}`, columns.map(COLUMNS[kind]), shown)} ${moreLine(more)}`;
}

function rolloutSection(rollout: Rollout | RolloutFault): Html {
  const title = html`<h2 id="rollout">What the cloud is expected to do</h2>`;
  if ('kind' in rollout) {
    return html`<section aria-labelledby="rollout">
      ${title}
      <p class="warn">Not known: ${faultWords(rollout)}.</p>
    </section>`;
  }
  const { shown, more } = firstOf(rollout.groups, 'group');
  const columns = [
    keep('Verdict'),
    keep('Platform'),
    num('Devices'),
    plain('Which'),
    plain('What is sent'),
    plain('End'),
  ];
  return html`<section aria-labelledby="rollout">
    ${title}
    <p>${verdictOf(rollout.judgement)} ${sumWords(rollout)}</p>
    ${shown.length === 0 ? '' : table('Groups of devices', columns, shown.map(groupRow))} ${moreLine(more)}
    ${rollout.limits.map((one) => html`<p class="${TONE[one.judgement]}">${limitWords(one)}</p>`)}
    <p class="soft">${BASIS}</p>
  </section>`;
}

/** Ways of a group that have a line. */
const SOME_WAYS = 10;

function groupRow(group: RolloutGroup): readonly (string | Html)[] {
  const { judgement, platform, count, targets, flow, end, confidence, ways, lacking } = group;
  const id = platform ?? NO_PLATFORM;
  const left = ways.length - SOME_WAYS;
  const sent = [
    lacking === null ? FLOW_WORDS[flow] : deviceUnknownWords(lacking),
    ...ways.slice(0, SOME_WAYS).flatMap((way) => wayLines(way, id, ways.length > 1)),
    ...(left > 0 ? [`and ${counted(left, 'other way')}`] : []),
  ];
  const sure = end.kind === 'unknown' ? '' : ` (${CONFIDENCE_WORDS[confidence]})`;
  return [
    html`<span class="${TONE[judgement]}">${GROUP_LABELS[judgement]}</span>`,
    platform === null ? 'not known' : platformName(platform),
    grouped(count),
    namesWords(targets, count),
    lines(sent),
    lines([
      ...(lacking === null ? [`${endWords(end, id)}${sure}`] : ['not known']),
      ...waysOut(end).map((one) => `by hand: ${wayOutWords(one, id)}`),
    ]),
  ];
}

function lines(texts: readonly string[]): Html {
  return html`${texts.map((text, at) => html`${at === 0 ? '' : html`<br />`}${text}`)}`;
}
