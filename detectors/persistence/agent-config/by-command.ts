/** Commands of the agents themselves that add servers, plug-ins and extensions. */
import type { Invocation } from '../../../contracts/shell';
import { isScratch, payloadIn } from '../../payloads';
import { argv } from '../../programs';
import { commandLine } from '../../signs';
import type { Sign } from '../../signs';

const AGENTS =
  /^(?:claude|codex|gemini|qwen|copilot|cursor-agent|opencode|openclaw|kiro-cli|amp|droid|cline|goose|windsurf)$/;
const EDITORS = /^(?:code|code-insiders|cursor|windsurf|codium|vscodium)$/;

export function byCommand(one: Invocation): Sign[] {
  if (AGENTS.test(one.program)) return agent(one);
  return EDITORS.test(one.program) ? editor(one) : [];
}

/** Options whose value stands in front of the name. */
const VALUED = /^(?:-[tse]|--(?:transport|scope|env|type|header))$/;

function agent(one: Invocation): Sign[] {
  const words = argv(one);
  const at = words.findIndex((word) => /^(?:mcp|plugin|plugins|extensions?|skills?|hooks?)$/.test(word));
  const verb = words[at + 1] ?? '';
  if (at < 0 || !/^(?:add|add-json|install|link|enable)$/.test(verb)) return [];
  const text = words.slice(at + 2).join(' ');
  const bad =
    payloadIn(text) ??
    (words.some(isScratch)
      ? 'comes from a scratch folder'
      : rawAddress(text)
        ? 'lies at a raw public address'
        : undefined);
  const given = words.slice(at + 2);
  const name = given.find((word, index) => !word.startsWith('-') && !VALUED.test(given[index - 1] ?? '')) ?? '';
  return [
    {
      what: `${words[at] ?? ''}:${name.slice(0, 80)}`,
      why: `${one.program} is given ${words[at] === 'mcp' ? 'an MCP server' : 'an extension'}: ${name.slice(0, 80)}${bad === undefined ? '' : `; it ${bad}`}`,
      severity: bad === undefined ? 'low' : 'high',
      techniques: ['T1554'],
      excerpt: commandLine(one),
    },
  ];
}

function editor(one: Invocation): Sign[] {
  const words = argv(one);
  const at = words.findIndex((word) => word === '--install-extension' || word === '--add-mcp');
  const file = words[at + 1] ?? '';
  if (at < 0 || (!/\.vsix$/i.test(file) && words[at] !== '--add-mcp')) return [];
  return [
    {
      what: `extension:${file.slice(0, 80)}`,
      why: `${one.program} is given an extension from a file or text: ${file.slice(0, 80)}`,
      severity: isScratch(file) ? 'medium' : 'low',
      techniques: ['T1176.002'],
      excerpt: commandLine(one),
    },
  ];
}

const rawAddress = (text: string): boolean =>
  /https?:\/\/(?!127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}\b/.test(
    text.slice(0, 2_000),
  );
