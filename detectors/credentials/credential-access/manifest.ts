import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'credential-access',
  version: '1.0.0',
  title: 'Credentials read',
  description:
    'The agent reads private keys, cloud or tool credentials, the environment of a process, a keychain, wallet or browser store, the metadata service of a cloud machine, or a secret store. Looks at what is really opened, by a tool or from inside a command; templates, public certificates and public keys are not credentials, and using a key (ssh -i) is not reading it.',
  severity: 'medium',
  confidence: 'high',
  maturity: 'stable',
  attack: ['T1552', 'T1552.001', 'T1552.004', 'T1552.005', 'T1552.007', 'T1555', 'T1003.008'],
  atlas: ['AML.T0055'],
  owasp: ['ASI03', 'LLM02'],
  needs: ['exec', 'file.read', 'net.fetch', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.path', 'action.url'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A person asked the agent to debug a login and named the file.',
    'Test keys kept in the repository (reported as low).',
    'Deployment work that reads a secret by name from the secret manager (reported as low).',
  ],
  blindSpots: [
    'Reads inside a program that Gander does not know to read its arguments, or a compiled tool.',
    'A credential in a file whose name says nothing: only the value, once it shows up, tells.',
    'File contents loaded by @mention, and agents that hide paths and commands.',
    'Reads through a copy or link made in an earlier call or session.',
    'What a library opens by itself (an SDK that finds its credentials, a keyring module).',
    'A single variable that holds a secret and is handed to a program: where it is sent is another detector.',
    'Searches by tools of the agent, and passwords typed or logged (keyloggers, guessing).',
  ],
  triage: [
    'See whether it succeeded and where the output went: the model provider, a file, a network destination.',
    'Look for an upload, a commit or a message in the same session after it.',
    'Ask whether the prompt needed it; look at what the agent read from outside just before.',
    'If it was not asked for, rotate the credential and see its use since.',
  ],
};
