import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'kernel-module',
  version: '1.0.0',
  title: 'Code loaded into the kernel',
  description:
    "The agent loads a module or extension into the kernel of the machine, from a file rather than from the system's own set, or has one loaded at start-up.",
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1547.006', 'T1014'],
  atlas: [],
  owasp: [],
  needs: ['exec'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: ['Driver development that a person asked for.'],
  blindSpots: ['Programs that load code by themselves (eBPF loaders, hypervisors).'],
  triage: [
    'Which file was loaded, and where did it come from?',
    'A machine with a foreign kernel module cannot be trusted any more: isolate it before looking further.',
  ],
};
