/** The window: takes what a person gives, has the worker answer, and shows that. Nothing here reads or judges. */
import { sortedOut } from '../aside.js';
import type { Choices, FleetFilter, Given, Reply, Request, View, Way } from '../messages.js';
import { rulePart } from '../rules.js';
import { chosenFiles, droppedFiles } from './collect.js';
import type { Collected } from './collect.js';
import { byId, make, option } from './elements.js';
import type { Example } from '../examples.js';
import { filesOfExample, showExamples } from './examples.js';

/** A person waits so long before anything is said. */
const PATIENCE = 1_000;
/** Rows of a fleet at first, and more on demand. */
const ROWS = 200;
/** Names that are shown of what was given. */
const MOST_CHIPS = 12;

const NO_CHOICES: Choices = { way: 'ota', platform: null, from: '' };

/** Everything that changes while the page is open. */
const page = {
  worker: null as Worker | null,
  given: [] as readonly Given[],
  choices: NO_CHOICES,
  view: null as View | null,
  /** What goes to the worker, one after the other. */
  last: Promise.resolve(),
  /** Answers that are still to come. */
  waiting: 0,
  timer: 0,
  nextId: 1,
  /** Numbers of what the worker has. */
  sent: new Set<number>(),
  rows: ROWS,
  /** Whether anything of the person's own was given: its answer is not to be lost by accident. */
  isOwn: false,
  /** Where the focus goes when the answer is there. */
  focusAnswer: true,
};

/** Starts the page. */
export function startWindow(): void {
  showExamples(startExample);
  document.addEventListener('click', onClick);
  for (const id of ['choose-files', 'choose-folder']) {
    const input = byId(id, HTMLInputElement);
    input.addEventListener('change', () => {
      add(chosenFiles(input.files ?? []));
      input.value = '';
    });
  }
  listenToDrops();
  listenToChoices();
  const dialog = byId('paste', HTMLDialogElement);
  dialog.addEventListener('close', () => {
    if (dialog.returnValue === 'read') addText(byId('paste-text', HTMLTextAreaElement).value);
  });
  document.addEventListener('paste', onPaste);
  window.addEventListener('hashchange', showHash);
  window.addEventListener('beforeunload', (event) => {
    if (page.isOwn && page.view !== null) event.preventDefault();
  });
  window.addEventListener('beforeprint', () => {
    for (const one of document.querySelectorAll('details')) one.open = true;
  });
  showHash();
}

// What a person gives.

function add(files: readonly Collected[]): void {
  if (files.length === 0) return;
  const names = new Set(page.given.map(({ name }) => name));
  const { wanted, aside } = sortedOut(files);
  const given = wanted.map(({ name, root, inFolder, file }): Given => {
    const shown = freeName(name, names);
    names.add(shown);
    return { kind: 'file', id: page.nextId++, name: shown, root: inFolder ? root : shown, inFolder, content: file };
  });
  const others = aside.map((one): Given => ({ kind: 'aside', id: page.nextId++, name: one.root, aside: one }));
  page.given = [...page.given, ...given, ...others];
  page.isOwn = true;
  ask();
}

