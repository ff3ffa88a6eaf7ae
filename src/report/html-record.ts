/** What a reader of a report may have to prove later: which bytes it is about, by which rules it was made, and who answered for it. */
import type { HashText } from '../base/hash-text.js';
import { tableExtent } from '../catalog/releases.js';
import { digestOf } from '../release/digest.js';
import { RULES } from '../rules/registry.js';
import { hash, html, keep, table, wide } from './html-parts.js';
import type { Html } from './html-parts.js';
import { VERSION } from './version.js';
import { counted } from './words.js';

/**
 * The record at the end of a report, with a place to sign.
 *
 * @param files all that the report is about
 * @param sha256 for the digest of the set, the same one as in a lock and a bill of materials
 */
export function recordSection(files: readonly { readonly sha256: string }[], sha256: HashText): Html {
  const { last, day, added } = tableExtent();
  const own = added === 0 ? '' : `, and ${counted(added, 'row')} of the caller's own`;
  const rows = [
    ['Digest of the set', hash(digestOf(files, sha256))],
    ['How to make it', html`<code>sha256sum FILE... | cut -c1-64 | sort -u | sha256sum</code>`],
    ['Rules', `${counted(RULES.length, 'rule')} of fwinspect ${VERSION}, none of them switched off`],
    ['Configuration and waivers', 'none: a report takes neither'],
    ['Table of releases', `up to Device OS ${last}, rows added last on ${day}${own}`],
  ];
  return html`<h2>Record</h2>
    ${table('Record', [keep('What'), wide('Value')], rows)}
    <dl class="sign">
      ${['Name', 'Date', 'Signature'].map((one) => html`<div><dt>${one}</dt><dd></dd></div>`)}
    </dl>`;
}
