/** Firewalls that are opened wholly. One port opened, or closed, is daily work. */
import type { Weakening } from './detector';

const firewall = (why: string, severity: Weakening['severity'] = 'medium', technique = 'T1686'): Weakening => ({
  what: 'firewall',
  why,
  severity,
  techniques: [technique],
});

export function ofFirewall(program: string, words: readonly string[]): Weakening | undefined {
  const text = words.join(' ').slice(0, 1_000);
  switch (program) {
    case 'ufw':
      if (/^(?:--force )?(?:disable|reset)\b/.test(text)) return firewall('The firewall is switched off');
      if (/^logging off\b/.test(text)) return firewall('The log of the firewall is switched off');
      return /^default allow (?:incoming|in)\b/.test(text) ? firewall('The firewall lets everything in') : undefined;
    case 'iptables':
    case 'ip6tables':
      return tables(words, text);
    case 'nft':
      return /^flush ruleset|^delete table/.test(text) ? firewall('The rules of the firewall are dropped') : undefined;
    case 'firewall-cmd':
      return /--panic-off|--set-default-zone=trusted/.test(text)
        ? firewall('The firewall lets everything in')
        : undefined;
    case 'pfctl':
      return words.some((word) => /^-[a-z]*d/.test(word)) || /-F\s?(?:all|rules)/.test(text)
        ? firewall('The packet filter is switched off')
        : undefined;
    case 'ipfw':
      return /flush/.test(text) ? firewall('The rules of the firewall are dropped') : undefined;
    case 'socketfilterfw':
      return /--setglobalstate off/.test(text) ? firewall('The firewall is switched off') : undefined;
    case 'netsh':
      return /advfirewall set \S{1,20} state off|firewall set opmode (?:mode=)?disable/i.test(text)
        ? firewall('The firewall is switched off', 'high', 'T1686.003')
        : undefined;
    case 'set-netfirewallprofile':
      return /-enabled:?\s{0,2}\$?false/i.test(text)
        ? firewall('The firewall is switched off', 'high', 'T1686.003')
        : undefined;
    default:
      return undefined;
  }
}

/** All rules flushed, a policy set to accept, or a rule that drops taken out. */
function tables(words: readonly string[], text: string): Weakening | undefined {
  const table = /(?:^|\s)(?:-t|--table)[ =](?:nat|mangle|raw)\b/.test(text);
  const at = words.findIndex((word) => /^(?:-F|--flush|-X)$/.test(word));
  if (at >= 0 && !table && (words[at + 1] === undefined || /^(?:INPUT|OUTPUT|FORWARD|-)/.test(words[at + 1] ?? '')))
    return firewall('The rules of the firewall are dropped');
  if (/(?:-P|--policy) (?:INPUT|OUTPUT|FORWARD) ACCEPT/.test(text)) return firewall('The firewall lets everything in');
  return /(?:-D|--delete) (?:INPUT|OUTPUT|FORWARD)\b/.test(text) && /DROP|REJECT|LOG/.test(text)
    ? firewall('A rule that blocks is taken out of the firewall')
    : undefined;
}
