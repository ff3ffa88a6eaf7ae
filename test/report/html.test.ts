import { createHash } from 'node:crypto';
import { HtmlValidate } from 'html-validate';
import { beforeAll, describe, expect, test } from 'vitest';
import { orderModules } from '../../src/plan/order.js';
import type { DepsGroup } from '../../src/report/deps.js';
import { htmlReport } from '../../src/report/html.js';
import type { HtmlGroup, HtmlReport, ReachRow } from '../../src/report/html.js';
