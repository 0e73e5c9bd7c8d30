/** What makes a workflow dangerous, in its text. */
import type { Severity } from '../../../contracts/finding';

export interface Danger {
  kind: string;
  why: string;
  severity: Severity;
  techniques: readonly string[];
}

const MAX_TEXT = 32_768;
const HEAD = /github\.(?:event\.pull_request\.head\.(?:sha|ref)|head_ref)|refs\/pull\/|pull_request\.head\.repo/;
const SENDS = /\b(?:curl|wget|nc|ncat|Invoke-WebRequest|Invoke-RestMethod|iwr|irm|http)\b/;
const SECRET = /\$\{\{\s{0,4}secrets\.\w{1,80}\s{0,4}\}\}/;
const DUMPS =
  /toJSON\(\s{0,4}secrets\s{0,4}\)|\b(?:printenv|env|set)\s{0,4}\|\s{0,4}(?:base64|curl|nc|xxd|gzip|openssl)|\/proc\/self\/environ|Runner\.Worker|cat\s[^\n]{0,60}\/mem\b/;
const CHECK =
  /\b(?:npm (?:run )?test|npm run lint|pytest|go test|cargo test|jest|vitest|eslint|ruff|mypy|codeql|trivy|semgrep|gitleaks|snyk|bandit|tsc|golangci-lint|make test|mvn (?:test|verify)|gradle test|sonar\w{0,10}|dependency-review-action|scorecard)\b/i;

/** The dangers that the new text brings, and a check that an edit takes out. Looks at 32 K characters. */
export function dangersIn(content: string, removed: string): Danger[] {
  const text = content.slice(0, MAX_TEXT);
  const found: Danger[] = [];
  if (
    /\b(?:pull_request_target|workflow_run|issue_comment)\b/.test(text) &&
    HEAD.test(text) &&
    /checkout|git (?:fetch|clone|pull)/.test(text)
  )
    found.push(danger('foreign-head', 'Code of outsiders runs with the secrets of the repository', 'medium'));
  if (DUMPS.test(text))
    found.push(danger('secrets-dumped', 'A workflow gathers all its secrets', 'high', ['T1677', 'T1552.001']));
  if (sendsSecret(text))
    found.push(
      danger('secrets-sent', 'A workflow sends a secret in a request of its own', 'medium', ['T1677', 'T1567']),
    );
  if (
    /\$\{\{\s{0,4}github\.event\.(?:issue\.(?:title|body)|pull_request\.(?:title|body)|comment\.body|head_commit\.message)/.test(
      text,
    ) &&
    /\brun:/.test(text) &&
    inRun(text)
  )
    found.push(danger('title-run', 'Text of outsiders becomes part of a command', 'medium'));
  if (foreignCode(text))
    found.push(
      danger('foreign-code', 'A workflow fetches or decodes code and runs it', 'medium', ['T1677', 'T1059.004']),
    );
  if (CHECK.test(removed) && !CHECK.test(text))
    found.push(danger('check-removed', 'A check is taken out of a workflow', 'low', ['T1685']));
  return found;
}

const danger = (kind: string, why: string, severity: Severity, techniques: readonly string[] = ['T1677']): Danger => ({
  kind,
  why,
  severity,
  techniques,
});

/** A step whose command both talks to the network and holds a secret; deploys to well-known interfaces are daily. */
function sendsSecret(text: string): boolean {
  return text.split('\n').some((line, at, all) => {
    if (!SENDS.test(line)) return false;
    const near = all.slice(Math.max(0, at - 3), at + 4).join('\n');
    return (
      (SECRET.test(line) || (SECRET.test(near) && /-d|--data|-F|-T|-X POST/.test(near))) &&
      !/api\.github\.com|hooks\.slack\.com|Authorization|api\.[\w.-]{1,60}|discord\.com|codecov|uploads\.github|localhost/i.test(
        near,
      )
    );
  });
}

/** A raw address, a paste service, or decoded text that a shell runs. */
const foreignCode = (text: string): boolean =>
  /\b(?:curl|wget)\b[^\n]{0,120}https?:\/\/(?:\d{1,3}(?:\.\d{1,3}){3}|[\w.-]{0,60}(?:pastebin|paste\.|transfer\.sh|ngrok|requestbin|webhook\.site|gist\.githubusercontent|trycloudflare|oast|interact\.sh)[\w.-]{0,40})[^\n]{0,160}\|\s{0,4}(?:sudo )?(?:ba|z)?sh\b/.test(
    text,
  ) || /base64\s+(?:-d|--decode|-D)[^\n|]{0,40}\|\s{0,4}(?:sudo )?(?:ba|z)?sh\b/.test(text);

/** The expression stands in a `run:` line or block, not in `env:` or `with:`. */
function inRun(text: string): boolean {
  let block = -1;
  for (const line of text.split('\n')) {
    const indent = line.search(/\S/);
    if (indent < 0) continue;
    if (block >= 0 && indent <= block) block = -1;
    const starts = /^\s{0,40}(?:- )?run:/.test(line);
    if ((starts || block >= 0) && /\$\{\{\s{0,4}github\.event\.(?:issue|pull_request|comment|head_commit)\./.test(line))
      return true;
    if (starts) block = indent;
  }
  return false;
}
