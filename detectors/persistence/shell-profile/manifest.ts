import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'shell-profile',
  version: '1.0.0',
  title: 'Shell start-up file changed',
  description:
    'The agent changes what every new shell runs: .bashrc, .zshrc, .profile, /etc/profile.d, fish and PowerShell profiles. Reads the commands that are put in: PATH lines, exports, completions and the lines of nvm, pyenv, rustup or conda are daily work; commands that fetch, decode or open sockets, programs in scratch folders, preloaded libraries and replaced login programs are not.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1546.004', 'T1546.013', 'T1574.006', 'T1574.007'],
  atlas: [],
  owasp: ['ASI10'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Setting up a tool that wants a start-up line, or a dotfiles repository (low).',
    'A person asked for a prompt, alias or helper function.',
  ],
  blindSpots: [
    'A file that the profile already sources, in a place that is not known.',
    'What is copied from a file that the session did not write: its content is not seen.',
  ],
  triage: [
    'Read the lines that were added; who asked for them?',
    'If they run, fetch or hide something, remove them, start no new shell before that, and look at what ran since.',
  ],
};
