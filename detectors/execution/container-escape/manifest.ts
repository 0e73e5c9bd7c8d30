import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'container-escape',
  version: '1.0.0',
  title: 'Reach out of a container or sandbox into the host',
  description:
    'A container is started or described with power over its host (privileged, the host’s root folder or engine socket mounted, its processes or devices shared), a container’s wall is climbed (nsenter into process 1, chroot into the mounted host, release_agent, core_pattern, /proc/1/root, the engine’s socket by hand, a debug pod on a node), or a process is started outside of the agent’s sandbox by another service of the session. Reach alone is low or medium; reach that is used at once is high. Images that need it for their work stay low.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1611', 'T1610'],
  atlas: [],
  owasp: ['ASI05', 'ASI03'],
  needs: ['exec', 'mcp.call', 'tool.call', 'file.write'],
  fields: ['action.command', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Monitoring agents, builders and clusters in containers that this detector does not know by their image.',
    'The maintenance of a node by whoever runs the cluster.',
  ],
  blindSpots: [
    'Flaws of the kernel or the engine that need no such option.',
    'Containers that are started by a program or an API client of the project’s own.',
    'Options in a configuration file of the engine.',
  ],
  triage: [
    'See whether the container runs, and with which image and command (docker inspect, kubectl get pod -o yaml).',
    'Look at what was read or written on the host since: keys, timetables, accounts.',
    'Remove it; ask for the smallest right that the task needs instead (one folder, one device, one capability).',
  ],
};
