/** The answer as the page shows it: parts of HTML in which everything from outside is escaped. */
import { safeText } from '../base/safe-text.js';
import type { FirmwareFile } from '../assess/file.js';
import type { PlatformOrder } from '../assess/types.js';
import { platformById, platformName, PLATFORMS } from '../catalog/platforms.js';
import { knownReleases } from '../catalog/releases.js';
import { boot } from '../device/boot.js';
import type { Boot } from '../device/boot.js';
import type { DeviceState } from '../device/types.js';
import type { OrderedStep } from '../plan/order.js';
import { statesAfter } from '../plan/update.js';
import type { PlanStep } from '../plan/update.js';
import { headlineOf, wayLine } from '../report/answer.js';
import { restsOn } from '../report/assumed.js';
import { becauseWords } from '../report/because.js';
import { firstOf, MOST_ITEMS } from '../report/bounded.js';
import { slotsOfFile, versionsOfFile } from '../report/contents.js';
import { bootReasonWords, modeWords } from '../report/device.js';
import { deviceSlots } from '../report/device-slots.js';
import { findingMessage } from '../report/finding.js';
import { mapSvg } from '../report/flash-map.js';
import { filesSection } from '../report/html.js';
import { fileName, html, keep, moreLine, plain, raw, table } from '../report/html-parts.js';
import type { Html } from '../report/html-parts.js';
import { graphPart, groupName, mapPart, needsPart } from '../report/html-platform.js';
import { imageAsideWords } from '../report/plan-of.js';
import { blockedLines, planNotes, planReportJudgement, stepWords } from '../report/plan.js';
import type { PlanReport } from '../report/plan.js';
import { commandOf } from '../report/shell.js';
import { shorten } from '../report/text.js';
import { counted, grouped } from '../report/words.js';
import { cappedFindings, countFindings, MOST_FINDINGS } from '../rules/capped.js';
import { ruleById } from '../rules/registry.js';
import type { Finding, Severity } from '../rules/types.js';
import { isSingleReport } from './answer.js';
import type { PageAnswer } from './answer.js';
import { copyButton, fleetControls } from './controls.js';
import type { Section, View } from './messages.js';
import type { Read } from './read.js';

/** What the page shows of an answer. */
export function viewOf(answer: PageAnswer, given: ReadonlyMap<number, Read>): View {
  const headline = headlineOf(answer);
  const { assessment, check } = answer;
  return {
    ...headline,
    lines: linesOf(answer),
    sections: sectionsOf(answer).filter((one): one is Section => one !== null),
    understood: [...given].map(([id, read]) => ({ id, ...understoodWords(read) })),
    asks: asksOf(answer),
    judgements: {
      check: check.judgement,
      plan: planJudgement(answer),
    },
    ...(assessment.files.length === 0 && answer.deviceTexts === 0 ? { judgement: 'unknown' as const } : {}),
  };
}

function planJudgement({ plan, written }: PageAnswer): View['judgements']['plan'] {
  if (plan === null) return written?.judgement ?? null;
  return plan.kind === 'report' ? planReportJudgement(plan.report) : 'not-ok';
}

/** What stands below the first line. */
function linesOf(answer: PageAnswer): readonly string[] {
  const { assessment, images, plan, device, notAsked } = answer;
  const [image] = images;
  return [
    ...wayLine(answer),
    ...(plan === null ? errorLines(answer) : []),
    ...(plan?.kind === 'report' ? blockedLines(plan.report) : []),
    ...(plan?.kind === 'report' ? planNotes(plan.report, 'give that file by itself to have it sent') : []),
    ...(device === null ? [] : device.words.notes),
    ...(notAsked === null ? [] : [notAsked]),
    ...(image !== undefined && device !== null ? [imageAsideWords(image.file, answer.written)] : []),
    ...restsOn(plan?.kind === 'report' ? plan.report.start.assumed : assessment.assumed, assessment.unjudged),
  ];
}

/** The reason beside the answer: the first errors in words. */
function errorLines({ check }: PageAnswer): readonly string[] {
  return check.findings
    .filter(({ severity, waived }) => severity === 'error' && waived === null)
    .slice(0, MOST_REASONS)
    .map((one) => `${one.file === null ? '' : `${safeText(one.file)} `}${findingMessage(one)}`);
}

const MOST_REASONS = 3;

function sectionsOf(answer: PageAnswer): readonly (Section | null)[] {
  return [
    stepsSection(answer),
    problemsSection(answer),
    findingsSection(answer),
    deviceSection(answer),
    fleetSection(answer),
    ...platformSections(answer),
    filesPart(answer),
  ];
}

