import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'reverse-shell',
  version: '1.0.0',
  title: 'Reverse or bind shell',
  description:
    'A shell, or a program that runs what it is sent, is wired to a network socket: by shell redirection, netcat and its kin, socat, a pipe through a relay, or code that connects and hands its descriptors to a shell; over web requests too. Follows scripts, sources, recipes and images that the session wrote, and what is placed where it will be run (timetables, services, start files). A file whose only purpose it is counts as medium when it is written. Looks at the programs that the command would start, never at text about them.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1059', 'T1059.004', 'T1071', 'T1095'],
  atlas: ['AML.T0053'],
  owasp: ['ASI05'],
  needs: ['exec', 'mcp.call', 'tool.call', 'file.write'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Security training or capture-the-flag work in which the shell was asked for: list the repository under `context`.',
    'A debugging bridge that a developer builds with socat or netcat on the loopback.',
  ],
  blindSpots: [
    'A compiled program, or a script that Gander did not see being written, that opens the socket itself; a written one whose address is not in it.',
    'Agents that hide the command text (Claude Code without OTEL_LOG_TOOL_DETAILS, Copilot CLI without message content).',
    'An interactive session through a legitimate remote tool (ssh, tmate, a tunnel): another detector.',
    'Languages whose code is not read (Kotlin scripts with foreign libraries, Haskell, Nim, Zig), and code that hides behind a scripting engine inside another program.',
    'Text typed line by line, in calls of its own, into an interpreter that was started before.',
    'A download that is run without an answer being sent back: another detector.',
  ],
  triage: [
    'See whether it connected: outcome, exit code, output, and the firewall log for the destination.',
    'Look at what the agent read just before: an issue, page or file that told it to run this.',
    'If it connected: isolate the host, end the process, rotate what the account can reach.',
    'If it was asked for by the person, close as false positive and add the engagement to `context`.',
  ],
};
