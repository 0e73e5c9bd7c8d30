/** What a command or tool of the agent orders: how many machines, with GPUs or not, where. */
import type { AgentEvent } from '../../../contracts/event';
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv } from '../../programs';
import { follows, isRehearsal, optionOf } from '../words';

export interface Order {
  /** Machines or replicas. */
  count: number;
  gpu: boolean;
  /** Spot fleets and their like, which grow by themselves. */
  fleet: boolean;
  replicas: boolean;
  region?: string;
  what: string;
}

/** Types of machines with accelerators, of several clouds. */
const GPU =
  /(?:^|[=:",\s])(?:p[2-6][a-z]{0,3}|g[3-7][a-z]{0,3}|trn\d|inf\d|dl\d|vt\d)[a-z]{0,3}\.\d{0,3}(?:x?large|metal|xlarge)|Standard_N[CDGV]\w{1,24}|(?:a2|a3|a4|g2)-(?:high|ultra|mega|standard)gpu?[\w-]{0,20}|g2-standard|nvidia-\w|gpu-(?:h100|a100|l40s?|rtx|mi300)|--accelerator|\bgpu_\d|(?:H100|A100|H200|B200|L40S)\b/;
const NUMBER = /^\d{1,6}$/;

const order = (what: string, count: number, text: string, more: Partial<Order> = {}): Order => ({
  count,
  gpu: GPU.test(text),
  fleet: false,
  replicas: false,
  what,
  ...more,
});

const PROGRAMS: ReadonlySet<string> = new Set(
  'aws gcloud az kubectl oc doctl hcloud linode-cli scw vultr-cli openstack runpodctl vastai lambda-cloud sky'.split(
    ' ',
  ),
);

export function orderBy(one: Invocation): Order | undefined {
  if (!PROGRAMS.has(one.program)) return undefined;
  const words = argv(one);
  if (isRehearsal(words)) return undefined;
  const text = words.join(' ').slice(0, 4_000);
  const what = `${one.program} ${text}`.slice(0, 200);
  const ordered = byProgram(one.program, words, text, what);
  const region =
    optionOf(words, '--region', '--zone', '--location', '-l', '--zones') ??
    one.environment.find(({ name }) => /REGION$/.test(name))?.value.text;
  return ordered === undefined || region === undefined ? ordered : { ...ordered, region: regionOf(region) };
}

/** `us-central1-a` lies in `us-central1`; a region that only the run will tell is one of many. */
const regionOf = (place: string): string =>
  place.includes(UNKNOWN) ? UNKNOWN : place.slice(0, 60).replace(/-[a-f]$/, '');

function byProgram(program: string, words: readonly string[], text: string, what: string): Order | undefined {
  switch (program) {
    case 'aws':
      return amazon(words, text, what);
    case 'gcloud':
      if (!/^(?:compute|alpha|beta)$/.test(words[0] ?? '') || !follows(words, 'create')) return undefined;
      if (follows(words, 'tpus|tpu-vm|queued-resources create')) return order(what, 1, text, { gpu: true });
      return follows(words, 'instances|bulk|instance-groups create')
        ? order(what, numberOf(words, 1, '--count', '--size'), text)
        : undefined;
    case 'az':
      if (follows(words, 'vmss create|scale'))
        return order(what, numberOf(words, 2, '--instance-count', '--new-capacity'), text);
      return follows(words, 'vm create') ? order(what, numberOf(words, 1, '--count'), text) : undefined;
    case 'kubectl':
    case 'oc':
      return follows(words, 'scale')
        ? order(what, numberOf(words, 0, '--replicas'), '', { replicas: true })
        : undefined;
    case 'doctl':
    case 'hcloud':
    case 'linode-cli':
    case 'scw':
    case 'vultr-cli':
    case 'openstack':
      return follows(words, 'droplet|server|linodes|instance create')
        ? order(what, numberOf(words, 1, '--count', '--max'), text)
        : undefined;
    case 'runpodctl':
    case 'vastai':
    case 'lambda-cloud':
    case 'sky':
      return follows(words, 'create|launch')
        ? order(what, numberOf(words, 1, '--podCount', '--num-nodes'), text, { gpu: true })
        : undefined;
    default:
      return undefined;
  }
}

function amazon(words: readonly string[], text: string, what: string): Order | undefined {
  const at = words.findIndex((word) => /^(?:ec2|autoscaling|eks|sagemaker|ecs|batch)$/.test(word));
  if (at < 0) return undefined;
  const verb = `${words[at] ?? ''} ${words[at + 1] ?? ''}`;
  if (/^ec2 run-instances$/.test(verb))
    return order(what, Number((optionOf(words, '--count') ?? '1').split(':').at(-1)) || 1, text);
  if (/^ec2 (?:request-spot-fleet|request-spot-instances|create-fleet)$/.test(verb))
    return order(what, numberOf(words, 5, '--instance-count'), text, { fleet: true });
  if (/^autoscaling (?:update-auto-scaling-group|set-desired-capacity|create-auto-scaling-group)$/.test(verb))
    return order(what, numberOf(words, 0, '--desired-capacity', '--max-size'), text);
  if (/^sagemaker create-(?:training-job|endpoint|notebook-instance|hyper-parameter-tuning-job)/.test(verb))
    return order(what, 1, text);
  return /^eks (?:create|update)-nodegroup/.test(verb)
    ? order(what, Number(/(?:desiredSize|maxSize)=(\d{1,6})/.exec(text)?.[1] ?? 2), text)
    : undefined;
}

function numberOf(words: readonly string[], otherwise: number, ...names: string[]): number {
  const value = optionOf(words, ...names) ?? '';
  return NUMBER.test(value) ? Number(value) : otherwise;
}

/** A tool of the agent that makes machines: `create_instance`, `launch_pod`. */
export function orderByTool({ action }: AgentEvent): Order | undefined {
  if (action.type !== 'mcp.call' && action.type !== 'tool.call') return undefined;
  if (
    !/^(?:.{0,40}[_-])?(?:create|launch|run|start|provision|scale)[_-]?(?:.{0,20}[_-])?(?:instances?|vms?|droplets?|servers?|pods?|machines?|clusters?|node_?pools?)$/i.test(
      action.tool.slice(0, 80),
    )
  )
    return undefined;
  const text = (action.arguments ?? '').slice(0, 4_000);
  const count = Number(
    /"(?:count|num\w{0,12}|quantity|replicas|size|max_?count|instance_?count)"\s?:\s?"?(\d{1,6})/i.exec(text)?.[1] ?? 1,
  );
  const region = /"(?:region|zone|location)"\s?:\s?"([\w-]{1,40})"/i.exec(text)?.[1];
  return {
    ...order(`${action.tool} ${text}`.slice(0, 200), count, text),
    ...(region === undefined ? {} : { region: regionOf(region) }),
  };
}
