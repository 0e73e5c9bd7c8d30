/** A shell over web requests: what one request brings is run, and another sends the answer back to the same host. */
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv } from '../../programs';
import type { Scene } from './scene';
import type { Wiring } from './wiring';
import { excerptOf, place } from './wiring';

const REQUESTERS: ReadonlySet<string> = new Set(['curl', 'wget', 'http', 'xh']);
const SENDS =
  /^(?:-d|-F|-T|--data(?:-binary|-raw|-urlencode)?|--form|--upload-file|--post-data|--post-file)(?:=|$)|^-[dF]./;
const ADDRESS =
  /^(?:https?:\/\/)?([\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|localhost|\[[0-9a-f:]{2,45}\])(?::(\d{1,5}))?(?:\/|\?|$)/i;

/** Bringing, running and sending, in this order, the output of what is run being taken up. */
export function overRequests({ all, unknown }: Scene): Wiring[] {
  const run = all.findIndex((one, at) => unknown[at] === true && one.via.includes('substitution'));
  if (run < 0) return [];
  const requests = all.flatMap((one, index) =>
    REQUESTERS.has(one.program) ? [{ one, index, at: addressOf(one) }] : [],
  );
  const brings = requests.find(
    ({ one, index, at }) => index < run && at && !sends(one) && one.via.includes('substitution'),
  );
  const answers = requests.find(
    ({ one, index, at }) => index > run && at?.host === brings?.at?.host && answersWith(one),
  );
  if (!brings?.at || !answers) return [];
  const { host, port } = brings.at;
  return [
    {
      kind: 'reverse',
      how: `a shell over ${brings.one.program}`,
      ...place(host, port),
      excerpt: excerptOf(brings.one, answers.one),
    },
  ];
}

function addressOf(one: Invocation): { host: string; port: string | undefined } | undefined {
  const match = argv(one)
    .map((word) => ADDRESS.exec(word.slice(0, 600)))
    .find((found) => found !== null);
  return match?.[1] === undefined ? undefined : { host: match[1], port: match[2] };
}

const sends = (one: Invocation): boolean => argv(one).some((word) => SENDS.test(word));
const answersWith = (one: Invocation): boolean => sends(one) && argv(one).some((word) => word.includes(UNKNOWN));
