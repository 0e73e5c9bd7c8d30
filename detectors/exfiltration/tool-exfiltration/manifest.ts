import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'tool-exfiltration',
  version: '1.0.0',
  title: 'Private text carried out by a tool of the agent',
  description:
    'What one tool read (mail, chats, drives, calendars, customers, databases) goes out by another (mail, chat, post, share, a page that is opened) to somebody outside whom no prompt of a person names. The same words must stand in both. High when a text that the agent read orders to send it there, which is how an injected mail makes an assistant leak.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1567', 'T1213', 'T1114'],
  atlas: ['AML.T0086'],
  owasp: ['ASI02', 'LLM02'],
  needs: ['mcp.call', 'tool.call', 'net.fetch'],
  fields: ['action.arguments', 'outcome.output'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 20_000 },
  falsePositives: [
    'An answer to a customer whom the person named by name only: list the domains that are ours under context.ownedDomains.',
    'A newsletter or a ticket system outside that gets what was just read.',
  ],
  blindSpots: [
    'A summary in other words, and text that is encoded before it is sent.',
    'What goes out by a shell command: uploads are told of their own.',
    'Attachments by name, and what stands beyond the first eight hundred words of a text.',
  ],
  triage: [
    'Look at who got it, and at the text that named that address.',
    'See what of the private text went along.',
    'If an injected text did it: find who else got that text, and take the tool away from sessions that read foreign text.',
  ],
};
