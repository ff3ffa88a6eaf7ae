/** The page of a rule, inside the page. */
import { html } from '../report/html-parts.js';
import { ruleFacts, ruleSections } from '../report/rule-page.js';
import { ruleById } from '../rules/registry.js';

/** The page of a rule as HTML; null where there is no such rule. */
export function rulePart(id: string): { readonly title: string; readonly html: string } | null {
  const rule = ruleById(id);
  if (rule === undefined) return null;
  const facts = ruleFacts(rule).map(([title, text]) => html`<li>${title}: ${text}</li>`);
  // Where a rule comes from, its page in the documents says; the build leaves it out here.
  const sections = ruleSections(rule)
    .filter(([, text]) => text !== '')
    .map(([title, text]) =>
      title === 'Message'
        ? html`<h2>${title}</h2>
          <pre class="message">${text}</pre>`
        : html`<h2>${title}</h2>
          <p>${text}</p>`,
    );
  const body = html`<ul class="plain soft">
      ${facts}
    </ul>
    ${sections}`;
  return { title: `${rule.id}: ${rule.title}`, html: body.html };
}
