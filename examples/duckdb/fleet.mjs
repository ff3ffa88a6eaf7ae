/**
 * A fleet in DuckDB: what an application does to every device of a table. Devices of one state are judged once, by fwinspect as a scalar function inside
 * the database, and the answer is joined back to each of them.
 *
 *   node fleet.mjs APP.bin FLEET.ndjson|FLEET.parquet
 *
 * NDJSON: one record a line, as `GET /v1/devices` or a describe message has it. Parquet: the same text in a column `record`.
 */
import { DuckDBInstance, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import { fleetReader, judgeFleet, readFirmwareFile } from 'fwinspect/portable';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A function that gives the outcome of one state: run, safe-mode, refuse, unclear, other-platform. */
export function outcomeOf(app) {
  const judge = judgeFleet([readFirmwareFile(app, new Uint8Array(readFileSync(app)))]);
  return (state) => {
    const words = [];
    const reader = fleetReader(null, { record: (record) => words.push(judge(record)), page: () => undefined });
    reader.add(state);
    reader.end();
    const [word] = words;
    if (words.length !== 1 || word === null) return 'unclear';
    return word.judgement === null ? 'other-platform' : word.judgement.outcome;
  };
}

/** All that decides, and nothing that differs from device to device: the modules of a report, or platform and release of a row. */
const STATE = `
  CASE WHEN (record->'$.m') IS NOT NULL
    THEN json_object('p', (record->'$.p'), 'm', (record->'$.m'))
    ELSE json_object('id', repeat('0', 24), 'platform_id', (record->'$.platform_id'),
                     'system_firmware_version', (record->'$.system_firmware_version'))
  END::VARCHAR`;

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** How many devices come to what, and how many states were judged for that. */
export async function countFleet(app, fleet) {
  const connection = await (await DuckDBInstance.create()).connect();
  const outcome = outcomeOf(app);
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: 'fwinspect_outcome',
      parameterTypes: [VARCHAR],
      returnType: VARCHAR,
      mainFunction: (_info, input, output) => {
        const states = input.getColumnVector(0);
        for (let row = 0; row < input.rowCount; row++) output.setItem(row, outcome(states.getItem(row)));
        output.flush();
      },
    }),
  );
  const from = fleet.endsWith('.parquet')
    ? `(SELECT record::JSON AS record FROM read_parquet(${quoted(fleet)}))`
    : `(SELECT json AS record FROM read_ndjson_objects(${quoted(fleet)}))`;
  await connection.run(`CREATE TABLE devices AS SELECT (record->>'$.id') AS id, ${STATE} AS state FROM ${from}`);
  await connection.run(
    'CREATE TABLE verdicts AS SELECT state, fwinspect_outcome(state) AS outcome FROM (SELECT DISTINCT state FROM devices)',
  );
  const counts = await connection.runAndReadAll(
    'SELECT outcome, count(DISTINCT id) FROM devices JOIN verdicts USING (state) GROUP BY outcome ORDER BY outcome',
  );
  const states = await connection.runAndReadAll('SELECT count(*) FROM verdicts');
  return {
    outcomes: Object.fromEntries(counts.getRows().map(([name, count]) => [name, Number(count)])),
    states: Number(states.getRows()[0][0]),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [app, fleet] = process.argv.slice(2);
  if (fleet === undefined) {
    console.error('node fleet.mjs APP.bin FLEET.ndjson|FLEET.parquet');
    process.exitCode = 2;
  } else console.log(JSON.stringify(await countFleet(app, fleet)));
}
