/** Alerts as lines for a person at a terminal. What an agent wrote is shown, never obeyed. */
import type { Alert, AlertNotification } from '../contracts/alert';
import type { Severity } from '../contracts/finding';
import { spellOut } from '../platform/spell-out';

const LONGEST = 300;
const WAYS: Record<Severity, string> = { info: '2', low: '36', medium: '33', high: '31', critical: '1;37;41' };

/** Several lines, ended. `colours` on a terminal only. */
export function alertLines(alert: Alert, type: AlertNotification['type'], colours: boolean): string {
  const paint = (way: string, text: string) => (colours ? `\u001b[${way}m${text}\u001b[0m` : text);
  const { entities, evidence } = alert;
  const shown = evidence.at(-1);
  const risen = type === 'alert.escalated' ? ' (risen)' : '';
  const who = [alert.source.dialect, entities.user, entities.host, alert.session && `session ${alert.session}`];
  const lines = [
    `${paint(WAYS[alert.severity], ` ${alert.severity.toUpperCase()} `)} ${paint('1', visible(alert.title))}${risen}`,
    `  ${visible(alert.why)}`,
    `  ${detail('by', who.filter((part) => part !== undefined).join(' · '))}`,
    shown && `  ${detail('saw', `${shown.excerpt} (${[shown.tool, shown.phase].filter(Boolean).join(', ')})`)}`,
    alert.triage[0] && `  ${detail('next', alert.triage[0])}`,
    `  ${paint('2', visible(`${alert.detector} · confidence ${alert.confidence} · ${new Date(alert.lastSeen).toISOString()} · ${alert.id}`))}`,
  ];
  return `${lines.filter(Boolean).join('\n')}\n`;
}

const detail = (name: string, text: string): string => `${name.padEnd(4)} ${visible(text)}`;

/** One line of text, cut, with every character spelt out that a terminal would act on. */
export function visible(text: string): string {
  const line = text
    .slice(0, LONGEST * 2)
    .replace(/\s+/gu, ' ')
    .trim();
  return spellOut(line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line);
}
