import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import { manifest } from './manifest';

interface Settings {
  /** Distinct accounts of one template from which it is told. */
  accounts: number;
  /** Beginnings of prompts that your own applications send. */
  allowed: string[];
}

interface Template {
  /** Hashes of runs of words of the first prompt. */
  marks: number[];
  begins: string;
  /** Hashes of accounts, up to the number that is told. */
  accounts: number[];
  at: number;
  told?: true;
}

interface State {
  templates?: Template[];
}

/** Few templates are common at a time: the ones least recently used go. */
const MAX_TEMPLATES = 32;
/** A prompt shorter than this says too little, and of a longer one the beginning is enough. */
const MIN_WORDS = 12;
const MAX_WORDS = 80;
const RUN = 3;
const MARKS = 16;
/** Share of marks that two prompts of one template have in common. */
const ALIKE = 0.5;

export const distillation: Detector<State, Settings> = {
  manifest,
  defaults: { accounts: 40, allowed: [] },
  init: () => ({}),
  step(state, event, _context, settings) {
    const { action } = event;
    const who = event.account ?? event.user;
    if (action.type !== 'prompt' || action.text === undefined || who === undefined) return NO_DETECTIONS;
    const { text } = action;
    if (settings.allowed.some((begin) => begin !== '' && text.startsWith(begin))) return NO_DETECTIONS;
    const marks = marksOf(text);
    if (marks === undefined) return NO_DETECTIONS;
    const template = templateOf(state, marks, text, event);
    const account = hashOf(who);
    if (template.accounts.length >= settings.accounts || template.accounts.includes(account)) return NO_DETECTIONS;
    template.accounts.push(account);
    if (template.accounts.length < settings.accounts || template.told) return NO_DETECTIONS;
    template.told = true;
    return [
      {
        why: `${settings.accounts} accounts or more behind ${event.host ?? 'one gateway'} send prompts of one template, which begins “${template.begins}”`,
        dedupeKey: `template:${template.marks.slice(0, 4).join('-')}`,
        excerpt: template.begins,
      },
    ];
  },
};

function templateOf(state: State, marks: number[], text: string, event: AgentEvent): Template {
  const templates = (state.templates ??= []);
  const known = templates.find((one) => alike(one.marks, marks));
  if (known) {
    known.at = Math.max(known.at, event.at);
    return known;
  }
  const made: Template = { marks, begins: text.slice(0, 60), accounts: [], at: event.at };
  templates.push(made);
  if (templates.length > MAX_TEMPLATES) {
    const oldest = templates.reduce((least, one) => (one.at < least.at ? one : least), made);
    templates.splice(templates.indexOf(oldest === made ? (templates[0] ?? made) : oldest), 1);
  }
  return made;
}

const alike = (a: readonly number[], b: readonly number[]): boolean =>
  a.filter((mark) => b.includes(mark)).length >= Math.min(a.length, b.length) * ALIKE;

/** The smallest hashes of runs of three words: prompts of one template share most of them. */
function marksOf(text: string): number[] | undefined {
  const words = text
    .slice(0, 4_000)
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
  if (words.length < MIN_WORDS) return undefined;
  const hashes = new Set<number>();
  for (let at = 0; at + RUN <= words.length; at += 1) hashes.add(hashOf(words.slice(at, at + RUN).join(' ')));
  return [...hashes].sort((a, b) => a - b).slice(0, MARKS);
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
