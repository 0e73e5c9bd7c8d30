import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { PathClass } from '../../../contracts/analysis';
import type { EvidenceFact, Severity } from '../../../contracts/finding';
import { invocations } from '../../programs';
import { detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { tailOf, writingsOf } from '../../writings';
import type { Writing } from '../../writings';
import { byCommand } from './by-command';
import { inCode } from './in-code';
import { manifest } from './manifest';
import { holdingsOf } from './holdings';
import type { Holding } from './holdings';

const SETTINGS: ReadonlySet<PathClass> = new Set(['agent-configuration']);
const MEMORIES: ReadonlySet<PathClass> = new Set(['agent-memory']);
/** Environment files of a shell or a project that move the model's address are told as well. */
const ENVIRONMENTS: ReadonlySet<PathClass> = new Set(['shell-profile', 'environment-file']);

export const agentConfig: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const { analysis, session } = context;
    const written = writingsOf(event, analysis, session, SETTINGS).flatMap((one) => judge(one, context));
    const moved = writingsOf(event, analysis, session, ENVIRONMENTS).flatMap((one) =>
      holdingsOf(one, context.installation)
        .filter(({ kind }) => kind === 'base-url')
        .map((holding) => signOf(one, holding, context)),
    );
    const rules = writingsOf(event, analysis, session, MEMORIES).filter(({ by }) =>
      /^(?:curl|wget|wget2|scp)$/.test(by?.program ?? ''),
    );
    written.push(...rules.flatMap((one) => judge(one, context)));
    const commands = invocations(analysis).flatMap(byCommand);
    const coded = inCode(event, analysis);
    const all = [...written, ...moved, ...commands, ...coded];
    return all.length === 0 ? NO_DETECTIONS : detectionsOf(all);
  },
};

const judge = (writing: Writing, context: DetectorContext): Sign[] =>
  holdingsOf(writing, context.installation).map((holding) => signOf(writing, holding, context));

function signOf(writing: Writing, holding: Holding, { session }: DetectorContext): Sign {
  const { path, excerpt, content } = writing;
  const outside = session.taintOf(content.slice(0, 4_000));
  const facts: EvidenceFact[] = outside === undefined ? [] : ['outside-text'];
  return {
    what: `${holding.kind}:${tailOf(path.given)}`,
    why: `${holding.why} in ${path.path}${outside === undefined ? '' : `; the text came from ${outside.from}`}`,
    severity: severityOf(holding, writing),
    techniques: holding.techniques,
    excerpt,
    path: path.path,
    ...(holding.destination === undefined ? {} : { destination: holding.destination }),
    facts,
  };
}

/** What holds for all projects of a user or of the machine. */
const OF_USER =
  /^(?:(?:~|\/root|\/(?:home|Users)\/[^/]{1,64}|[A-Za-z]:\/Users\/[^/]{1,64})\/(?:\.|Library\/|AppData\/)|\/etc\/|\/Library\/|[A-Za-z]:\/Program)/;

/** What a project shares in its own tree is daily work, unless it is bad in itself. */
const severityOf = ({ bad, kind }: Holding, { path, inside, contained }: Writing): Severity => {
  if (bad) return contained ? 'medium' : 'high';
  if (kind === 'fetched' || kind === 'refusals') return contained ? 'low' : 'medium';
  if (inside || contained || !OF_USER.test(path.path)) return kind === 'folder-open' ? 'medium' : 'low';
  return kind === 'instructions' ? 'low' : 'medium';
};
