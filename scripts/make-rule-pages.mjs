// Writes docs/rules/ from the rules' declarations. A test compares.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSource } from './load-source.mjs';

const folder = fileURLToPath(new URL('../docs/rules/', import.meta.url));
const { ruleIndex, rulePage } = await loadSource('report/rule-page.ts');
const { RULES } = await loadSource('rules/registry.ts');
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (/^FW\d+\.md$/.test(name)) rmSync(join(folder, name));
for (const rule of RULES) writeFileSync(join(folder, `${rule.id}.md`), rulePage(rule));
writeFileSync(join(folder, 'README.md'), ruleIndex(RULES));
