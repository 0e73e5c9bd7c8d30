/** All dialects, most specific first: the first that recognises a record reads it. Several dialects add `gen_ai.*` names to their own. */
import { claudeCode } from './claude-code';
import { codex } from './codex';
import { copilot } from './copilot-cli';
import { dcgm } from './dcgm';
import type { Dialect } from './dialect';
import { geminiCli } from './gemini-cli';
import { genai } from './genai';
import { hostMetrics } from './host-metrics';
import { langfuse } from './langfuse';
import { langsmith } from './langsmith';
import { mastra } from './mastra';
import { mcp } from './mcp';
import { opencode } from './opencode';
import { openInference } from './openinference';
import { qwenCode } from './qwen-code';
import { traceloop } from './traceloop';
import { vercelAi } from './vercel-ai';

export const dialects: readonly Dialect[] = [
  claudeCode,
  codex,
  geminiCli,
  qwenCode,
  copilot,
  opencode,
  openInference,
  traceloop,
  vercelAi,
  langsmith,
  langfuse,
  mastra,
  mcp,
  hostMetrics,
  dcgm,
  genai,
];

/** Reads what none of them recognises, by the GenAI conventions; each such record is counted as of an unknown scope. */
export const fallback: Dialect = genai;
