/** What comes by the control topic: ticks for the detectors that notice silence, and changes of the configured context. */
import { NO_MEMORY, UNKNOWN_INSTALLATION } from '../../contracts/detector';
import type { InstallationContext } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Finding } from '../../contracts/finding';
import type { Needed } from './dispatch';
import type { Stepper } from './stepper';

/** Setting under which a `config.change` carries the installation context as JSON. */
export const CONTEXT_SETTING = 'context';

/** Steps every key that a detector of ticks keeps state of. */
export function tick(needed: Needed | undefined, event: AgentEvent, stepper: Stepper): Finding[] {
  if (!needed) return [];
  const slots = [...needed.atOnce, ...needed.inOrder, ...needed.byFact.flatMap((one) => one.slots)];
  const ground = { event, marks: [], session: NO_MEMORY, linked: {} };
  return slots.flatMap((slot) =>
    [...slot.states.keys()].flatMap((key) => {
      const [tenant = '', scope = ''] = key.split('\n', 2);
      const own = { ...event, tenant, scope };
      return stepper.step({ ...ground, event: own, slots: [slot], key, scope }, stepper.analyse(own, NO_MEMORY));
    }),
  );
}

/** The context that a control event carries; undefined when it carries none that can be read. */
export function contextFrom({ action }: AgentEvent): InstallationContext | undefined {
  if (action.type !== 'config.change' || action.setting !== CONTEXT_SETTING || action.to === undefined)
    return undefined;
  try {
    const given = JSON.parse(action.to) as Partial<Record<keyof InstallationContext, unknown>>;
    const names = Object.keys(UNKNOWN_INSTALLATION) as (keyof InstallationContext)[];
    return Object.fromEntries(names.map((name) => [name, texts(given[name])])) as unknown as InstallationContext;
  } catch {
    return undefined;
  }
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
