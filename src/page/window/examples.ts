/** The examples of the page: made modules and reports, which the build puts into it. */
import type { Choices } from '../messages.js';
import { byId, make } from './elements.js';

/** One example, as the build writes it. */
export interface Example {
  readonly title: string;
  readonly text: string;
  /** Bytes in base64. */
  readonly files: readonly { readonly name: string; readonly base64: string }[];
  readonly choices: Partial<Choices>;
}

/** Shows the examples; `start` is called with the one that a person wants. */
export function showExamples(start: (example: Example) => void): void {
  const examples = JSON.parse(byId('examples-data', HTMLScriptElement).textContent) as readonly Example[];
  const list = byId('examples', HTMLUListElement);
  for (const example of examples) {
    const button = make('button', '');
    button.type = 'button';
    button.append(make('b', '', example.title), make('span', '', example.text));
    button.addEventListener('click', () => {
      start(example);
    });
    const item = make('li', '');
    item.append(button);
    list.append(item);
  }
}

/** The files of an example. */
export function filesOfExample({ files }: Example): readonly File[] {
  return files.map(({ name, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return new File([bytes], name);
  });
}
