import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'prompt-canary',
  version: '1.0.0',
  title: 'System prompt leaked',
  description:
    'A canary, a sentence that was put into a system prompt for this purpose, is said by the model or stands in a command, request, tool call or file: the prompt has been drawn out of the model. It is found plain and encoded.',
  severity: 'high',
  confidence: 'high',
  maturity: 'stable',
  attack: ['T1213'],
  atlas: ['AML.T0056'],
  owasp: ['LLM07', 'ASI01'],
  needs: ['output', 'exec', 'net.fetch', 'mcp.call', 'tool.call', 'file.write'],
  fields: ['action.text'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Work on the prompt itself: its source file is written by an agent. Keep the canary out of the repository and put it in when the prompt is deployed.',
  ],
  blindSpots: [
    'Agents that do not send what the model says.',
    'A prompt told in other words, or translated.',
    'A canary that is cut over several answers.',
  ],
  triage: [
    'See which prompt or outside text asked for it.',
    'Look at what else of the system prompt was said, and to whom the answer went.',
    'Change what the prompt held that should not be known, and the canary.',
  ],
};