/** Two files of one name from two places are two files. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const dot = name.lastIndexOf('.');
  const [front, end] = dot > name.lastIndexOf('/') ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let count = 2; ; count++) {
    const other = `${front} (${String(count)})${end}`;
    if (!taken.has(other)) return other;
  }
}

function addText(text: string): void {
  if (text.trim() === '') return;
  const count = page.given.filter(({ kind }) => kind === 'text').length;
  const name = count === 0 ? 'pasted text' : `pasted text ${String(count + 1)}`;
  page.given = [...page.given, { kind: 'text', id: page.nextId++, name, text }];
  page.isOwn = true;
  byId('paste-text', HTMLTextAreaElement).value = '';
  ask();
}

function onPaste(event: ClipboardEvent): void {
  const { target, clipboardData } = event;
  if (clipboardData === null || (target instanceof Element && target.closest('textarea, input') !== null)) return;
  event.preventDefault();
  if (clipboardData.files.length > 0) add(chosenFiles(clipboardData.files));
  else addText(clipboardData.getData('text/plain'));
}

function startExample(example: Example): void {
  startOver();
  page.choices = { ...NO_CHOICES, ...example.choices };
  add(chosenFiles(filesOfExample(example)));
  page.isOwn = false;
}

function remove(id: number): void {
  page.given = page.given.filter((one) => one.id !== id);
  if (page.given.length > 0) ask();
  else {
    startOver();
    location.hash = 'start';
  }
}

function startOver(): void {
  page.given = [];
  page.view = null;
  page.choices = NO_CHOICES;
  page.isOwn = false;
  byId('back', HTMLParagraphElement).hidden = true;
}

function listenToDrops(): void {
  const shade = byId('dragging', HTMLDivElement);
  let depth = 0;
  const show = (change: number): void => {
    depth = Math.max(0, depth + change);
    shade.hidden = depth === 0;
  };
  document.addEventListener('dragenter', (event) => {
    event.preventDefault();
    show(1);
  });
  document.addEventListener('dragleave', () => {
    show(-1);
  });
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    show(-depth);
    const { dataTransfer } = event;
    if (dataTransfer === null) return;
    const text = dataTransfer.getData('text/plain');
    if (dataTransfer.files.length === 0 && text !== '') addText(text);
    else void droppedFiles(dataTransfer).then(add);
  });
}

function listenToChoices(): void {
  const way = byId('way', HTMLSelectElement);
  const from = byId('from', HTMLSelectElement);
  const platform = byId('platform', HTMLSelectElement);
  const change = (choices: Partial<Choices>): void => {
    page.choices = { ...page.choices, ...choices };
    page.focusAnswer = false;
    ask();
  };
  way.addEventListener('change', () => {
    change({ way: way.value as Way });
  });
  from.addEventListener('change', () => {
    change({ from: from.value });
  });
  platform.addEventListener('change', () => {
    change({ platform: platform.value === '' ? null : Number(platform.value) });
  });
}

// The worker.

function workerOf(): Worker {
  if (page.worker !== null) return page.worker;
  const text = [...document.scripts].find(({ type }) => type === '')?.textContent ?? '';
  // The reports that it makes look as the page does: their style stands in the page once.
  const style = `self.reportStyle=${JSON.stringify(document.querySelector('style')?.textContent)};`;
  const address = URL.createObjectURL(new Blob([style, text], { type: 'text/javascript' }));
  const worker = new Worker(address);
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    onReply(data);
  });
  worker.addEventListener('error', (event) => {
    onReply({ kind: 'failed', message: event.message });
  });
  page.worker = worker;
  return worker;
}

function send(request: Request): void {
  workerOf().postMessage(request);
}

function ask(): void {
  page.waiting++;
  if (page.timer === 0) {
    page.timer = window.setTimeout(() => {
      showBusy('Reading', null);
    }, PATIENCE);
  }
  const { given, choices } = page;
  page.last = page.last.then(async () => {
    await sendNew(given);
    send({ kind: 'answer', ids: given.map(({ id }) => id), choices });
  });
}

/** Files that go to the worker between two frames. */
const AT_ONCE = 50;

async function sendNew(given: readonly Given[]): Promise<void> {
  const fresh = given.filter(({ id }) => !page.sent.has(id));
  for (let at = 0; at < fresh.length; at += AT_ONCE) {
    const part = fresh.slice(at, at + AT_ONCE);
    send({ kind: 'add', given: part });
    for (const { id } of part) page.sent.add(id);
    if (fresh.length > AT_ONCE) await new Promise((resolve) => setTimeout(resolve));
  }
}

function onReply(reply: Reply): void {
  switch (reply.kind) {
    case 'progress':
      if (!byId('busy', HTMLDivElement).hidden) showProgress(reply.done, reply.total);
      return;
    case 'answer':
      page.waiting--;
      if (page.waiting === 0) showAnswer(reply.view);
      return;
    case 'fleet': {
      const place = document.querySelector('[data-role="fleet-rows"]');
      if (place !== null) place.innerHTML = reply.html;
      return;
    }
    case 'document':
      takeDocument(reply);
      return;
    case 'failed':
      page.waiting = 0;
      hideBusy();
      tell(`This page failed: ${reply.message}`);
  }
}

function cancel(): void {
  page.worker?.terminate();
  page.worker = null;
  page.sent = new Set();
  page.waiting = 0;
  hideBusy();
  startOver();
  location.hash = 'start';
}

// What is shown.

function showBusy(words: string, share: number | null): void {
  byId('busy', HTMLDivElement).hidden = false;
  byId('busy-words', HTMLParagraphElement).textContent = words;
  const bar = byId('busy-bar', HTMLProgressElement);
  if (share === null) bar.removeAttribute('value');
  else bar.value = share;
}

