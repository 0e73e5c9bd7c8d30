/** The part of an OTLP answer that says what was not taken, in words that name limit and setting. */
import type { Loss } from '../../contracts/telemetry';

export interface PartialSuccess {
  /** Records refused whole; 0 when the answer is only a warning about parts. */
  rejected: number;
  errorMessage: string;
}

/** What each reason means to a sender. The names of limits are those of the configuration. */
const WORDS: Readonly<Record<string, (loss: Loss) => string>> = {
  records: ({ records }) => `${records} records over the limit collector.limits.records`,
  attributes: ({ parts }) => `${parts} attributes over the limit collector.limits.attributes`,
  values: ({ parts }) => `${parts} list elements, map entries or span events over the limit collector.limits.values`,
  depth: ({ parts }) => `${parts} values nested deeper than the limit collector.limits.depth`,
  stringBytes: ({ parts }) => `${parts} texts cut at the limit collector.limits.stringBytes`,
  id: ({ parts }) => `${parts} trace or span ids of the wrong form left out`,
  line: ({ records }) => `${records} lines that are no JSON object`,
  eventBytes: ({ records }) => `${records} events too large to be cut to size`,
  refused: ({ records }) => `${records} events refused by the stream for good`,
};

/** Undefined when nothing was lost. */
export function partialSuccess(losses: readonly Loss[]): PartialSuccess | undefined {
  if (losses.length === 0) return undefined;
  return {
    rejected: losses.reduce((sum, { records }) => sum + records, 0),
    errorMessage: losses.map((loss) => WORDS[loss.reason]?.(loss) ?? loss.reason).join('; '),
  };
}
