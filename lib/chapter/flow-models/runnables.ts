import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import { otherSeeds, type Runnable } from '../../study/runnable.js';
import { type LineFlowsData, lineFlows } from './line-flows.js';
import { type RingFlowData, ringFlow } from './ring-flow.js';

/** What this chapter's notebook keeps with the sources, for the command line. */
export const runnables: readonly Runnable[] = [
  {
    name: 'line-flows',
    summary: `planar flows to two modes under ${otherSeeds.length} more seeds`,
    options: {},
    headings: ['divergences by the number of maps, nats', 'time'],
    parts: () => otherSeeds.map((seed) => lineFlows({}, { seed })),
    line(result: Result<unknown>) {
      const { data, provenance } = result as Result<LineFlowsData>;
      const divergences = data.flows.map(({ mapCount, divergence }) => `${mapCount}: ${divergence.toFixed(3)}`);
      return [divergences.join(', '), spokenDuration(provenance.wallSeconds)];
    },
  },
  {
    name: 'ring-flow',
    summary: `a RealNVP of the ring under ${otherSeeds.length} more seeds`,
    options: {},
    headings: ['divergence, nats', 'paths near a mode', 'time'],
    parts: () => otherSeeds.map((seed) => ringFlow({}, { seed })),
    line(result: Result<unknown>) {
      const { data, provenance } = result as Result<RingFlowData>;
      const { divergence, counts } = data;
      return [divergence.value.toFixed(4), counts.near.value.toFixed(3), spokenDuration(provenance.wallSeconds)];
    },
  },
];