function showProgress(done: number, total: number): void {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  if (done >= total) showBusy('Judging', null);
  else showBusy(`Reading: ${megabytes(done)} of ${megabytes(total)} MB`, done / total);
}

function hideBusy(): void {
  window.clearTimeout(page.timer);
  page.timer = 0;
  byId('busy', HTMLDivElement).hidden = true;
}

/** Said to those who listen, too. */
function tell(words: string): void {
  const live = byId('live', HTMLParagraphElement);
  live.textContent = words;
}

function showAnswer(view: View): void {
  hideBusy();
  page.view = view;
  page.rows = ROWS;
  byId('back', HTMLParagraphElement).hidden = false;
  byId('verdict', HTMLDivElement).className = `verdict ${view.judgement}`;
  byId('headline', HTMLHeadingElement).textContent = view.label;
  byId('sentence', HTMLParagraphElement).textContent = view.sentence;
  byId('lines', HTMLUListElement).replaceChildren(...view.lines.map((line) => make('li', '', line)));
  showGiven(view);
  showChoices(view);
  showSections(view);
  tell(`${view.label}. ${view.sentence}`);
  document.body.dataset.check = view.judgements.check;
  document.body.dataset.plan = view.judgements.plan ?? '';
  const isShown = location.hash === '#answer';
  location.hash = 'answer';
  if (isShown) showHash();
}

function showGiven({ understood }: View): void {
  const words = new Map(understood.map((one) => [one.id, one]));
  const wrongFirst = [...page.given].sort((a, b) => Number(isWrong(words, b.id)) - Number(isWrong(words, a.id)));
  const shown = page.given.length > MOST_CHIPS ? wrongFirst.slice(0, MOST_CHIPS) : page.given;
  const chips = shown.map(({ id, name }) => {
    const chip = make('li', isWrong(words, id) ? 'wrong' : '');
    const title = make('span', 'chip-name', visible(name));
    title.title = visible(name);
    const button = make('button', '', '×');
    button.type = 'button';
    button.dataset.action = 'remove';
    button.dataset.id = String(id);
    button.setAttribute('aria-label', `Take ${visible(name)} away`);
    chip.append(title, make('span', 'chip-words', words.get(id)?.words ?? ''), button);
    return chip;
  });
  const left = page.given.length - shown.length;
  if (left > 0) chips.push(make('li', 'rest', `and ${String(left)} more`));
  byId('given', HTMLUListElement).replaceChildren(...chips);
}

function isWrong(words: ReadonlyMap<number, View['understood'][number]>, id: number): boolean {
  return words.get(id)?.isWrong === true;
}

