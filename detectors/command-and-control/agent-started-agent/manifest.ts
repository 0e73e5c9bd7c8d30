import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'agent-started-agent',
  version: '1.0.0',
  title: 'An AI agent is used as a tool by something else',
  description:
    'An agent’s command line (Claude Code, Codex, Gemini CLI, Qwen, Copilot, Cursor, Amp, Aider, opencode, Goose, Amazon Q and others) is started by a package’s script, a hook, a timetable or another program with its guards off, or with a prompt that looks for keys, wallets or passwords; or such a package installs one. A person who runs a second agent from the first is low at most.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1059', 'T1195.002', 'T1083'],
  atlas: ['AML.T0053'],
  owasp: ['ASI04', 'ASI10', 'ASI05'],
  needs: ['exec', 'mcp.call', 'tool.call', 'file.write'],
  fields: ['action.command', 'action.content'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A project whose own scripts run an agent unattended, such as an evaluation or a bot of the pipeline.',
    'A security review for which an agent is asked to look for secrets in the project.',
  ],
  blindSpots: [
    'An agent that is started through its library rather than its command line.',
    'A renamed agent, and a prompt that is read from a file which was not seen.',
  ],
  triage: [
    'Read the prompt; see which program started the agent, and where that came from.',
    'Look for the second agent’s own session: what it read, wrote and sent.',
    'If it looked for secrets: rotate what lies in the home folder, and look for public repositories that were made since.',
  ],
};
