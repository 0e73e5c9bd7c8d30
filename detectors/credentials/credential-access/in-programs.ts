/** Programs whose very purpose is to print credentials: secret stores, harvesters; and code that takes the environment away. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Invocation } from '../../../contracts/shell';
import { argv, baseName, invocations, readersOf } from '../../programs';
import { spokenIn } from '../../spoken';
import { access } from './access';
import type { Access } from './access';
import { encodes, environment, memory } from './processes';
import { browsers } from './browsers';
import { guessed } from './guessing';
import { search } from './searches';
import { listsSecrets, printsSecrets } from './secret-stores';
import { typed } from './typed';
import { windows } from './windows';

/** Programs known for nothing else than harvesting credentials. */
const HARVESTERS: ReadonlySet<string> = new Set([
  'mimikatz',
  'mimipenguin',
  'mimipenguin.sh',
  'lazagne',
  'lazagne.py',
  'lazagne.exe',
  'linpeas.sh',
  'linpeas',
  'chainbreaker',
  'keychaindump',
  'hackbrowserdata',
  'pypykatz',
  'swaks-creds',
  'gimmecredz',
]);

/** A loop of a shell, or a program that is started for each line. */
const LOOP = /\b(?:for|while|until|select)\b|\bxargs\b|\bparallel\b/;

export function inPrograms(event: AgentEvent, analysis: EventAnalysis): Access[] {
  const all = invocations(analysis);
  const listing = new Set(all.filter((one) => listsSecrets(one.program, argv(one))).map(({ program }) => program));
  const opened = all.some(({ via }) => via.includes('xargs') || via.includes('find -exec'));
  const text = all.length === 0 ? '' : spokenIn(event, analysis);
  const looped = LOOP.test(text);
  const found = all.flatMap((one, index) => [
    ...stores(one, listing),
    ...environment(one, index, all),
    ...harvester(one),
    ...search(one, opened),
    ...memory(one),
    ...typed(one, analysis, text),
    ...guessed(one, looped),
    ...browsers(one),
    ...windows(one),
  ]);
  return [...found, ...inCodeEnvironment(event, analysis), ...all.flatMap(pickedInCode)];
}

/** What a store prints; once for each of a list, which the command also asks for (`listing`), is as good as all of them. */
function stores(one: Invocation, listing: ReadonlySet<string>): Access[] {
  const looped = listing.has(one.program) && one.args.some(({ known }) => !known);
  const repeated = one.via.includes('xargs') || one.via.includes('parallel') || looped;
  const printed = printsSecrets(one.program, argv(one), repeated);
  if (!printed) return [];
  const { store, many, severity, techniques } = printed;
  return [
    access(
      one,
      `store:${store}${many ? ':bulk' : ''}`,
      `${one.program} prints ${many ? 'many secrets' : 'a secret'} of ${store}`,
      severity,
      techniques,
    ),
  ];
}

function harvester(one: Invocation): Access[] {
  const program = one.program.toLowerCase();
  const name = HARVESTERS.has(program)
    ? program
    : argv(one)
        .filter((word) => word.lastIndexOf('.') >= word.length - 4 && /\.(?:sh|py|exe)$/i.test(word))
        .map(baseName)
        .find((word) => HARVESTERS.has(word));
  return name === undefined
    ? []
    : [access(one, `harvester:${name}`, `${name} harvests credentials`, 'high', ['T1003', 'T1555', 'T1552.001'])];
}

/** Goes through names and values of the environment. */
const EACH_VARIABLE =
  /\bos\.environ\.(?:items|copy)\(|\bdict\(os\.environ\)|\bObject\.entries\(process\.env\)|\bin process\.env\b|\bENV\.(?:each|select|filter|find_all|to_h)\b|\bkeys %ENV\b/;
/** Part of a name, as a string or pattern. */
const PICKS = /["'/|(](?:\w{0,20}_)?(?:API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL)S?\w{0,12}["'/|)]/i;
const PRINTS = /\bprint\b|console\.log|\bputs\b|\bdumps?\(|\.write\(|JSON\.stringify/;
/** Says that a variable is there, or leaves those with secrets out. */
const MASKS = /\blen\(|\.length\b|\*{3}|mask|redact|hidden|\[:\s?\d|\.slice\(|\bnot in\b|\bnot any\b|!\s?\/|\.pop\(/i;

/** Inline code that prints the variables whose names sound of secrets. */
function pickedInCode(one: Invocation): Access[] {
  const picks = one.code?.some(({ text }) => {
    const code = text.slice(0, 16_384);
    return EACH_VARIABLE.test(code) && PICKS.test(code) && PRINTS.test(code) && !MASKS.test(code);
  });
  return picks === true
    ? [
        access(one, 'environment:picked', 'Code prints the variables that are named for secrets', 'medium', [
          'T1552.007',
        ]),
      ]
    : [];
}

/** Inline code that reads the whole environment and also fetches something: `python -c` with os.environ and a request. */
function inCodeEnvironment(event: AgentEvent, analysis: EventAnalysis): Access[] {
  const reads = analysis.code.find((fact) => fact.kind === 'environment-read' && fact.literals.length === 0);
  const sends = analysis.code.some(
    (fact) => (fact.kind === 'fetch' || fact.kind === 'socket-connect') && fact.language === reads?.language,
  );
  const all = invocations(analysis);
  const encoded = all.some((one, index) => one.code !== undefined && readersOf(all, index).some(encodes));
  if (!reads || (!sends && !encoded) || event.action.type !== 'exec') return [];
  return [
    {
      what: 'environment',
      why: `${reads.language} code reads the whole environment and ${sends ? 'talks to the network' : 'what it prints is encoded'}`,
      severity: 'medium',
      techniques: ['T1552.007'],
      excerpt: (event.action.command ?? '').slice(0, 300),
    },
  ];
}
