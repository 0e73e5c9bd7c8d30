/** Programs and shell settings that wipe logs, keep history from being written, or set times back. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { commandLine } from '../../signs';
import type { Sign } from '../../signs';

interface Act {
  what: string;
  why: string;
  severity?: Sign['severity'];
  technique: string;
}

/** In PowerShell the file is asked for in brackets. */
const WIPES_HISTORY =
  /\b(?:remove-item|clear-content|set-content|rm|del|ri)\s[^\n;|]{0,40}\(\s?get-psreadlineoption\s?\)\.historysavepath/i;
const HISTORY_VARIABLE = /^(?:HISTFILE|HISTSIZE|HISTFILESIZE|SAVEHIST|HISTCONTROL|HISTIGNORE)$/;
/** Files whose times nobody sets for a build. */
const KEPT_TIMES: ReadonlySet<string> = new Set([
  'system',
  'login-control',
  'ssh-access',
  'scheduled-job',
  'shell-profile',
  'log',
  'git-hook',
]);

export function inPrograms(all: readonly Invocation[], analysis: EventAnalysis): Sign[] {
  return all.flatMap((one) => {
    const act = historyOff(one) ?? wipes(one) ?? timesBack(one, analysis);
    return act === undefined
      ? []
      : [
          {
            what: act.what,
            why: act.why,
            severity: act.severity ?? 'medium',
            techniques: [act.technique],
            excerpt: commandLine(one) || act.what,
          },
        ];
  });
}

function historyOff(one: Invocation): Act | undefined {
  const words = argv(one);
  if (one.program === 'history')
    return words.some((word) => /^-[a-z]*[cd]/.test(word))
      ? { what: 'history', why: 'The command history is wiped', technique: 'T1070.003' }
      : undefined;
  if (one.code?.some(({ text }) => WIPES_HISTORY.test(text.slice(0, 16_384))) === true)
    return { what: 'history', why: 'The command history is wiped', technique: 'T1070.003' };
  if (one.program === 'clear-history' || (one.program === 'fc' && words.includes('-p')))
    return { what: 'history', why: 'The command history is wiped', technique: 'T1070.003' };
  if (one.program === 'set' && words[0] === '+o' && words[1] === 'history') return off('set +o history');
  if (one.program === 'set-psreadlineoption' && /SaveNothing/i.test(words.join(' ').slice(0, 300)))
    return off('PowerShell');
  if (one.program === 'unset') return words.includes('HISTFILE') ? off('HISTFILE') : undefined;
  const set = /^(?:export|declare|typeset|readonly)$/.test(one.program)
    ? words.map((word) => word.split('=', 2))
    : one.program === '' || startsPrompt(one)
      ? one.environment.map(({ name, value }) => [name, value.text])
      : [];
  const found = set.find(
    ([name = '', value]) => HISTORY_VARIABLE.test(name) && value !== undefined && switchesOff(name, value),
  );
  return found === undefined ? undefined : off(found[0] ?? 'history');
}

/** A shell with a prompt of its own; a script's commands are never in the history. */
const startsPrompt = (one: Invocation): boolean =>
  /^(?:ba|z|k|da)?sh$/.test(one.program) && argv(one).every((word) => /^-/.test(word) && !/^-[a-z]*c$/.test(word));

const off = (by: string): Act => ({
  what: 'history-off',
  why: `The shell is kept from writing its history (${by})`,
  technique: 'T1690',
});

const SYSTEM_LOG = /^(?:\/private)?\/(?:var|run)\/log\/\S/;
const LOGIN_RECORD = /^\/var\/(?:log|run)\/(?:wtmp|btmp|utmp|lastlog|auth\.log|secure|faillog|audit\/audit\.log)$/;

/** `HISTCONTROL=ignorespace` is everybody's default. */
const switchesOff = (name: string, value: string): boolean =>
  name === 'HISTFILE'
    ? value === '' || value === '/dev/null'
    : name === 'HISTIGNORE'
      ? value === '*'
      : name !== 'HISTCONTROL' && value === '0';