const section = (id: string, title: string, { html: text }: Html): Section => ({ id, title, html: text });

/** The steps of the plan, or the order of the files where there is no device and nothing is wrong with them. */
function stepsSection(answer: PageAnswer): Section | null {
  const { plan, assessment, check } = answer;
  if (plan !== null) {
    if (plan.kind !== 'report' || plan.report.plan.kind !== 'plan' || plan.report.plan.steps.length === 0) return null;
    return section('steps', 'The steps', planSteps(plan.report, plan.report.plan.steps));
  }
  if (check.judgement !== 'ok' || assessment.order.length === 0) return null;
  const { shown, more } = firstOf(assessment.order, 'platform');
  const several = shown.length > 1;
  const lists = shown.map(
    (group) => html`${several ? html`<h3>${groupName(group)}</h3>` : ''}${orderSteps(group, answer)}`,
  );
  return section('steps', 'The order', html`${lists} ${moreLine(more)}`);
}

function orderSteps(group: PlatformOrder, answer: PageAnswer): Html {
  const { shown, more } = firstOf(group.order.steps, 'step');
  const numbers = new Map(group.order.steps.map(({ item, step }) => [item.file, step] as const));
  const items = shown.map((step) => {
    const command = commandOf({ file: step.item, transport: answer.choices.way, takenBy: null }, group.platform);
    return stepItem({
      file: step.item.file,
      what: `${slotsOfFile(step.item)}, version ${versionsOfFile(step.item)}`,
      why: whyWords(step, group.platform, numbers),
      commands: [command],
      warnings: [],
      after: null,
    });
  });
  return html`<ol class="steps">
      ${items}
    </ol>
    ${moreLine(more)} ${needsPart(group, groupName(group))}`;
}

/** Why it stands there: what it needs of a step before. */
function whyWords(
  { after, item }: OrderedStep,
  platform: number,
  numbers: ReadonlyMap<string, number>,
): readonly string[] {
  const reasons = after.map(({ item: other, because }) => {
    const step = numbers.get(other.file);
    return `${becauseWords(because, platform)}${step === undefined ? '' : ` (step ${String(step)})`}`;
  });
  if (reasons.length > 0) return [...new Set(reasons)];
  return item.facts.dependency1 === null && item.facts.dependency2 === null ? ['needs nothing'] : [];
}

function planSteps(report: PlanReport, steps: readonly PlanStep[]): Html {
  const { plan, state } = report;
  const advice = plan.kind === 'plan' ? plan.advice : [];
  const { short } = shorten(steps.map(({ file }) => file.bundle ?? file.file));
  const items = steps.map((step, at) => {
    const words = stepWords(step, steps[at - 1], report, advice, short);
    return stepItem({
      file: step.file.file,
      what: words.what,
      why: [...words.intermediate, ...words.cloud, ...words.before],
      commands: words.commands,
      warnings: words.hazards,
      after: { boot: step.afterwards, platform: state.platform },
    });
  });
  return html`<ol class="steps">
    ${items}
  </ol>`;
}

interface StepItem {
  readonly file: string;
  readonly what: string;
  readonly why: readonly string[];
  /** Null: the command before sends this file too. */
  readonly commands: readonly string[] | null;
  readonly warnings: readonly string[];
  readonly after: { readonly boot: Boot; readonly platform: number } | null;
}

function stepItem({ file, what, why, commands, warnings, after }: StepItem): Html {
  return html`<li class="step">
    <h3>${fileName(file)}</h3>
    <p>${after === null ? '' : led(after.boot)}${what}</p>
    ${why.map((one) => html`<p class="soft">${one}</p>`)} ${warnings.map((one) => html`<p class="warn">${one}</p>`)}
    ${
      commands === null
        ? html`<p class="soft">with the same command</p>`
        : commands.map(
            (one) => html`<p class="command"><code>${one}</code>${copyButton(one, `the command for ${file}`)}</p>`,
          )
    }
  </li>\n`;
}

const LED: Readonly<Partial<Record<Boot['mode'], string>>> = {
  'runs-app': 'led cyan',
  'safe-mode': 'led magenta',
  dfu: 'led yellow',
};

/** The light of the device: words beside it say the same. */
function led({ mode }: Boot): Html {
  return html`<span class="${LED[mode] ?? 'led'}" aria-hidden="true"></span>`;
}

