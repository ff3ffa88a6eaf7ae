/** What `plan` is asked, from its options and files. */
import { isModuleFile } from '../device/module-file.js';
import { MODULE_FUNCTION } from '../module/types.js';
import type { UpdateGoal } from '../plan/update.js';
import type { PlanQuestion } from '../report/plan-of.js';
import type { Input } from './input.js';
import type { PlanOptions } from './options.js';
import { goalOption } from './shared.js';
import { bytesOf } from './size.js';

/** The question of a command line, for a device of a platform; throws a `UsageError` for a size or release that is none. */
export function questionOf(options: PlanOptions, platform: number): PlanQuestion {
  return {
    goal: goalOf(options, platform),
    via: options.via,
    prefer: options.prefer,
    shortest: options.shortest,
    allowStranding: options.allowStranding,
    debug: options.debug,
    replaceApplication: options.replaceApp,
    budget: options.budget === undefined ? null : bytesOf(options.budget),
  };
}

/** A release that is named, or a folder: the newest complete one; files that are named one by one: all of them. */
function goalOf({ to }: PlanOptions, platform: number): UpdateGoal {
  return to === undefined ? { kind: 'files' } : { kind: 'release', release: goalOption(to, platform) };
}

/** The platforms of the modules among the files, each once. */
export function platformsOf(input: Input): readonly number[] {
  const modules = input.files.filter(isModuleFile).filter(({ module }) => module.function !== MODULE_FUNCTION.asset);
  return [...new Set(modules.map(({ module }) => module.platform))];
}
