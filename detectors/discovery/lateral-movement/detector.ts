import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { argv, invocations } from '../../programs';
import { spokenIn } from '../../spoken';
import { isUnknownHost, loginOf, passwordOf, takeoverTool } from './logins';
import type { Login } from './logins';
import { manifest } from './manifest';

interface Settings {
  /** Distinct hosts that are logged in to within the time, in minutes. */
  hosts: number;
  minutes: number;
}

interface Read {
  path: string;
  at: number;
  eventId: string;
}

interface State {
  /** Private keys that were read, newest last. */
  keys: Read[];
  hosts: Record<string, number>;
  reported?: true;
}

const MINUTE = 60_000;
const MAX_KEYS = 32;
const MAX_HOSTS = 64;

export const lateralMovement: Detector<State, Settings> = {
  manifest,
  defaults: { hosts: 5, minutes: 15 },
  init: () => ({ keys: [], hosts: {} }),
  step(state, event, context, settings) {
    const all = invocations(context.analysis);
    const found = all.length === 0 ? [] : inCommand(state, event, context, settings);
    if (event.phase !== 'denied') rememberKeys(state, event, context.analysis);
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

function inCommand(state: State, event: AgentEvent, context: DetectorContext, settings: Settings): Detection[] {
  const { analysis } = context;
  const all = invocations(analysis);
  const text = spokenIn(event, analysis);
  const logins = all.flatMap((one) => loginOf(one) ?? []);
  const found: Detection[] = [];
  for (const one of all) {
    const tool = takeoverTool(one);
    if (tool !== undefined)
      found.push(
        told(
          `${tool} runs commands on another machine of the domain`,
          `tool:${tool}`,
          'high',
          ['T1021.002', 'T1569.002'],
          [one.path, ...argv(one)].join(' '),
        ),
      );
    const socket = one.environment.find(
      ({ name, value }) => name === 'SSH_AUTH_SOCK' && /^\/tmp\/ssh-[^/]{1,40}\/agent\.\d/.test(value.text),
    );
    if (socket)
      found.push(
        told(
          "Somebody's running SSH agent is used by its socket",
          'agent-socket',
          'medium',
          ['T1563.001'],
          socket.value.text,
        ),
      );
  }
  for (const login of logins) found.push(...withKey(state, login, text));
  const [first] = logins;
  if (first === undefined) return found;
  if (passwordOf(all, text)) found.push(...withPassword(event, context, first, text));
  if (logins.some(({ host }) => isUnknownHost(host)) && knowsHosts(analysis))
    found.push(
      told('Logins are made to each host that this machine knows', 'known-hosts', 'high', ['T1021.004', 'T1570'], text),
    );
  const fan = fannedOut(state, event, logins, settings);
  return fan ? [...found, fan] : found;
}

/** A login with a key that the session read before: first looked at, then used. */
function withKey({ keys }: State, { key, host, program }: Login, text: string): Detection[] {
  const read = key === undefined ? undefined : keys.find(({ path }) => tail(path) === tail(key));
  return read === undefined || key === undefined
    ? []
    : [
        {
          ...told(
            `A private key that was read before (${read.path}) is used by ${program} to enter ${host}`,
            `key:${host}`,
            'medium',
            ['T1021.004', 'T1552.004'],
            text,
          ),
          entities: { destination: host, path: read.path },
          also: [{ eventId: read.eventId, at: read.at, excerpt: `read: ${read.path}`, phase: 'completed' }],
        },
      ];
}

/** A password on the command line; worse when it is one that an answer, a file or a tool has shown to the session before. */
function withPassword(
  { secrets = [] }: AgentEvent,
  { session }: DetectorContext,
  { host }: Login,
  text: string,
): Detection[] {
  const met = secrets
    .map(({ fingerprint }) => session.secrets.get(fingerprint))
    .find((one) => one !== undefined && one.from !== 'prompt');
  const why =
    met === undefined
      ? `A password stands on the command line of a login to ${host}`
      : `A password that the session found (${met.from}) is used to enter ${host}`;
  const detection = told(why, `password:${host}`, met === undefined ? 'low' : 'medium', ['T1021.004', 'T1078'], text);
  return [{ ...detection, entities: { destination: host }, facts: met === undefined ? [] : ['value-link'] }];
}

function fannedOut(
  state: State,
  event: AgentEvent,
  logins: readonly Login[],
  { hosts, minutes }: Settings,
): Detection | undefined {
  if (state.reported) return undefined;
  for (const { host } of logins)
    if (!isUnknownHost(host) && (host in state.hosts || Object.keys(state.hosts).length < MAX_HOSTS))
      state.hosts[host] = event.at;
  for (const [host, at] of Object.entries(state.hosts))
    if (event.at - at > minutes * MINUTE) Reflect.deleteProperty(state.hosts, host);
  const count = Object.keys(state.hosts).length;
  if (count < hosts) return undefined;
  state.reported = true;
  const unchecked = logins.some((one) => one.unchecked);
  return told(
    `${count} different machines were logged in to within ${minutes} minutes${unchecked ? ', without a check of who they are' : ''}`,
    'fan-out',
    unchecked ? 'medium' : 'low',
    ['T1021.004'],
    Object.keys(state.hosts).sort().join(' '),
  );
}

const knowsHosts = ({ reads }: EventAnalysis): boolean =>
  reads.some(({ path }) => /\/\.ssh\/(?:known_hosts|config)$|^\/etc\/hosts$/.test(path));

/** A key that is handed to `ssh -i` is used, not read. */
function rememberKeys(state: State, { at, id }: AgentEvent, { reads }: EventAnalysis): void {
  for (const { path, class: kind } of reads) {
    if (kind !== 'private-key' || state.keys.some((one) => one.path === path)) continue;
    state.keys.push({ path, at, eventId: id });
    if (state.keys.length > MAX_KEYS) state.keys.shift();
  }
}

/** The last two parts: the same key is told by `~` and in full. */
const tail = (path: string): string => path.split('/').slice(-2).join('/');

function told(
  why: string,
  dedupeKey: string,
  severity: 'low' | 'medium' | 'high',
  techniques: readonly string[],
  excerpt: string,
): Detection {
  return { why, dedupeKey, severity, confidence: 'medium', techniques, excerpt: excerpt.slice(0, 300) };
}
