/** Token metrics of the GenAI conventions, older histogram and newer counters. Durations and per-call histograms say nothing of their own. */
import type { MetricPoint } from '../../contracts/telemetry';
import { ignore, tokenCall } from './draft';
import type { Frame, Reading, TokenKind } from './draft';
import { entry, text } from './read-attributes';

const USAGE = 'gen_ai.client.inference.usage.';

const COUNTERS: Readonly<Record<string, TokenKind>> = {
  [`${USAGE}input_tokens`]: 'input',
  [`${USAGE}output_tokens`]: 'output',
  [`${USAGE}cache_read.input_tokens`]: 'cached-within-input',
};

function kindOf(record: MetricPoint): TokenKind | undefined {
  if (record.name !== 'gen_ai.client.token.usage') return entry(COUNTERS, record.name);
  const type = text(record.attributes, 'gen_ai.token.type');
  return type === 'input' ? 'input' : type === 'output' || type === 'completion' ? 'output' : undefined;
}

/** A token sum as a model call; the engine makes differences of sums. */
export function readGenAiMetric(record: MetricPoint, frame: Frame): Reading {
  const kind = kindOf(record);
  if (kind === undefined) return ignore('metric');
  const provider = text(record.attributes, 'gen_ai.provider.name', 'gen_ai.system');
  const action = tokenCall(record, kind, provider === undefined ? {} : { provider });
  return action === undefined ? ignore('incomplete') : [{ ...frame, phase: 'completed', action }];
}
