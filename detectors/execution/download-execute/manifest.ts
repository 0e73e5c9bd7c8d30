import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'download-execute',
  version: '1.0.0',
  title: 'Downloaded code is run',
  description:
    'What comes from another machine is run without anybody having looked at it: a download piped or substituted into a shell or interpreter, evaluated by code, or kept as a file that is run after, in the same command or in a later call, also under another name. The place that it comes from decides how grave it is: installers of well-known tools stay low, an unknown host is medium, a bare address, a file drop, a fetch by tftp or a command that covers its tracks is high.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1105', 'T1059'],
  atlas: ['AML.T0053'],
  owasp: ['ASI05', 'ASI04'],
  needs: ['exec', 'mcp.call', 'tool.call', 'file.write'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'The installer of a tool that this detector does not know: list its host under `context.installers`.',
    'A script of the own company fetched from an own host: list the domain under `context.ownedDomains`.',
  ],
  blindSpots: [
    'A download that is unpacked or built, and run under a name that the command does not tell.',
    'A file that is fetched in one session and run in another.',
    'Packages and images: what a package manager fetches and runs is another detector.',
    'Agents that hide the command text.',
  ],
  triage: [
    'Fetch what the address serves from a machine apart, and read it; it may have changed since.',
    'See whether the person asked for this tool, or whether a page, issue or README told the agent to run it.',
    'See what the run started, wrote and connected to; if it is not what the project needs, isolate the host and rotate what it could reach.',
  ],
};
