/** Code that reads what is secret and sends: in a command, or in a file that is written and may run later. */
import type { CodeFact, Destination, EventAnalysis } from '../../../contracts/analysis';
import type { InstallationContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, Severity } from '../../../contracts/finding';
import { factsOf, nameOf, standingOf } from '../places';
import type { Standing } from '../places';
import { isCredential } from '../payload';
import { namesCredential, namesSettings } from '../secret-names';

/** At most one statement a destination. */
export function inCode(event: AgentEvent, analysis: EventAnalysis, installation: InstallationContext): Detection[] {
  const { code } = analysis;
  if (code.length === 0 || !code.some(({ kind }) => kind === 'send' || kind === 'fetch' || kind === 'socket-connect'))
    return [];
  const what = secretIn(code, analysis);
  if (what === undefined) return [];
  const written = event.action.type === 'file.write' && analysis.command === undefined;
  return placesOf(code, analysis).flatMap(({ destination, sends }) => {
    const standing = standingOf(destination, installation);
    const severity = weigh(standing, what, sends, written);
    if (severity === undefined) return [];
    return [
      {
        why: `Code ${written ? 'that is written ' : ''}reads ${what.text} and sends to ${nameOf(destination)}`,
        severity,
        confidence: 'medium',
        dedupeKey: `${destination.host} ${what.text}`,
        techniques: ['T1041', 'T1048', ...(standing === 'drop' ? ['T1567'] : [])],
        entities: { destination: destination.host },
        facts: factsOf(standing),
      },
    ];
  });
}

interface Secret {
  text: string;
  grave: boolean;
}

function secretIn(code: readonly CodeFact[], analysis: EventAnalysis): Secret | undefined {
  const read = analysis.reads.find(isCredential);
  if (read) return { text: read.path, grave: true };
  const literals = code.filter(({ kind }) => kind === 'file-read').flatMap(({ literals }) => literals.slice(0, 2));
  const named = literals.find((one) => namesCredential(one));
  if (named !== undefined) return { text: named.slice(0, 120), grave: true };
  const settings = literals.find((one) => namesSettings(one));
  if (settings !== undefined) return { text: settings.slice(0, 120), grave: false };
  return code.some(({ kind, literals: [name] }) => kind === 'environment-read' && (name === undefined || name === ''))
    ? { text: 'all environment variables', grave: false }
    : undefined;
}

function placesOf(code: readonly CodeFact[], analysis: EventAnalysis): { destination: Destination; sends: boolean }[] {
  const out = new Map<string, { destination: Destination; sends: boolean }>();
  for (const { destination, direction, invocation } of analysis.transfers)
    if (destination && invocation === undefined && (direction === 'out' || !out.has(destination.host)))
      out.set(destination.host, { destination, sends: direction === 'out' });
  for (const { kind, destination } of code)
    if (destination && (kind === 'send' || !out.has(destination.host)))
      out.set(destination.host, { destination, sends: kind === 'send' });
  return [...out.values()].slice(0, 8);
}

function weigh(standing: Standing, what: Secret, sends: boolean, written: boolean): Severity | undefined {
  const bad = standing === 'drop' || standing === 'address' || standing === 'chat';
  if (standing === 'here' || standing === 'own' || standing === 'hidden' || standing === 'public-service')
    return undefined;
  if (bad) return sends || what.grave ? (written ? 'medium' : 'high') : undefined;
  return what.grave && sends ? (written ? 'medium' : 'high') : sends && !written ? 'medium' : undefined;
}
