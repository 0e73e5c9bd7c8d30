/** Findings as they come off the stream: checked, since another process or another version wrote them. */
import { z } from 'zod';
import { CONFIDENCES, ENTITY_NAMES, EVIDENCE_FACTS, SEVERITIES } from '../contracts/finding';
import type { Finding } from '../contracts/finding';

const id = z.string().min(1).max(100);
const text = z.string().max(20_000);
const texts = z.array(text).max(100);
const time = z.number().int().nonnegative();

const schema: z.ZodType<Finding> = z.object({
  id,
  alertId: id,
  tenant: id,
  scope: text,
  detector: id,
  detectorVersion: id,
  title: text,
  why: text,
  baseSeverity: z.enum(SEVERITIES),
  confidence: z.enum(CONFIDENCES),
  facts: z.array(z.enum(EVIDENCE_FACTS)),
  techniques: texts,
  entities: z.partialRecord(z.enum(ENTITY_NAMES), text),
  evidence: z
    .array(
      z.object({
        eventId: id,
        at: time,
        excerpt: text,
        phase: text,
        tool: text.exactOptional(),
        callId: text.exactOptional(),
      }),
    )
    .min(1)
    .max(100),
  tree: z.array(text).min(1).max(2).exactOptional(),
  joins: z.array(text).max(16).exactOptional(),
  mode: z.enum(['shadow', 'alert', 'page']).exactOptional(),
  at: time,
  receivedAt: time,
  source: z.object({ dialect: text, service: text.exactOptional(), version: text.exactOptional() }),
  triage: texts.exactOptional(),
  falsePositives: texts.exactOptional(),
  traceparent: text.exactOptional(),
});

/** The finding, or why it is none. */
export function readFinding(value: Uint8Array): { finding: Finding } | { reason: string } {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value));
  } catch {
    return { reason: 'no JSON' };
  }
  const read = schema.safeParse(json);
  if (read.success) return { finding: read.data };
  const [issue] = read.error.issues;
  return { reason: `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'wrong'}`.slice(0, 200) };
}
