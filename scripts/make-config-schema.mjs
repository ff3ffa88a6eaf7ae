// Writes schema/config@1.json from src/config/schema.ts. A test compares.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { format } from 'prettier';
import { loadSource } from './load-source.mjs';

const path = fileURLToPath(new URL('../schema/config@1.json', import.meta.url));
const { CONFIG_SCHEMA } = await loadSource('config/schema.ts');
const { $schema, ...rest } = toJsonSchema(CONFIG_SCHEMA);
const schema = { $schema, title: 'fwinspect.config.json', ...rest };
writeFileSync(path, await format(JSON.stringify(schema), { parser: 'json', printWidth: 120 }));
