import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { EventAnalysis } from '../../../contracts/analysis';
import { detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { tailOf } from '../../writings';
import { manifest } from './manifest';

const PAGE = /\.(?:php\d?|phtml|phar|inc|jspx?|jspf|aspx?|ashx|asmx|cfm|cgi|pl|htaccess)$/i;
const SERVED = /\/(?:var\/www|www|wwwroot|htdocs|public_html|html|webapps|inetpub|web)\//i;
const TESTS = /\/(?:tests?|fixtures?|samples?|signatures|rules|docs|examples?|spec)\//i;
const RUNS: readonly RegExp[] = [
  /\b(?:eval|assert|system|passthru|shell_exec|exec|popen|proc_open|create_function|call_user_func|preg_replace)\s{0,4}\(\s{0,4}(?:@?(?:base64_decode|gzinflate|str_rot13|trim|stripslashes|urldecode)\s{0,4}\(\s{0,4}){0,4}@?\$_(?:GET|POST|REQUEST|COOKIE|SERVER|FILES)\b/,
  /`\s{0,4}\$_(?:GET|POST|REQUEST|COOKIE)\b|\$_(?:GET|POST|REQUEST|COOKIE)\s{0,4}\[[^\]]{1,40}\]\s{0,4}\(\s{0,4}\$_(?:GET|POST|REQUEST|COOKIE)/,
  /getRuntime\(\)\s{0,4}\.exec\s{0,4}\(\s{0,4}request\.getParameter|new ProcessBuilder\([^;]{0,120}request\.getParameter/,
  /\b(?:eval|execute|Process\.Start)\s{0,4}\(?\s{0,4}Request(?:\.(?:Form|QueryString|Params|Item))?\s{0,4}[([]/i,
];
const MAX_TEXT = 32_768;

export const webShell: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis }) {
    const signs = written(event, analysis).flatMap(({ path, content }) => judge(path, content));
    return signs.length === 0 ? NO_DETECTIONS : detectionsOf(signs);
  },
};

function written({ action }: AgentEvent, { command }: EventAnalysis): { path: string; content: string }[] {
  if (action.type === 'file.write')
    return action.path === undefined || action.content === undefined
      ? []
      : [{ path: action.path, content: action.content }];
  return command?.writes ?? [];
}

const TAKEN = /(\$\w{1,40})\s{0,4}=\s{0,4}[^;\n]{0,80}\$_(?:GET|POST|REQUEST|COOKIE)\b/g;
const MAX_TAKEN = 16;

/** Where a variable that holds what a request brought is run; undefined when none is. */
function byVariable(text: string): number | undefined {
  for (const { index, 1: name = '' } of [...text.matchAll(TAKEN)].slice(0, MAX_TAKEN)) {
    const run = new RegExp(
      `\\b(?:eval|assert|system|passthru|shell_exec|exec|popen|proc_open)\\s{0,4}\\(\\s{0,4}@?\\${name}\\b`,
    );
    if (run.test(text.slice(index))) return index;
  }
  return undefined;
}

function judge(path: string, content: string): Sign[] {
  if (!PAGE.test(path)) return [];
  const text = content.slice(0, MAX_TEXT);
  const hit = RUNS.map((pattern) => pattern.exec(text)).find((match) => match !== null);
  const at = hit?.index ?? byVariable(text);
  if (at === undefined) return [];
  return [
    {
      what: tailOf(path),
      why: `A page that runs what a request asks for is written: ${path}`,
      severity: TESTS.test(`/${path}`) ? 'low' : SERVED.test(`/${path}`) || /^\//.test(path) ? 'high' : 'medium',
      techniques: ['T1505.003'],
      excerpt: text.slice(Math.max(0, at - 60), at + 200),
      path,
    },
  ];
}
