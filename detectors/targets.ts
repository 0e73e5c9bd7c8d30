/** What a command's words, variables and host names say of the place that it works on: production, throw-away, this machine. */
import type { InstallationContext } from '../contracts/detector';
import type { EvidenceFact } from '../contracts/finding';
import type { Invocation } from '../contracts/shell';
import { argv } from './programs';

const PRODUCTION = /(?:^|[^a-z])(?:prod|production|prd)(?:[^a-z]|$)/i;
const NOT_PRODUCTION = /(?:non|not|pre|no)[-_.]?prod(?:uction)?/i;
const THROW_AWAY =
  /(?:^|[^a-z])(?:sandbox(?:es)?|sbx|ephemeral|scratch|throw-?away|playground|previews?|demo|dummy|tests?|testing|dev|testdb|devdb|devel|development|local|localhost|kind|minikube|k3d|e2e|ci|tmp|temp|fixtures?|pr-?\d{1,6})(?:[^a-z]|$)/i;
/** Longer words are texts, not names. */
const MAX_NAME = 200;
const MAX_WORDS = 60;

/** Whether a name says production, by its own words or because this installation lists it. */
export function namesProduction(name: string, { production }: InstallationContext): boolean {
  if (name.length > MAX_NAME || /\s/.test(name)) return false;
  return (PRODUCTION.test(name) && !NOT_PRODUCTION.test(name)) || isListed(name, production);
}

/** Whether a name says that the thing is there to be thrown away: a sandbox, a test database, a preview. */
export function namesThrowAway(name: string, { throwAway }: InstallationContext): boolean {
  if (name.length > MAX_NAME || /\s/.test(name)) return false;
  return THROW_AWAY.test(name) || isListed(name, throwAway);
}

/** A listed name is the whole, a part between signs (`host` of `user@host:5432/x`), or what the name ends with. */
function isListed(name: string, list: readonly string[]): boolean {
  return list.some((one) => one !== '' && (name === one || name.split(/[/@:=,?&]/).includes(one)));
}

/** Facts that the names give. Production wins: what is unknown or both is not safe. */
export function factsOfNames(names: readonly string[], installation: InstallationContext): EvidenceFact[] {
  if (names.some((name) => namesProduction(name, installation))) return ['production-target'];
  return names.some((name) => namesThrowAway(name, installation)) ? ['sandboxed'] : [];
}

/** Words that tell where an invocation works: its arguments, the variables in front of it, the host that it runs on. */
export function namesOf(one: Invocation): string[] {
  const values = one.environment.map(({ value }) => value.text);
  return [...argv(one).slice(0, MAX_WORDS), ...values, ...(one.remote === undefined ? [] : [one.remote.target])];
}

/** Words by which earlier programs of the same command choose where the later ones work. */
const CHOOSES =
  /^(?:use-context|use|set-context|select|activate|switch|set|link|login|context|workspace|stack|config)$/;
const CHOOSERS =
  /^(?:kubectl|kubectx|kubens|oc|gcloud|az|aws|terraform|tofu|pulumi|heroku|railway|vercel|fly|flyctl|firebase|supabase|export|)$/;

/** Names of production that were chosen before in the same command: `kubectl config use-context prod`, `export AWS_PROFILE=prod`, a folder. */
export function chosenBefore(all: readonly Invocation[], index: number): string[] {
  const names: string[] = [];
  for (const one of all.slice(Math.max(0, index - MAX_WORDS), index)) {
    if (!CHOOSERS.test(one.program)) continue;
    const words = argv(one).slice(0, 12);
    if (one.program === '' || one.program === 'export' || /^kube/.test(one.program)) names.push(...namesOf(one));
    else if (words.some((word) => CHOOSES.test(word))) names.push(...words);
  }
  const folder = all[index]?.cwd;
  if (folder !== undefined) names.push(...folder.split('/').slice(-3));
  return names;
}

/** Facts of an invocation: its own words, and production that was chosen before it in the same command. */
export function factsOfTarget(
  all: readonly Invocation[],
  index: number,
  installation: InstallationContext,
): EvidenceFact[] {
  const one = all[index];
  if (one === undefined) return [];
  const own = factsOfNames(namesOf(one), installation);
  if (own.includes('production-target')) return own;
  const chosen = chosenBefore(all, index).some((name) => namesProduction(name, installation));
  return chosen ? ['production-target'] : own;
}
