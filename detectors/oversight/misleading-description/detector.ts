import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { dangersOf } from '../dangers';
import type { Danger } from '../dangers';
import { manifest } from './manifest';

/** A description that begins so promises to change nothing, or only the project. */
const HARMLESS =
  /^(?:quickly |just |now )?(?:check|list|show|read|view|inspect|test|verify|validate|format|lint|print|display|look|search|find|count|examine|review|confirm|run (?:the )?(?:tests?|lint\w{0,4}|format\w{0,4}|checks?|type)|build|compile|tidy|sort|explore|get (?:the )?(?:status|version|list)|see)\b/i;
/** Words that own up to a danger. */
const OWNS: Readonly<Partial<Record<Danger['kind'], RegExp>>> = {
  destroy:
    /\b(?:delet|remov|clean|clear|wip|drop|destroy|reset|prune|purg|discard|uninstall|tear|down|truncat|overwrit|force|stop|terminat)/i,
  credential:
    /\b(?:credential|secret|key|token|auth|login|config|env|ssh|certificate|account|password|permission|aws|cloud|wallet|npmrc|access)/i,
  send: /\b(?:upload|send|post|push|publish|deploy|submit|copy|transfer|report|share|sync|api|request|endpoint|server|curl|http|webhook|remote|ssh|response|create)/i,
  foothold:
    /\b(?:config|setting|profile|cron|schedul|service|install|set ?up|hook|ssh|authori|alias|path|shell|rc|mcp|agent|permission|add|write|updat|creat|register|enabl)/i,
  'fetch-and-run': /\b(?:install|download|fetch|script|set ?up|bootstrap|get|curl|updat)/i,
  weaken: /\b(?:stop|disabl|restart|firewall|service|flush|turn|off|reload)/i,
};

export const misleadingDescription: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis }) {
    const { action } = event;
    const said = action.type === 'exec' ? action.description?.slice(0, 300) : undefined;
    if (said === undefined || !HARMLESS.test(said)) return NO_DETECTIONS;
    const hidden = dangersOf(event, analysis).filter(
      ({ kind, grave }) => OWNS[kind]?.test(said) === false && (grave || kind !== 'destroy'),
    );
    const [first] = hidden;
    if (!first) return NO_DETECTIONS;
    return [
      {
        why: `The command was described as “${said}”, and it does this: ${hidden.map(({ what }) => what).join(', ')}`,
        severity: first.kind === 'weaken' ? 'low' : 'medium',
        dedupeKey: first.what,
      },
    ];
  },
};
