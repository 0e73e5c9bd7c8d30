/** Ways around review, by program and by tool of a server. */
import type { McpCallAction } from '../../../contracts/event';
import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';

export interface Bypass {
  kind: 'hooks' | 'merge' | 'approval' | 'protection';
  how: string;
  what: string;
  severity: Severity;
  technique: string;
}

/** Addresses of the forges' interfaces that hold the rules of branches. */
const PROTECTION =
  /\/branches\/[^/\s]{1,100}\/protection|\/rulesets(?:\/\d{1,12})?\b|\/protected_branches\b|\/approval_rules\b/;
const MACHINE_APPROVAL = /can_approve_pull_request_reviews["']?[=:\s]{1,3}true/;
const CHANGES = /^(?:delete|put|patch|post)$/i;

export function bypassOfProgram(one: Invocation): Bypass | undefined {
  const { program } = one;
  if (program === 'git') return ofGit(one);
  if (program !== 'gh' && program !== 'glab' && program !== 'curl') return undefined;
  const words = argv(one).slice(0, 60);
  const line = words.join(' ').slice(0, 1_000);
  if (words.includes('--help')) return undefined;
  const what = `${program} ${line}`.slice(0, 160);
  if (program !== 'curl') {
    const found = ofForge(line, what);
    if (found) return found;
  }
  const method = /(?:^| )(?:-X ?|--method[ =]|--request[ =])([a-z]{3,6})\b/i.exec(line)?.[1] ?? '';
  const sends = CHANGES.test(method) || (method === '' && / (?:-f|-F|--field|--raw-field|-d|--data)\b/.test(line));
  if ((program === 'curl' || words[0] === 'api') && sends) return ofAddress(line, what);
  return undefined;
}

function ofForge(line: string, what: string): Bypass | undefined {
  if (/^(?:pr|mr) merge\b/.test(line)) {
    const admin = /(?:^| )--admin\b/.test(line);
    return admin
      ? {
          kind: 'merge',
          how: 'merged with administrator rights, past the checks',
          what,
          severity: 'medium',
          technique: 'T1685',
        }
      : { kind: 'merge', how: 'merged a pull request', what, severity: 'low', technique: 'T1685' };
  }
  if (/^pr review .{0,200}(?:--approve|-a\b)|^mr approve\b/.test(line))
    return { kind: 'approval', how: 'approved a pull request', what, severity: 'low', technique: 'T1685' };
  return undefined;
}

function ofAddress(line: string, what: string): Bypass | undefined {
  if (PROTECTION.test(line))
    return {
      kind: 'protection',
      how: 'changed the protection of a branch',
      what,
      severity: 'medium',
      technique: 'T1685',
    };
  if (MACHINE_APPROVAL.test(line))
    return {
      kind: 'protection',
      how: 'let machines approve pull requests',
      what,
      severity: 'medium',
      technique: 'T1098',
    };
  return /\/pulls\/\d{1,9}\/merge\b/.test(line)
    ? { kind: 'merge', how: 'merged a pull request', what, severity: 'low', technique: 'T1685' }
    : undefined;
}

function ofGit(one: Invocation): Bypass | undefined {
  const words = argv(one).slice(0, 60);
  const verb = words.find((word) => /^(?:commit|push|merge|rebase|am)$/.test(word));
  if (verb === undefined) return undefined;
  const skips =
    words.includes('--no-verify') ||
    (verb === 'commit' && words.some((word) => /^-[a-z]{0,4}n[a-z]{0,4}$/.test(word))) ||
    one.environment.some(
      ({ name, value }) =>
        (name === 'HUSKY' && value.text === '0') ||
        (name === 'SKIP' && value.text !== '') ||
        name === 'HUSKY_SKIP_HOOKS',
    ) ||
    words.some((word) => /^core\.hooksPath=(?:\/dev\/null|)$/i.test(word));
  if (!skips) return undefined;
  return {
    kind: 'hooks',
    how: 'skipped the hooks of the repository',
    what: `git ${verb}`,
    severity: 'low',
    technique: 'T1685',
  };
}

/** Tools of the forges' own servers. */
export function bypassOfServer({ tool, arguments: given = '' }: McpCallAction): Bypass[] {
  const name = tool.slice(0, 100);
  const what = `${name} ${given.slice(0, 120)}`;
  if (/merge_(?:pull_request|merge_request)/.test(name))
    return [{ kind: 'merge', how: 'merged a pull request', what, severity: 'low', technique: 'T1685' }];
  if (/branch_protection|ruleset|protected_branch/.test(name) && !/^(?:get|list|read)/.test(name))
    return [
      { kind: 'protection', how: 'changed the protection of a branch', what, severity: 'medium', technique: 'T1685' },
    ];
  if (/review/.test(name) && /"APPROVE"/.test(given.slice(0, 4_000)))
    return [{ kind: 'approval', how: 'approved a pull request', what, severity: 'low', technique: 'T1685' }];
  return [];
}
