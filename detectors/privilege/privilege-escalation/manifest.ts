import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'privilege-escalation',
  version: '1.0.0',
  title: 'More rights gained than were given',
  description:
    "A program that runs as another user (sudo, doas, su, pkexec and their like) is made to give its caller a shell or the caller's own code: by a shell, code, command, hook, pager or library in its arguments or environment. Also set-user-id bits and capabilities, shells that keep such rights, the rules of sudo, doas and polkit, accounts with root's id, exploits that are run, and the host's root folder entered from a container. It judges what the arguments are for, not which program it is.",
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1548', 'T1548.001', 'T1548.003', 'T1068'],
  atlas: [],
  owasp: ['ASI03', 'LLM06'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A person who asked for a root shell to administer a machine.',
    'Images and developer containers that are built with a rule in sudoers.d.',
    'Packages whose helper needs the set-user-id bit.',
  ],
  blindSpots: [
    'A raised program that is told interactively, after it was started, to open a shell (a pager, an editor).',
    'A script that is run with sudo and does it inside, unless the session wrote the script.',
    'Programs that already have the set-user-id bit and are given nothing that names a shell.',
    'Kernel and service exploits under a name that says nothing.',
  ],
  triage: [
    'See whether it succeeded, and what ran afterwards as root in the same session.',
    'Ask whether the task needed root at all; look at what the agent read from outside just before.',
    'Take back what lasts: set-user-id bits, capabilities, lines in sudoers, accounts.',
    'If the right was given on purpose, narrow the sudo rule that allowed it.',
  ],
};
