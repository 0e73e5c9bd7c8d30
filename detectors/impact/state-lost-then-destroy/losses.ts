/** First steps: what takes away the way back. */
import type { DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { deletedBy, isKnown } from '../destructive-infrastructure/deleted';
import { excerptOf, follows, plainWords } from '../words';

/** A way back that was lost; kept in the state of the session. */
export interface Lost {
  kind: 'state' | 'backup';
  what: string;
  eventId: string;
  at: number;
  excerpt: string;
}

const STATE_FILE =
  /(?:^|\/)[\w.-]{0,60}\.tfstate(?:\.backup)?$|(?:^|\/)\.terraform(?:\/|$)|(?:^|\/)\.pulumi\/stacks(?:\/|$)/;
/** Programs that move and unpack files. */
const LOSING = /^(?:terraform|tofu|opentofu|terragrunt|mv|unzip|tar|bsdtar|gtar|7za?|7zr)$/;
const TERRAFORM = /^(?:terraform|tofu|opentofu|terragrunt)$/;

/** What of the way back this event takes, outside of its programs: files written and removed. */
export function lostByFiles(event: AgentEvent, { analysis }: DetectorContext): Omit<Lost, 'eventId' | 'at'>[] {
  const removed = analysis.deletes.find(({ path }) => STATE_FILE.test(path));
  if (removed !== undefined) return [state(`the state ${removed.given} was removed`, removed.given)];
  const written = analysis.writes.find(({ path }) => STATE_FILE.test(path) && !path.includes('.terraform'));
  return written === undefined || event.action.type === 'file.delete'
    ? []
    : [state(`the state ${written.given} was replaced`, written.given)];
}

/** What one program takes. */
export function lostByProgram(one: Invocation, output: string | undefined): Omit<Lost, 'eventId' | 'at'> | undefined {
  if (!LOSING.test(one.program) && !isKnown(one.program)) return undefined;
  const words = argv(one);
  const excerpt = excerptOf(one);
  if (TERRAFORM.test(one.program)) return ofTerraform(words, excerpt);
  if (one.program === 'mv' && words.some((word) => STATE_FILE.test(word)))
    return state('the state was moved away or replaced', excerpt);
  if (unpacksState(one, words, output)) return state('the state was unpacked from an archive', excerpt);
  const deleted = deletedBy(one, undefined);
  const gone =
    deleted !== undefined && (deleted.kind.techniques.includes('T1490') || deleted.kind.name.startsWith('protection'));
  return gone
    ? { kind: 'backup', what: `${deleted.kind.name} went first (${deleted.about.slice(0, 120)})`, excerpt }
    : undefined;
}

const state = (what: string, excerpt: string) =>
  ({ kind: 'state', what: what.slice(0, 300), excerpt: excerpt.slice(0, 300) }) as const;

function ofTerraform(words: readonly string[], excerpt: string): Omit<Lost, 'eventId' | 'at'> | undefined {
  const moved = words.some((word) => /^-(?:reconfigure|force-copy|backend=false|migrate-state)$/.test(word));
  if (follows(words, 'init') && moved) return state('the state was pointed to another place', excerpt);
  if (follows(words, 'state push')) return state('the state was replaced', excerpt);
  return follows(words, 'state rm') && plainWords(words).some((word) => /\*$|^module\.[\w-]{1,60}$/.test(word))
    ? state('whole modules were taken out of the state', excerpt)
    : undefined;
}

/** An archive that says that it holds the state, by its name, its members or what the program lists. */
function unpacksState({ program }: Invocation, words: readonly string[], output: string | undefined): boolean {
  const unpacks =
    program === 'unzip' ||
    (/^(?:tar|bsdtar|gtar)$/.test(program) && /x/.test(words.find((word) => !word.startsWith('--')) ?? '')) ||
    (/^7z/.test(program) && words[0] === 'x');
  return (
    unpacks &&
    (words.some((word) => /tfstate|terraform/i.test(word.slice(0, 300))) ||
      /\.tfstate\b/.test(output?.slice(0, 20_000) ?? ''))
  );
}

/** Whether the event did something: a refusal or an error took nothing. */
export const happened = ({ phase, outcome }: AgentEvent): boolean =>
  phase !== 'denied' &&
  phase !== 'failed' &&
  outcome?.status !== 'error' &&
  outcome?.status !== 'denied' &&
  (outcome?.exitCode ?? 0) === 0;
