import { grouped, table } from '@guildhall/local/story/tables.ts';
import type { Latency } from '../percentile.ts';
import type { Load } from './load.ts';
import type { Figures } from './run.ts';

const number = (value: number): string => grouped(String(value));
const percentiles = ({ p50Ms, p95Ms }: Latency): string => `p50 ${p50Ms} ms, p95 ${p95Ms} ms`;
const both = ({ p50Ms, p95Ms }: Latency): string => `${p50Ms} / ${p95Ms} ms`;
const how = ({ clients, events, seconds, request }: Load): string =>
  `${clients} clients, ${number(events)} events in ${seconds} s; a request ${percentiles(request)}`;

/** The figures as people read them. */
export function report({ at, machine, ingest, close, queries, start, memory }: Figures): string {
  const { single, batch, copyBare, copyIndexed } = ingest;
  const rows = [
    ['Events accepted and counted, singly', `${number(single.eventsPerSecond)}/s`, how(single)],
    [`  in batches of ${batch.eventsPerRequest}`, `${number(batch.eventsPerSecond)}/s`, how(batch)],
    [
      `  beside: COPY of the same rows`,
      `${number(copyBare.rowsPerSecond)}/s`,
      `${number(copyBare.rows)} rows from a file of the server, no index`,
    ],
    ['  beside: COPY with the same indexes', `${number(copyIndexed.rowsPerSecond)}/s`, 'median of 3, as above'],
    [
      `Close a day of ${number(close.events)} events`,
      `${close.first.operationSeconds} s`,
      `the operation; its workflow ${close.first.workflowSeconds} s`,
    ],
    ['  again, nothing new', `${close.again.operationSeconds} s`, `the operation; its workflow ${close.again.workflowSeconds} s`],
    ['  beside: the one GROUP BY', `${close.groupBySeconds} s`, 'median of 3'],
    ["The publisher's query", both(queries.publisherApp), `p50 / p95 of ${queries.requests} in a row, warm`],
    ["The consumer's query", both(queries.consumerApp), `p50 / p95 of ${queries.requests} in a row, warm`],
    ['Warm start', `${start.warmSeconds} s`, `until all are ready; the first, with new data, ${start.newDataSeconds} s`],
  ];
  const names = Object.keys({ ...memory.afterWarmStartMb, ...memory.afterLoadMb });
  const megabytes = (of: Readonly<Record<string, number>>, name: string) => String(of[name] ?? '–');
  return [
    `  Thread bench of ${at}: ${machine.cores} cores (${machine.cpu}), ${number(machine.memoryMb)} MB, Node ${machine.node}, Postgres ${machine.postgres}`,
    table(['What', 'Figure', 'How'], rows, [1]),
    table(
      ['Memory', 'MB after a warm start', 'MB after the load'],
      names.map((name) => [name, megabytes(memory.afterWarmStartMb, name), megabytes(memory.afterLoadMb, name)]),
      [1, 2],
    ),
  ].join('\n\n');
}
