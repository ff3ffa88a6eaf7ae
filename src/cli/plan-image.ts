import { assumedOf } from '../assess/assumed.js';
import { simulationOf } from '../assess/simulation.js';
import { isModuleFile } from '../device/module-file.js';
import { imagePlanCommand, imagePlanJson, imagePlanText } from '../report/image-plan.js';
import type { ImagePlanReport } from '../report/image-plan.js';
import { jsonText } from '../report/json.js';
import type { ImageSubject } from '../rules/types.js';
import { textOptions, writeErrors, writeOutput } from './context.js';
import { knownDevice } from './device.js';
import { exitCode } from './exit-code.js';
import type { Input } from './input.js';
import type { PlanOptions } from './options.js';
import { refuseForImage } from './plan-refusals.js';
import { wantsJson, writeSkipped } from './shared.js';

/** `fwinspect plan --from RELEASE|--device FILE IMAGE`: one step, which writes all of it. */
export async function planImage(image: ImageSubject, input: Input, options: PlanOptions): Promise<number> {
  const device = await knownDevice(options, [image.image.platform]);
  const files = input.files.filter(isModuleFile);
  const report: ImagePlanReport = {
    ...simulationOf(device.state, { files: input.files, image, via: options.via }),
    image,
    state: device.state,
    start: {
      ...device.words,
      assumed: assumedOf({ start: device.words.assumed, state: device.state, files, goal: null }),
    },
    unread: input.errors.length,
  };
  refuseForImage(report, options);
  const command = options.commands === undefined ? null : imagePlanCommand(report, options.commands);
  if (wantsJson(options)) writeOutput(jsonText(imagePlanJson(report, input.errors)), options.output);
  else if (command !== null) writeOutput(`${command}\n`, options.output);
  else {
    writeSkipped(input.skipped, options);
    writeOutput(imagePlanText(report, textOptions(options)), options.output);
  }
  writeErrors(input.errors);
  return exitCode({ judgement: report.judgement, unreadable: input.errors.length > 0 });
}