const ABOUT_NO_FILE: ReadonlySet<string> = new Set(['other_platform', 'nothing_judged']);

/** What could not be read. */
function problemsSection({ assessment, check, skipped }: PageAnswer): Section | null {
  // Where no file was given, that none is for the device goes without saying.
  const said = check.errors.filter(({ code }) => assessment.files.length > 0 || !ABOUT_NO_FILE.has(code));
  const errors = said.slice(0, MOST_FINDINGS.text);
  if (errors.length + skipped.length === 0) return null;
  const items = errors.map(
    ({ file, message }) => html`<li>${file === '' ? '' : html`${fileName(file)}: `}${message}</li>\n`,
  );
  const aside = skipped.map(
    ({ root, count }) =>
      html`<li class="soft">${fileName(root)}: ${counted(count, 'other file')} left aside (no name of firmware or archive, or the .hex of a .bin)</li>\n`,
  );
  const more = said.length - errors.length;
  return section(
    'problems',
    errors.length > 0 ? 'Not read' : 'Left aside',
    html`<ul class="plain">
      ${items} ${aside}
    </ul>
    ${moreLine(more > 0 ? `and ${counted(more, 'more problem')}` : '')}`,
  );
}

const TONE: Readonly<Record<Severity, string>> = { error: 'bad', warning: 'warn', note: 'soft' };

/** Each finding with its explanation folded. */
function findingsSection({ check: { findings } }: PageAnswer): Section | null {
  if (findings.length === 0) return null;
  const shown = cappedFindings(findings, MOST_FINDINGS.text);
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = countFindings(findings.filter((one) => one.severity === severity));
    return count === 0 ? [] : [counted(count, severity)];
  });
  return section(
    'findings',
    `Findings: ${counts.join(', ')}`,
    html`<div class="findings">
      ${shown.map(findingItem)}
    </div>`,
  );
}

function findingItem(finding: Finding): Html {
  const rule = ruleById(finding.rule);
  const { severity, file } = finding;
  return html`<details class="finding ${TONE[severity]}-edge">
      <summary>
        <span class="${TONE[severity]} tag">${severity}</span>
        <span class="said">${file === null ? '' : html`${fileName(file)} `}${findingMessage(finding)}</span>
      </summary>
      ${
        rule === undefined
          ? ''
          : html`<dl>
              <dt>Effect</dt>
              <dd>${rule.effect}</dd>
              <dt>What to do</dt>
              <dd>${rule.fix}</dd>
            </dl>`
      }
      <p><a href="#rule-${finding.rule}">${finding.rule}${rule === undefined ? '' : `: ${rule.title}`}</a></p>
    </details>\n`;
}

/** The device as it is, and after each step. */
function deviceSection({ device, plan }: PageAnswer): Section | null {
  if (device === null) return null;
  const { state, id, words } = device;
  const name = `${platformName(state.platform)}${id === null ? '' : ` ${id}`}`;
  const steps = plan?.kind === 'report' && plan.report.plan.kind === 'plan' ? plan.report.plan.steps : [];
  const now = statePart('now', state, null, boot(state));
  return section(
    'device',
    'The device',
    html`<p><b>${name}</b> <span class="soft">${words.release}</span></p>
      <details class="state" open>
        <summary>${led(boot(state))}Now: ${modeWords(boot(state).mode)}</summary>
        ${now}
      </details>
      ${laterStates(state, steps)}`,
  );
}

function laterStates(start: DeviceState, steps: readonly PlanStep[]): readonly Html[] {
  const states = [start, ...statesAfter(start, steps)];
  return steps.map((step, at) => {
    const [before = start, state = start] = states.slice(at);
    return html`<details class="state">
        <summary>${led(step.afterwards)}After step ${step.step}: ${modeWords(step.afterwards.mode)}</summary>
        ${statePart(`after step ${String(step.step)}`, state, before, step.afterwards)}
      </details>\n`;
  });
}

