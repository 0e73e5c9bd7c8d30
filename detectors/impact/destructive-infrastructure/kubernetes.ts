/** `kubectl delete`: what holds data or other things is told, what is made again by itself is not. */
import type { Severity } from '../../../contracts/finding';
import type { Deleted } from './clouds';
import { CLUSTER, STORAGE } from './kinds';

/** Programs that speak to a cluster. */
export const KUBERNETES: ReadonlySet<string> = new Set(['kubectl', 'oc', 'k3s', 'microk8s', 'k']);

const VALUED =
  /^(?:-n|--namespace|--context|--cluster|--kubeconfig|-l|--selector|--field-selector|-f|--filename|-k|--kustomize|--grace-period|--timeout|-s|--server|--user|--as|-o|--output)$/;

const RESOURCES: readonly (readonly [RegExp, string, Severity])[] = [
  [/^(?:ns|namespaces?)$/, 'a namespace with all in it', 'medium'],
  [/^(?:pvc|pv|persistentvolume(?:claim)?s?)$/, 'volumes', 'medium'],
  [/^(?:volumesnapshots?|volumesnapshotcontents?)$/, 'volume snapshots', 'medium'],
  [
    /^(?:crds?|customresourcedefinitions?)(?:\.apiextensions\.k8s\.io)?$/,
    'a kind of resources with all of that kind',
    'medium',
  ],
  [/^nodes?$/, 'a node', 'medium'],
  [
    /^(?:all|sts|statefulsets?|deploy(?:ments?)?|ds|daemonsets?|svc|services?|ing|ingress(?:es)?|secrets?|cm|configmaps?|sa|serviceaccounts?)$/,
    'workloads or their settings',
    'low',
  ],
];

export function deletedInKubernetes(program: string, words: readonly string[]): Deleted | undefined {
  if (!KUBERNETES.has(program)) return undefined;
  const plain = words.filter((word, at) => !word.startsWith('-') && !VALUED.test(words[at - 1] ?? ''));
  const [verb, kinds = '', ...names] = plain[0] === 'kubectl' ? plain.slice(1) : plain;
  if (verb !== 'delete') return undefined;
  const about = `kubectl delete ${[kinds, ...names].join(' ')}`;
  const all = words.some((word) => /^(?:--all|-A|--all-namespaces)(?:=true)?$/.test(word));
  const found = kinds
    .split(',')
    .map((one) => RESOURCES.find(([pattern]) => pattern.test(one.split('/')[0]?.toLowerCase() ?? '')))
    .find((one) => one !== undefined);
  if (found === undefined) return undefined;
  const [, what, severity] = found;
  const holds = what === 'volumes' || what.startsWith('volume');
  const raised =
    all && words.some((word) => /^(?:-A|--all-namespaces)/.test(word)) ? 'high' : all ? 'medium' : severity;
  return { kind: { ...(holds ? STORAGE : CLUSTER), name: what, severity: raised }, about };
}
