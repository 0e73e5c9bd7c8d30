import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'background-survival',
  version: '1.0.0',
  title: 'A suspicious program outlives the session',
  description:
    'A program is started so that it goes on when the session ends (nohup, setsid, disown, screen, tmux, at, systemd-run, a detached child of code), and something about it is not ordinary: it lies in a scratch folder or under a hidden name, is named like a part of the system, or is a loop that talks to another machine. Development servers, builds and watchers in the background are silent.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1543', 'T1053', 'T1564'],
  atlas: [],
  owasp: ['ASI05', 'ASI10'],
  needs: ['exec', 'mcp.call', 'tool.call', 'file.write'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A long job whose script was put into the temporary folder, and a poller of a build that runs in the background.',
  ],
  blindSpots: [
    'Programs that put themselves into the background (double fork), and those started by a script that Gander did not see.',
    'Timetables, services and start files: the detectors of persistence.',
  ],
  triage: [
    'See whether it still runs (ps -ef, pgrep -f) and what it is connected to.',
    'Read the program or script; see where it came from and who asked for it.',
    'End it, and look for what starts it again: timetables, services, start files.',
  ],
};
