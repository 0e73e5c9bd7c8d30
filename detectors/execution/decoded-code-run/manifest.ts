import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'decoded-code-run',
  version: '1.0.0',
  title: 'Decoded code is run',
  description:
    'Text that was encoded, encrypted or compressed is decoded and run by a shell or interpreter. What the text holds is analysed like any other command, so a text that could be read is low here and as grave as what it does elsewhere; one that cannot be read (an encoded file, an encrypted text, several layers, a hidden window) is medium.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1027', 'T1140', 'T1059'],
  atlas: [],
  owasp: ['ASI05'],
  needs: ['exec', 'mcp.call', 'tool.call', 'file.write'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Deployment tools that carry scripts in base64 through YAML or a cloud console.',
    'A compressed script that is the project’s own, run from its archive.',
  ],
  blindSpots: [
    'Codes that no decoder of the analysis knows, and pictures or documents that carry code.',
    'Decoding by a program of the project’s own.',
    'Agents that hide the command text.',
  ],
  triage: [
    'Decode the text by hand, away from any shell, and read it.',
    'Look for the alerts on the inner command: they say what it would do.',
    'Ask where the encoded text came from: a page, a package, or the person.',
  ],
};
