/** Custom rules in CanaryAI's form: patterns over a tool call, as a detector. */
import { RE2JS } from 're2js';
import { z } from 'zod';
import { NO_DETECTIONS } from '../../contracts/detector';
import type { Detector } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Severity } from '../../contracts/finding';
import { checked } from './rule';
import { idOf, manifestOf } from './manifest-of';
import { compileExpression } from './value-matcher';

const text = z.string().trim().min(1).max(2_000);
const FIELDS = ['command', 'file_path', 'pattern', 'output', 'any'] as const;
type CanaryField = (typeof FIELDS)[number];

const schema = z.looseObject({
  id: text,
  name: text,
  severity: z.string().regex(/^(?:low|medium|high|critical)$/i, 'must be LOW, MEDIUM, HIGH or CRITICAL'),
  description: z.string().max(65_535).optional(),
  tools: z.array(text).max(200).nullish(),
  tool_pattern: text.nullish(),
  match: z
    .array(z.looseObject({ field: z.enum(FIELDS).default('any'), patterns: z.array(z.string().max(4_000)).max(1_000) }))
    .max(200)
    .nullish(),
  message: text,
  tags: z.array(text).max(200).nullish(),
});

/** Whether a document has this form rather than Sigma's. */
export const isCanary = (document: unknown): boolean =>
  typeof document === 'object' &&
  document !== null &&
  'severity' in document &&
  'message' in document &&
  !('detection' in document);

const NEEDS = ['exec', 'file.read', 'file.write', 'file.delete', 'net.fetch', 'mcp.call', 'tool.call'] as const;
const MAX_READ = 64 * 1024;
const MAX_SUBJECT = 200;

/** Throws `RuleProblem` that names the field. */
export function readCanary(document: unknown, file: string): Detector<Record<string, never>, Record<string, never>> {
  const rule = checked(schema, document);
  const toolFits = toolFilter(rule);
  const blocks = (rule.match ?? []).map(({ field, patterns }, block) => ({
    field,
    patterns: patterns.map((pattern, index) =>
      compileExpression(pattern, RE2JS.CASE_INSENSITIVE, ['match', block, 'patterns', index]),
    ),
  }));
  const about = {
    title: rule.name,
    id: rule.id,
    name: undefined,
    status: undefined,
    description: rule.description,
    tags: rule.tags ?? [],
    falsePositives: [],
    level: rule.severity.toLowerCase() as Severity,
  };
  return {
    manifest: manifestOf(idOf('canary', about), about, file, {
      needs: NEEDS,
      fields: [],
      order: 'any',
      keyBy: 'scope',
      window: { seconds: 3_600, maxKeys: 50_000 },
    }),
    defaults: {},
    init: () => ({}),
    step(_state, event) {
      if (!toolFits(toolOf(event))) return NO_DETECTIONS;
      const hit = blocks.length === 0 || blocks.some(({ field, patterns }) => fits(patterns, valueOf(event, field)));
      if (!hit) return NO_DETECTIONS;
      const shown = valueOf(event, 'any').trim().slice(0, MAX_SUBJECT) || toolOf(event);
      return [{ why: `${rule.message}: ${shown}`, dedupeKey: shown, excerpt: shown }];
    },
  };
}

const fits = (patterns: readonly RE2JS[], value: string): boolean =>
  value !== '' && patterns.some((pattern) => pattern.test(value));

/** A pattern for the tool's name wins over the list, as in the original. */
function toolFilter({ tools, tool_pattern: pattern }: z.infer<typeof schema>): (tool: string) => boolean {
  if (pattern !== undefined && pattern !== null) {
    const compiled = compileExpression(pattern, 0, ['tool_pattern']);
    return (tool) => compiled.test(tool);
  }
  return tools === undefined || tools === null ? () => true : (tool) => tools.includes(tool);
}

/** MCP tools are called as Claude Code names them, which such rules are written for. */
function toolOf({ action }: AgentEvent): string {
  if (action.type === 'mcp.call') return `mcp__${action.server ?? ''}__${action.tool}`;
  return 'tool' in action ? (action.tool ?? '') : '';
}

function valueOf({ action, outcome }: AgentEvent, field: CanaryField): string {
  const command = action.type === 'exec' ? (action.command ?? '') : '';
  const path = 'path' in action ? (action.path ?? '') : '';
  const pattern = action.type === 'file.read' ? (action.pattern ?? '') : '';
  const output = outcome?.output ?? '';
  const values: Record<CanaryField, string> = {
    command,
    file_path: path,
    pattern,
    output,
    any: [command, path, pattern, output].filter(Boolean).join(' '),
  };
  return values[field].slice(0, MAX_READ);
}
