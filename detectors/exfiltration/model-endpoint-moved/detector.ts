import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, InstallationContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { EventAnalysis } from '../../../contracts/analysis';
import { argv, invocations } from '../../programs';
import { movedAddress } from '../../persistence/agent-config/addresses';
import { manifest } from './manifest';

/** Most settings of one command that are looked at. */
const MAX_SET = 200;
const NAME = /^[A-Z][A-Z0-9_]{3,60}_(?:BASE_URL|API_URL|API_BASE)=/;

export const modelEndpointMoved: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, installation }) {
    const found = settingsOf(event, analysis).flatMap((text) => moved(text, installation));
    if (found.length === 0) return NO_DETECTIONS;
    return [...new Map(found.map((one) => [one.dedupeKey, one] as const)).values()].slice(0, 8);
  },
};

/** `NAME=value` of what the command or the change sets. */
function settingsOf({ action }: AgentEvent, analysis: EventAnalysis): string[] {
  if (action.type === 'config.change') return [`${action.setting.slice(0, 200)}=${(action.to ?? '').slice(0, 400)}`];
  return invocations(analysis)
    .flatMap((one) => [
      ...one.environment.map(({ name, value }) => `${name}=${value.text.slice(0, 400)}`),
      ...(/^(?:export|setx|set|declare)$/.test(one.program) ? argv(one).slice(0, 40) : []),
    ])
    .filter((text) => NAME.test(text))
    .slice(0, MAX_SET);
}

function moved(text: string, installation: InstallationContext) {
  const host = movedAddress(text, installation);
  if (host === undefined) return [];
  const name = text.split('=', 1)[0] ?? '';
  return [
    {
      why: `${name} is set so that model calls go to ${host}`,
      severity: isOdd(host, text) ? ('medium' as const) : ('low' as const),
      dedupeKey: host,
      entities: { destination: host },
      excerpt: text.slice(0, 300),
    },
  ];
}

/** An address without a name, without encryption, or a tunnel: no gateway is run so. */
const isOdd = (host: string, text: string): boolean =>
  /^\[?[\d.:a-f]+\]?$/.test(host) || /=["']?http:/i.test(text) || TUNNELS.test(host);
const TUNNELS =
  /(?:^|\.)(?:ngrok(?:-free)?\.\w{2,4}|trycloudflare\.com|loca\.lt|lhr\.life|serveo\.net|pinggy\.\w{2,6})$/;
