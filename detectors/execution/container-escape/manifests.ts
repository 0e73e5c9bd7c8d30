/** Pods, compose files and devcontainers that ask for power over the host. Looked at as lines, so that half a file is read too. */
import { NEEDS_REACH, weightOfMount } from './reach';
import type { Reach } from './reach';

const MAX_TEXT = 64 * 1024;
/** A kind that runs containers, or a compose file. */
const RUNS =
  /(?:^|[\s{,"])["']?(?:kind["']?\s{0,4}:\s{0,4}["']?(?:Pod|Deployment|DaemonSet|StatefulSet|Job|CronJob|ReplicaSet|List)|services["']?\s{0,4}:|containers["']?\s{0,4}:|runArgs["']?\s{0,4}:|spec["']?\s{0,4}:)/;

const SIGNS: readonly (readonly [RegExp, string, 1 | 2])[] = [
  [/["']?privileged["']?\s{0,4}:\s{0,4}["']?true/i, 'all privileges', 1],
  [
    /["']?(?:hostPID["']?\s{0,4}:\s{0,4}true|pid["']?\s{0,4}:\s{0,4}["']?host\b)|--pid=host/i,
    "the host's processes",
    1,
  ],
  [/["']?path["']?\s{0,4}:\s{0,4}["']?\/["']?\s{0,4}(?:$|[,}\n\r])/m, "the host's root folder", 2],
  [/^\s{0,40}-\s{1,8}["']?\/:\/[\w/]{0,60}(?!:ro)["']?\s{0,8}$/m, "the host's root folder", 2],
  [/(?:docker|containerd|crio)\.sock/, "the engine's socket", 1],
  [
    /(?:cap_add|add|capabilities)["']?\s{0,4}:\s{0,4}\[?[\s"'-]{0,20}(?:CAP_)?(?:SYS_ADMIN|SYS_MODULE|SYS_PTRACE|ALL)\b/i,
    'a capability over the host',
    1,
  ],
  [/(?:apparmor|seccomp)[=:]\s{0,4}["']?unconfined/i, 'its confinement off', 1],
];
const ENTERS = /\bnsenter\b.{0,40}(?:-t|--target)\D{0,8}1\b|\bchroot["',\s]{1,6}\/(?:host|mnt|rootfs|hostfs)/;

/** `applied` when it takes effect now. */
export function inText(content: string, file: string, excerpt: string, applied: boolean): Reach[] {
  const text = content.slice(0, MAX_TEXT);
  if (!RUNS.test(text)) return [];
  const found = SIGNS.filter(([sign]) => sign.test(text));
  if (found.length === 0) return [];
  const mounts =
    /hostPath/.test(text) || file !== 'kubectl' ? found : found.filter(([, name]) => !name.includes('root folder'));
  if (mounts.length === 0) return [];
  const names = [...new Set(mounts.map(([, name]) => name))];
  const images = [...text.matchAll(/["']?image["']?\s{0,4}:\s{0,4}["']?([\w./:@-]{1,200})/g)].map(
    ([, image = '']) => image,
  );
  const expected = images.length > 0 && images.slice(0, 50).some((image) => NEEDS_REACH.test(image));
  const whole = mounts.some(([, , weight]) => weight === 2) || names.length >= 2;
  const enters = ENTERS.test(text);
  const weight = enters && whole ? 3 : whole && !expected ? 2 : 1;
  const how = applied ? 'A workload is started with' : `The workload in ${file} asks for`;
  return [
    {
      what: `workload:${file}`,
      why: `${how} ${names.join(', ')}${enters ? ', and enters the host' : ''}`,
      weight,
      excerpt: excerpt.slice(0, 300),
    },
  ];
}

export { weightOfMount };
