/** Bindings written as a manifest that give everything in a cluster to an account that anything may use. */
import type { AgentEvent } from '../../../contracts/event';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Sign } from '../../signs';

const BINDING = /kind["']?\s{0,4}:\s{0,4}["']?(?:Cluster)?RoleBinding\b/;
const ALL = /name["']?\s{0,4}:\s{0,4}["']?cluster-admin\b/;
/** What any workload, or anybody, is. */
const ANYBODY =
  /name["']?\s{0,4}:\s{0,4}["']?(?:default\b|system:(?:anonymous|unauthenticated|authenticated|serviceaccounts\b))/;
const MAX_TEXT = 32 * 1024;

/** Of a file that is written, or of text that a command applies. */
export function inManifests({ action }: AgentEvent, { command }: EventAnalysis): Sign[] {
  const texts =
    action.type === 'file.write' && /\.(?:ya?ml|json)$/.test(action.path ?? '')
      ? [action.content ?? '']
      : (command?.invocations.flatMap(({ program, stdin }) =>
          program === 'kubectl' && stdin !== undefined ? [stdin] : [],
        ) ?? []);
  return texts.slice(0, 8).flatMap((whole): Sign[] => {
    const text = whole.slice(0, MAX_TEXT);
    if (!BINDING.test(text) || !ALL.test(text) || !ANYBODY.test(text)) return [];
    return [
      {
        what: 'binding:cluster-admin',
        why: 'A manifest gives all rights in the cluster to an account that any workload or anybody has',
        severity: 'medium',
        techniques: ['T1098.006'],
        excerpt: text.slice(0, 300),
      },
    ];
  });
}
