/** Shows the examples of the page. */
import { EXAMPLES } from '../examples.js';
import type { Example } from '../examples.js';
import { byId, make } from './elements.js';

/** Shows the examples; `start` is called with the one that a person wants. */
export function showExamples(start: (example: Example) => void): void {
  const list = byId('examples', HTMLUListElement);
  for (const example of EXAMPLES) {
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
  return files().map(({ name, content }) => new File([content as Uint8Array<ArrayBuffer> | string], name));
}
