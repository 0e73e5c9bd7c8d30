/** What `install` and `uninstall` make of an agent's hook settings. Pure: texts in, texts out. */
import { GanderError } from '../../platform/errors';
import type { HookAgent } from './agents';
import { parseObject, withMember } from './json-member';

export interface Target {
  name: string;
  agent: HookAgent;
  /** Where hooks are posted. */
  to: string;
  /** The command that hands a hook on, as the agent's shell reads it. */
  command: string;
}

type Json = Record<string, unknown>;

/** Marks what is ours in a command line, whatever the paths in it. */
const OURS = /\bgander(?:\.js)?["']? hook [a-z-]{1,40}(?: |$)/;

function isOurs(hook: unknown): boolean {
  const { command, bash, url } = (hook ?? {}) as Json;
  if (typeof url === 'string') return /\/hooks\/claude-code$/.test(url);
  return [command, bash].some((text) => typeof text === 'string' && OURS.test(text));
}

/** The text of the settings file with our hooks in it, each once, or without them. */
export function changedText(text: string, file: string, target: Target, install: boolean): string {
  const whole = parseObject(text, file);
  const hooks = kept(whole['hooks'], file);
  if (install)
    for (const event of target.agent.events) hooks[event] = [...(hooks[event] ?? []), entryOf(event, target)];
  const left = Object.keys(hooks).length > 0 ? hooks : undefined;
  if (JSON.stringify(left) === JSON.stringify(whole['hooks'])) return text;
  const versioned = target.agent.form === 'list' && install ? withMember(text, 'version', 1) : text;
  return withMember(versioned, 'hooks', left);
}

/** The hooks of others, in their order; an event that only we listened to is left out. `usage` when the form is none that is known. */
function kept(hooks: unknown, file: string): Record<string, unknown[]> {
  if (hooks !== undefined && (typeof hooks !== 'object' || hooks === null || Array.isArray(hooks)))
    throw new GanderError('usage', `${file}: "hooks" is no object; the file is left as it is`);
  const result: Record<string, unknown[]> = {};
  for (const [event, groups] of Object.entries((hooks ?? {}) as Json)) {
    if (!Array.isArray(groups))
      throw new GanderError('usage', `${file}: "hooks.${event}" is no list; the file is left as it is`);
    const others = groups.flatMap((group: unknown) => othersIn(group));
    if (others.length > 0 || groups.length === 0) result[event] = others;
  }
  return result;
}

function othersIn(group: unknown): unknown[] {
  const inner = ((group ?? {}) as Json)['hooks'];
  if (!Array.isArray(inner)) return isOurs(group) ? [] : [group];
  const others = inner.filter((hook) => !isOurs(hook));
  if (others.length === inner.length) return [group];
  return others.length === 0 ? [] : [{ ...(group as Json), hooks: others }];
}

function entryOf(event: string, { name, agent, to, command }: Target): Json {
  if (agent.form === 'list') return { type: 'command', bash: command, timeoutSec: 5 };
  const hook = agent.posted?.includes(event) === true ? postOf(name, to) : { type: 'command', command };
  return /Tool|Permission/.test(event) ? { matcher: '*', hooks: [hook] } : { hooks: [hook] };
}

/** A second is the least that can be said; a post to a Gander that is not there fails at once. */
function postOf(name: string, to: string): Json {
  const { hostname } = new URL(to);
  const local = hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
  const shown = { headers: { Authorization: 'Bearer $GANDER_TOKEN' }, allowedEnvVars: ['GANDER_TOKEN'] };
  return { type: 'http', url: new URL(`/hooks/${name}`, to).href, timeout: 1, ...(local ? {} : shown) };
}

/** A hook of an agent that runs a script for each. The answer decides nothing. */
export function scriptOf({ command }: Target): string {
  return `#!/bin/sh\n${command}\necho '{}'\n`;
}

export const isOurScript = (text: string): boolean => OURS.test(text.split('\n')[1] ?? '');
