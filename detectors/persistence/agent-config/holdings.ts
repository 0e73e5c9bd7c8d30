/** What text that goes into an agent's configuration holds: hooks, servers, addresses, helpers, tasks. */
import type { InstallationContext } from '../../../contracts/detector';
import { isScratch, payloadIn } from '../../payloads';
import type { Writing } from '../../writings';
import { movedAddress } from './addresses';

export interface Holding {
  kind: 'hook' | 'server' | 'base-url' | 'helper' | 'folder-open' | 'instructions' | 'plugin' | 'fetched' | 'refusals';
  why: string;
  /** Bad in itself, wherever it stands. */
  bad: boolean;
  techniques: readonly string[];
  destination?: string;
}

const MAX_TEXT = 32_768;
const HOOKS =
  /["']?\b(?:hooks|PreToolUse|PostToolUse|SessionStart|UserPromptSubmit|SessionEnd|beforeShellExecution|afterFileEdit|beforeSubmitPrompt|BeforeTool|AfterTool|preToolUse|sessionStart|agentSpawn|notify)\b["']?\s{0,4}[:=\]]/;
const COMMAND = /["']?(?:command|bash|powershell|run|notify)["']?\s{0,4}[:=]/;
const SERVER = /["']?(?:mcpServers|mcp_servers|mcp|context_servers|servers)["']?\s{0,4}[:=.[]/;
const HELPER =
  /["']?(?:apiKeyHelper|awsAuthRefresh|awsCredentialExport|otelHeadersHelper|statusLine|fileSuggestion)["']?\s{0,4}:/;
const OPENED =
  /["']runOn["']\s{0,4}:\s{0,4}["']folderOpen["']|task\.allowAutomaticTasks["']\s{0,4}:\s{0,4}(?:["']on["']|true)/;

/** What the writing puts in; nothing for changes that start nothing and move nothing. */
export function holdingsOf({ path, content, by }: Writing, installation: InstallationContext): Holding[] {
  const text = unescaped(content.slice(0, MAX_TEXT));
  const found: Holding[] = [];
  const moved = movedAddress(text, installation);
  if (moved !== undefined)
    found.push({
      kind: 'base-url',
      why: `Model traffic is sent to ${moved}`,
      bad: true,
      techniques: ['T1557'],
      destination: moved,
    });
  const sign = payloadIn(text);
  const own = kindOf(text, path.path.toLowerCase());
  if (own !== undefined)
    found.push({
      ...own,
      bad: own.bad || sign !== undefined,
      why: sign === undefined ? own.why : `${own.why}; it ${sign}`,
    });
  else if (by !== undefined && /^(?:curl|wget|wget2|scp)$/.test(by.program))
    found.push({
      kind: 'fetched',
      why: 'Something fetched from the network, unseen, is put',
      bad: false,
      techniques: ['T1546', 'T1105'],
    });
  else if (
    /["']deny["']\s{0,4}:\s{0,4}\[\s{0,4}\]/.test(text) &&
    by !== undefined &&
    /^(?:sed|gsed|perl|jq)$/.test(by.program)
  )
    found.push({ kind: 'refusals', why: 'What the agent must not do is emptied', bad: false, techniques: ['T1685'] });
  else if (sign !== undefined)
    found.push({ kind: 'instructions', why: `Something that ${sign} is put`, bad: true, techniques: ['T1546'] });
  else if (
    by !== undefined &&
    by.args.some((word) => isScratch(word.text) && word.text !== path.given) &&
    /^(?:cp|mv|ln|install)$/.test(by.program)
  )
    found.push({
      kind: 'instructions',
      why: 'Something from a scratch folder is put',
      bad: false,
      techniques: ['T1546'],
    });
  return found;
}

function kindOf(text: string, path: string): Holding | undefined {
  if (OPENED.test(text))
    return {
      kind: 'folder-open',
      why: 'A task that starts when the folder is opened is set up',
      bad: false,
      techniques: ['T1546'],
    };
  if (HELPER.test(text))
    return {
      kind: 'helper',
      why: 'A program that the agent runs for itself is set up',
      bad: false,
      techniques: ['T1546'],
    };
  if ((HOOKS.test(text) && COMMAND.test(text)) || /\/hooks?\/[^/]{1,80}\.(?:sh|py|js|ts|ps1|rb)$/.test(path))
    return { kind: 'hook', why: 'A hook that runs a command is set up', bad: false, techniques: ['T1546'] };
  if (SERVER.test(text) && /["']?(?:command|url|serverUrl|httpUrl|args)["']?\s{0,4}[:=]/.test(text))
    return { kind: 'server', why: 'An MCP server is added', bad: badServer(text), techniques: ['T1554'] };
  return /\/(?:plugins?|extensions)\/[^/]{1,100}\.(?:js|ts|mjs|cjs)$/.test(path)
    ? { kind: 'plugin', why: 'A plug-in is added', bad: false, techniques: ['T1554'] }
    : undefined;
}

/** From a scratch folder, from a raw public address, or started by text that hides what it is. */
const badServer = (text: string): boolean =>
  /["'](?:\/tmp|\/var\/tmp|\/dev\/shm)\//.test(text) ||
  /https?:\/\/(?!127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0|169\.254\.)\d{1,3}(?:\.\d{1,3}){3}\b/.test(
    text,
  ) ||
  /["'](?:-c|-e|--eval)["']\s{0,4},\s{0,4}["'][^"']{0,200}(?:base64|atob|exec\(|eval\(|curl|wget|socket)/.test(text) ||
  /https?:\/\/[\w.-]{1,80}\.(?:ngrok[\w-]{0,8}\.\w{2,4}|trycloudflare\.com|loca\.lt|serveo\.net|pagekite\.me|oast\.\w{2,5}|webhook\.site)/i.test(
    text,
  );

/** `\u0068ooks`: JSON may spell any letter so. */
export const unescaped = (text: string): string =>
  text.includes('\\u00')
    ? text.replace(/\\u00([0-7][0-9a-fA-F])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