/** Names may hold what turns text around or hides it. */
function visible(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

function showChoices({ asks }: View): void {
  byId('way', HTMLSelectElement).value = page.choices.way;
  const from = byId('from', HTMLSelectElement);
  byId('from-label', HTMLLabelElement).hidden = asks.from.length === 0;
  from.replaceChildren(
    option('', 'choose its Device OS for a plan'),
    ...asks.from.map((one) => option(one, `Device OS ${one}`)),
  );
  from.value = page.choices.from;
  const platform = byId('platform', HTMLSelectElement);
  byId('platform-label', HTMLLabelElement).hidden = asks.platform.length === 0;
  platform.replaceChildren(
    option('', 'choose its platform'),
    ...asks.platform.map(({ id, name }) => option(String(id), name)),
  );
  platform.value = page.choices.platform === null ? '' : String(page.choices.platform);
}

function showSections({ sections }: View): void {
  const list = make('ul', '');
  for (const { id, title } of sections) {
    const link = make('a', '', title);
    link.href = `#${id}`;
    const item = make('li', '');
    item.append(link);
    list.append(item);
  }
  byId('contents', HTMLElement).replaceChildren(list);
  byId('contents', HTMLElement).hidden = sections.length < 2;
  const parts = sections.map(({ id, title, html }) => {
    const part = make('section', '');
    part.id = id;
    const heading = make('h2', '', title);
    heading.id = `${id}-title`;
    heading.tabIndex = -1;
    part.setAttribute('aria-labelledby', heading.id);
    const body = make('div', '');
    // Made by the worker of the parts of the report, in which everything from outside is escaped.
    body.innerHTML = html;
    part.append(heading, body);
    return part;
  });
  byId('sections', HTMLDivElement).replaceChildren(...parts);
  const outcome = fleetControl('fleet-outcome');
  if (outcome === null) return;
  for (const control of [outcome, fleetControl('fleet-text')]) {
    control?.addEventListener('input', () => {
      page.rows = ROWS;
      askFleet();
    });
  }
  askFleet();
}

function fleetControl(role: string): HTMLSelectElement | HTMLInputElement | null {
  return document.querySelector<HTMLSelectElement | HTMLInputElement>(`[data-role="${role}"]`);
}

function filter(): FleetFilter {
  const outcome = fleetControl('fleet-outcome')?.value ?? '';
  return {
    outcome: outcome === '' ? null : (outcome as FleetFilter['outcome']),
    text: fleetControl('fleet-text')?.value ?? '',
  };
}

function askFleet(): void {
  send({ kind: 'fleet', filter: filter(), most: page.rows });
}

// Places.

const VIEWS = ['view-start', 'view-answer', 'view-rule'] as const;

function showView(id: (typeof VIEWS)[number]): void {
  for (const one of VIEWS) byId(one, HTMLElement).hidden = one !== id;
}

/** Shows what the address says: a rule, a part of the answer, or the start. */
function showHash(): void {
  const hash = decodeURIComponent(location.hash.slice(1));
  const rule = hash.startsWith('rule-') ? rulePart(hash.slice('rule-'.length)) : null;
  if (rule !== null) {
    byId('rule-title', HTMLHeadingElement).textContent = rule.title;
    byId('rule', HTMLDivElement).innerHTML = rule.html;
    showView('view-rule');
    document.title = `${rule.title} - fwinspect`;
    byId('rule-title', HTMLHeadingElement).focus();
    window.scrollTo(0, 0);
    return;
  }
  if (page.view === null || hash === '' || hash === 'start') {
    showView('view-start');
    document.title = 'fwinspect';
    // An address of an answer that is not there any more would promise one.
    if (hash !== '' && hash !== 'start') history.replaceState(null, '', '#start');
    return;
  }
  showView('view-answer');
  document.title = `${page.view.label} - fwinspect`;
  if (hash === 'answer') {
    if (page.focusAnswer) byId('headline', HTMLHeadingElement).focus({ preventScroll: true });
    page.focusAnswer = true;
    return;
  }
  document.getElementById(`${hash}-title`)?.focus({ preventScroll: true });
  document.getElementById(hash)?.scrollIntoView();
}

function onClick({ target }: MouseEvent): void {
  const found = target instanceof Element ? target.closest<HTMLElement>('[data-action]') : null;
  if (found !== null) ACTIONS[found.dataset.action ?? '']?.(found);
}

const ACTIONS: Readonly<Record<string, (from: HTMLElement) => void>> = {
  files: () => {
    byId('choose-files', HTMLInputElement).click();
  },
  folder: () => {
    byId('choose-folder', HTMLInputElement).click();
  },
  paste: () => {
    byId('paste', HTMLDialogElement).showModal();
    byId('paste-text', HTMLTextAreaElement).focus();
  },
  over: () => {
    startOver();
    location.hash = 'start';
  },
  cancel,
  remove: ({ dataset }) => {
    remove(Number(dataset.id));
  },
  copy: (button) => {
    copyText(button.dataset.text ?? '', button);
  },
  json: () => {
    send({ kind: 'document', form: 'json', filter: filter() });
  },
  report: () => {
    send({ kind: 'document', form: 'html', filter: filter() });
  },
  csv: () => {
    send({ kind: 'document', form: 'csv', filter: filter() });
  },
  'more-devices': () => {
    page.rows += ROWS * 5;
    askFleet();
  },
  print: () => {
    window.print();
  },
};

function takeDocument({ form, text }: Extract<Reply, { readonly kind: 'document' }>): void {
  if (form === 'json') {
    copyText(text, document.querySelector<HTMLElement>('[data-action="json"]'));
    return;
  }
  const [name, type] = form === 'html' ? ['firmware-report.html', 'text/html'] : ['devices.csv', 'text/csv'];
  const link = make('a', '');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  window.setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, PATIENCE * 60);
  tell(`${name} saved`);
}

/** Copies a text; the button says that it is done. */
function copyText(text: string, button: HTMLElement | null): void {
  const done = (words: string): void => {
    tell(words);
    if (button === null) return;
    const before = button.dataset.label ?? button.textContent;
    button.dataset.label = before;
    button.textContent = words;
    window.setTimeout(() => {
      button.textContent = before;
    }, PATIENCE * 2);
  };
  navigator.clipboard.writeText(text).then(
    () => {
      done('Copied');
    },
    () => {
      done('Not copied');
    },
  );
}