function wipes(one: Invocation): Act | undefined {
  const words = argv(one);
  const text = words.join(' ').slice(0, 1_000);
  switch (one.program.toLowerCase().replace(/\.exe$/, '')) {
    case 'journalctl':
      return /--vacuum-(?:time|size|files)[= ]/.test(text)
        ? {
            what: 'journal',
            why: 'The journal is cut down',
            severity: /--vacuum-(?:time|size|files)[= ](?:0|1)(?:$|\D)/.test(text) ? 'medium' : 'low',
            technique: 'T1685.006',
          }
        : undefined;
    case 'log':
      return words[0] === 'erase'
        ? { what: 'unified-log', why: 'The system log of macOS is erased', technique: 'T1685.006' }
        : undefined;
    case 'dmesg':
      return words.some((word) => /^-[a-z]*[cC]$|^--(?:clear|read-clear)$/.test(word))
        ? { what: 'dmesg', why: "The kernel's messages are cleared", severity: 'low', technique: 'T1685.006' }
        : undefined;
    case 'wevtutil':
      return /^(?:cl|clear-log)$/i.test(words[0] ?? '')
        ? {
            what: `event-log:${words[1] ?? ''}`,
            why: `An event log is cleared: ${words[1] ?? ''}`,
            severity: 'high',
            technique: 'T1685.005',
          }
        : undefined;
    case 'clear-eventlog':
    case 'remove-eventlog':
      return { what: 'event-log', why: 'An event log is cleared', severity: 'high', technique: 'T1685.005' };
    case 'osascript': {
      const file =
        /delete (?:POSIX )?file "?(\/(?:private\/)?var\/(?:log|audit)\/[^"]{1,200}|[^"]{0,200}\/Library\/Logs\/[^"]{1,200})"/i.exec(
          text,
        )?.[1];
      return file === undefined
        ? undefined
        : { what: file.slice(-80), why: `A system log is removed: ${file}`, technique: 'T1685.006' };
    }
    case 'mount':
      return words.some((word) => /^(?:--bind|-B|bind|-obind)$/.test(word)) && SYSTEM_LOG.test(words.at(-1) ?? '')
        ? {
            what: `over:${words.at(-1) ?? ''}`,
            why: `Something is laid over a system log: ${words.at(-1) ?? ''}`,
            technique: 'T1685.006',
          }
        : undefined;
    case 'mv':
    case 'cp':
    case 'install':
      return LOGIN_RECORD.test(words.at(-1) ?? '') && words.length > 1
        ? {
            what: `put:${words.at(-1) ?? ''}`,
            why: `The record of logins is replaced: ${words.at(-1) ?? ''}`,
            technique: 'T1685.006',
          }
        : undefined;
    case 'kubectl':
    case 'oc':
      return /^delete (?:events?|ev)\b/.test(text) && /\s(?:--all|-A|--all-namespaces)\b/.test(text)
        ? { what: 'cluster-events', why: 'The events of a cluster are deleted', technique: 'T1070' }
        : undefined;
    case 'remove-item':
    case 'ri':
    case 'clear-content':
      return /ConsoleHost_history\.txt/i.test(text)
        ? { what: 'history', why: 'The command history is wiped', technique: 'T1070.003' }
        : undefined;
    case 'fsutil':
      return /^usn deletejournal/i.test(text)
        ? { what: 'usn', why: 'The change journal of the disk is deleted', technique: 'T1070' }
        : undefined;
    case 'logrotate':
      return words.includes('-f') || words.includes('--force')
        ? { what: 'logrotate', why: 'Logs are rotated by force', severity: 'low', technique: 'T1685.006' }
        : undefined;
    default:
      return undefined;
  }
}

/** `touch -r /bin/ls x`, `touch -t … /etc/x`: a file's times are made to look old. */
function timesBack(one: Invocation, { writes }: EventAnalysis): Act | undefined {
  if (one.program !== 'touch')
    return /^setfile$/i.test(one.program) && argv(one).some((word) => /^-[md]$/.test(word))
      ? times('SetFile', 'low')
      : undefined;
  const words = argv(one);
  const reference = words.findIndex((word) => /^(?:-[acm]*r|--reference(?:=.*)?)$/.test(word));
  const stated = words.some((word) => /^(?:-[acm]*[td]|--date(?:=.*)?)$/.test(word));
  if (reference < 0 && !stated) return undefined;
  const target = words.at(-1) ?? '';
  const kept = writes.some(({ given, class: kind }) => given === target && KEPT_TIMES.has(kind));
  const fromSystem =
    reference >= 0 && /^\/(?:etc|bin|usr|s?bin|lib)/.test(words[reference + 1] ?? words[reference] ?? '');
  return kept || fromSystem ? times(target, 'medium') : undefined;
}

const times = (target: string, severity: Sign['severity']): Act => ({
  what: `times:${target.slice(-60)}`,
  why: `The times of a file are set to look like another: ${target.slice(-120)}`,
  severity,
  technique: 'T1070.006',
});
