// What is promised: ours against peers measured in the same run (ratio x peer + plus), or a plain value.
const hp = 'hocuspocus'
export const bars = [
  { scenario: 'type', metric: 'converged', value: true },
  { scenario: 'type', n: 3, metric: 'latency_ms.p95', peer: hp, ratio: 1, plus: 10 },
  { scenario: 'type', n: 10, metric: 'latency_ms.p95', peer: hp, ratio: 1, plus: 10 },
  { scenario: 'type', n: 50, metric: 'latency_ms.p95', peer: hp, ratio: 3 },
  { scenario: 'type', n: 100, metric: 'latency_ms.p95', peer: hp, ratio: 3 },
  { scenario: 'type', n: 200, metric: 'latency_ms.p95', peer: hp, ratio: 1.5 },
  { scenario: 'type', n: 500, metric: 'latency_ms.p95', value: 1000 }, // no cliff
  { scenario: 'type', n: 50, metric: 'server.cpu_ms_per_edit', peer: hp, ratio: 1 },
  { scenario: 'type', n: 100, metric: 'server.cpu_ms_per_edit', peer: hp, ratio: 0.6 },
  { scenario: 'type', n: 200, metric: 'server.cpu_ms_per_edit', peer: hp, ratio: 0.6 },
  { scenario: 'many-docs', metric: 'best', peer: hp, ratio: 1, least: true },
  { scenario: 'awareness', metric: 'behind', value: 0 },
  { scenario: 'awareness', n: 100, metric: 'busy.p95', peer: hp, ratio: 1 },
  { scenario: 'join-storm', metric: 'failed', value: 0 },
  { scenario: 'join-storm', metric: 'behind', value: 0 },
  { scenario: 'join-storm', metric: 'typists_storm.p95', peer: hp, ratio: 2, plus: 20 },
  { scenario: 'cold-open', metric: 'complete', value: true },
  { scenario: 'cold-open', edits: 100000, metric: 'cold_ms', peer: hp, ratio: 0.5 },
  { scenario: 'memory', metric: 'kb_per_document', peer: hp, ratio: 1 },
  { scenario: 'crash', metric: 'times', value: 100, least: true },
  { scenario: 'crash', metric: 'lost_seen', value: 0 },
  { scenario: 'crash', metric: 'lost_acked', value: 0 }
]
