/** One line of a corpus, checked. Fields that are not named here are left alone: a corpus has its own. */
import { z } from 'zod';

export const SURFACES = [
  'command',
  'script',
  'python',
  'file_write',
  'file_read',
  'url',
  'prompt',
  'tool_result',
  'session',
] as const;
export type Surface = (typeof SURFACES)[number];

/** Most steps of one session. */
const MAX_STEPS = 100_000;

const Step = z.object({
  tool: z.string(),
  input: z.unknown(),
  output: z.unknown(),
});
export type Step = z.infer<typeof Step>;

const Id = z.union([z.string().min(1).max(4_096), z.number()], { error: 'must be a text or a number' });
const optional = z
  .string()
  .max(4_096)
  .nullish()
  .transform((text) => text ?? undefined)
  .catch(undefined);
const common = {
  id: Id,
  /** `windows` makes a command one of PowerShell. */
  platform: optional,
  note: optional,
  /** Of a file, where the row knows it. */
  path: optional,
  /** Folder that the agent works in. */
  cwd: optional,
  /** The tool that gave a result. */
  tool: optional,
};

const Text = z.object({ ...common, surface: z.enum(SURFACES).exclude(['session']), content: z.string() });
const Session = z.object({ ...common, surface: z.literal('session'), content: z.array(Step).max(MAX_STEPS) });
const Row = z.discriminatedUnion('surface', [Text, Session]);

export type TextRow = z.infer<typeof Text>;
export type SessionRow = z.infer<typeof Session>;
export type Row = z.infer<typeof Row>;
export type RowId = z.infer<typeof Id>;

/** What is wrong with a line, and whose it is when it says so. */
export interface BadRow {
  id?: RowId;
  error: string;
}

/** Never throws. */
export function readRow(text: string): Row | BadRow {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return { error: 'no JSON' };
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return { error: 'no JSON object' };
  const row = Row.safeParse(given);
  if (row.success) return row.data;
  const id = Id.safeParse((given as { id?: unknown }).id);
  return { ...(id.success && { id: id.data }), error: problemOf(given, row.error.issues[0]) };
}

function problemOf(given: object, issue: z.core.$ZodIssue | undefined): string {
  const { surface } = given as { surface?: unknown };
  if (!SURFACES.some((known) => known === surface)) {
    const got = typeof surface === 'string' ? `"${surface.slice(0, 50)}"` : 'none';
    return `surface: expected one of ${SURFACES.join(', ')}; got ${got}`;
  }
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}`;
}
