import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'upload',
  version: '1.0.0',
  title: 'Data sent out',
  description:
    'One command sends credentials, the environment, a home or system folder, a database, or something it has just encrypted to a place outside; or sends a file to a paste site, request catcher, file drop or tunnel; or shares a snapshot with another cloud account. Looks at what is sent and where to, through pipes, archives, encodings and substitutions; also at code that is written and does this.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1041', 'T1048', 'T1048.002', 'T1048.003', 'T1567', 'T1567.002', 'T1567.003', 'T1537', 'T1560', 'T1005'],
  atlas: ['AML.T0025'],
  owasp: ['ASI02', 'LLM02'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Deployments that copy an .env file to their own server: list the domain under context.ownedDomains.',
    'Backups to an own bucket or host.',
    'Sharing a log with colleagues through a paste site.',
  ],
  blindSpots: [
    'Uploads inside a program that Gander does not know, or a compiled tool.',
    'Buckets and remotes whose owner only the account knows.',
    'A file whose name says nothing, sent to a host that is new but looks ordinary.',
    'Reading in one call and sending in another: staged-upload and secret-sent look at those.',
  ],
  triage: [
    'See whether it ran and what the server answered.',
    'Find out whose the destination is, and whether the session or the repository has used it before.',
    'If it was not asked for: rotate what was sent, and look at what the agent read from outside just before.',
  ],
};