function statePart(when: string, state: DeviceState, before: DeviceState | null, { reasons, hazards }: Boot): Html {
  const slots = deviceSlots(state);
  const old = before === null ? null : deviceSlots(before);
  const isNew = (at: number): boolean => old !== null && old[at]?.version !== slots[at]?.version;
  const rows = slots.map(({ name, version, needs }, at) => [
    name,
    isNew(at) ? html`<b>${version}</b> <span class="good">new</span>` : version,
    needs.length === 0 ? '' : needs.join('; '),
  ]);
  const bars = slots.flatMap(({ row }) => row ?? []);
  const wrong = reasons.map((one) => bootReasonWords(one, state.platform));
  return html`${wrong.map((one) => html`<p class="bad">${one}</p>`)}
    ${hazards.length > 0 ? html`<p class="warn">works by the checks, and may still harm: see the step</p>` : ''}
    ${bars.length === 0 ? '' : html`<div class="scroll" role="region" aria-label="Flash of the device, ${when}" tabindex="0">${raw(mapSvg(bars, `${when.replace(/ /g, '-')}-slots`))}</div>`}
    ${
      rows.length === 0
        ? html`<p class="soft">The slots of this platform are not known.</p>`
        : table(`Slots of the device, ${when}`, [keep('Slot'), keep('Version'), plain('Needs')], rows)
    }`;
}

/** What becomes of each device: the rows come on demand. */
function fleetSection({ check, assessment, deviceTexts, device }: PageAnswer): Section | null {
  if (deviceTexts === 0 || check.fleet === null || (device !== null && check.fleet.devices < 2)) return null;
  if (assessment.devices === null || check.fleet.devices === 0) return null;
  return section('fleet', `Devices (${grouped(check.fleet.devices)})`, fleetControls(check.fleet));
}

/** Graph and map of each platform. */
function platformSections({ assessment }: PageAnswer): readonly Section[] {
  const { shown } = firstOf(assessment.order, 'platform');
  return shown.flatMap((group, at) => {
    const id = `p${String(at + 1)}`;
    const name = groupName(group);
    const parts = html`${graphPart(group, id, name)} ${mapPart(group, id, name)}`;
    return parts.html.trim() === '' ? [] : [section(`set-${String(at + 1)}`, name, parts)];
  });
}

/** What is no module comes first where not all are told. */
function filesPart({ assessment: { files, setAside } }: PageAnswer): Section | null {
  if (files.length === 0) return null;
  const isOdd = ({ module }: FirmwareFile): boolean => module === null;
  const told = [...files.filter(isOdd), ...files.filter((one) => !isOdd(one))].slice(0, MOST_ITEMS.text);
  const left = files.length - told.length;
  const { html: text } = filesSection({ files: told, setAside });
  return section(
    'files',
    `Files (${grouped(files.length)})`,
    html`${raw(text.replace(/<h2>Files<\/h2>/, ''))}
    ${moreLine(left > 0 ? `and ${counted(left, 'more file')}; the report and the JSON have them` : '')}`,
  );
}

/** What one thing that was given was taken for. */
function understoodWords({ files, images, errors, skipped, device }: Read): {
  readonly words: string;
  readonly isWrong: boolean;
} {
  if (device !== null) {
    return { words: isSingleReport(device.text) ? 'a device report' : 'a text about devices', isWrong: false };
  }
  const [aside] = skipped;
  if (aside !== undefined && files.length + images.length + errors.length === 0) {
    return { words: `${counted(aside.count, 'other file')} left aside`, isWrong: false };
  }
  const modules = files.filter(({ module }) => module !== null).length;
  const others = files.length - modules;
  const words = [
    ...(modules > 0 ? [counted(modules, 'module')] : []),
    ...(images.length > 0 ? ['an image of flash'] : []),
    ...(others > 0 ? [others === 1 ? 'no module' : `${counted(others, 'file')} that are no module`] : []),
    ...(errors.length > 0 ? ['not read'] : []),
  ];
  return { words: words.join(', '), isWrong: others > 0 || errors.length > 0 };
}

/** What only a person can say: asked where it would change the answer. */
function asksOf({ deviceTexts, platform, notAsked, check, choices }: PageAnswer): View['asks'] {
  const lacksPlatform = check.errors.some(({ message }) => message.includes('--platform')) || notAsked !== null;
  const unclear = check.findings.some(({ values }) =>
    Object.values(values).some((one) => one.kind === 'device_unknown' && one.what === 'no_platform'),
  );
  const devices = PLATFORMS.filter(({ ofKnownFamily }) => ofKnownFamily);
  const isAsked = choices.platform !== null || (deviceTexts > 0 && (lacksPlatform || unclear));
  const isOfOne = deviceTexts === 0 && platform !== null && platformById(platform)?.ofKnownFamily === true;
  return {
    platform: isAsked ? devices.map(({ id }) => ({ id, name: platformName(id) })) : [],
    from: isOfOne
      ? knownReleases(platform)
          .map(({ release }) => release)
          .reverse()
      : [],
  };
}
