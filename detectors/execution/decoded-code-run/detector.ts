import type { EventAnalysis } from '../../../contracts/analysis';
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { absolutePath, fileRun } from '../../run-paths';
import { DECODERS, Flow } from '../download-execute/flow';
import { manifest } from './manifest';

export const decodedCodeRun: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, _event, { analysis }) {
    const all = invocations(analysis);
    const found = [readable(all), unreadable(all), inCode(analysis)].filter((one) => one !== undefined);
    const [gravest] = found.sort((a, b) => Number(b.severity === 'medium') - Number(a.severity === 'medium'));
    return gravest === undefined ? NO_DETECTIONS : [gravest];
  },
};

const told = (why: string, severity: 'low' | 'medium', key: string, excerpt: string): Detection => ({
  why,
  severity,
  dedupeKey: `decoded:${key.slice(0, 120)}`,
  excerpt: excerpt.slice(0, 300),
});

const shown = (one: Invocation): string => [one.path, ...argv(one)].join(' ');

/** Layers beyond which nobody encodes to get through quoting. */
const LAYERS = 2;
const MAX_ASKED = 1_000;

/** What was decoded is known: its own commands say how grave it is. */
function readable(all: readonly Invocation[]): Detection | undefined {
  const inner = all.find(({ via }) => via.includes('decoded'));
  if (inner === undefined) return undefined;
  const layers = Math.max(...all.slice(0, MAX_ASKED).map(({ via }) => via.filter((one) => one === 'decoded').length));
  const hidden = all.some((one) => /^(?:powershell|pwsh)(?:\.exe)?$/i.test(one.program) && isHidden(argv(one)));
  const how = layers >= LAYERS ? `, in ${layers} layers` : hidden ? ', in a window that is hidden' : '';
  return told(
    `A decoded text is run; it starts with ${inner.program || 'an assignment'}${how}`,
    layers >= LAYERS || hidden ? 'medium' : 'low',
    inner.program,
    shown(inner),
  );
}

const isHidden = (words: readonly string[]): boolean =>
  words.some((word, at) => /^[-/]w(?:in\w{0,10})?$/i.test(word) && /^hid/i.test(words[at + 1] ?? ''));

/** A decoder whose result can't be read here writes to something that runs it, or to a file that is run. */
function unreadable(all: readonly Invocation[]): Detection | undefined {
  const flow = new Flow(all);
  for (let at = 0; at < all.length; at++) {
    const one = all[at];
    if (one === undefined || !DECODERS.test(one.program) || !decodes(one) || isDownload(one, all)) continue;
    const runner = one.stdout === undefined ? (flow.follow(at)?.by ?? runOfFile(one, at, all)) : undefined;
    if (runner !== undefined && runner.stdin === undefined)
      return told(
        `What ${one.program} decodes is run by ${runner.program}, and cannot be read before`,
        'medium',
        `${one.program} ${argv(one).at(-1) ?? ''}`,
        `${shown(one)} … ${shown(runner)}`,
      );
  }
  return undefined;
}

/** Decoding, decrypting or unpacking, rather than the other way. */
function decodes(one: Invocation): boolean {
  const words = argv(one);
  switch (one.program) {
    case 'base64':
    case 'base32':
    case 'gpg':
      return words.some((word) => /^(?:-\w*[dD]\w*|--decode|--decrypt)$/.test(word));
    case 'xxd':
      return words.some((word) => /^-\w*r/.test(word));
    case 'openssl':
      return words.some((word) => /^-(?:d|decrypt)$/.test(word));
    case 'gzip':
    case 'xz':
    case 'zstd':
      return words.some((word) => /^-\w*d|^--decompress$/.test(word));
    default:
      return !/^(?:tr|jq|rev)$/.test(one.program);
  }
}

/** What comes from another machine is the matter of another detector. */
const isDownload = (one: Invocation, all: readonly Invocation[]): boolean =>
  one.readsFrom !== undefined &&
  /^(?:curl|wget|nc|ncat|aria2c|http|https|xh|gh|ssh)$/.test(all[one.readsFrom]?.program ?? '');

function runOfFile(one: Invocation, at: number, all: readonly Invocation[]): Invocation | undefined {
  const written = one.redirections.find(({ operator }) => operator === '>' || operator === '>>')?.target.text;
  if (written === undefined) return undefined;
  const path = absolutePath(written, one.cwd);
  return all.slice(at + 1, at + 200).find((other) => {
    const run = fileRun(other);
    return run !== undefined && absolutePath(run, other.cwd) === path;
  });
}

const OPAQUE =
  /(?:marshal\.loads|pickle\.loads|zlib\.decompress|lzma\.decompress|bz2\.decompress|b64decode|b85decode|unhexlify|fromhex|gzinflate|base64_decode|str_rot13|atob|decode_base64|frombase64string)\s{0,3}\(/i;
const MAX_CODE = 16_384;

/** Code that evaluates what it decodes: low when the text is known, medium when it is not or when it decodes again. */
function inCode({ code, command }: EventAnalysis): Detection | undefined {
  const runs = code.filter(({ kind }) => kind === 'evaluate' || kind === 'spawn-shell' || kind === 'spawn');
  if (runs.length === 0) return undefined;
  const decoded = new Set(
    code.flatMap((fact) => (fact.kind === 'decode' && fact.literals[0] !== undefined ? [fact.literals[0]] : [])),
  );
  const known = runs.find(({ literals }) => literals[0] !== undefined && decoded.has(literals[0]));
  if (known !== undefined) {
    const layers = code.filter(({ kind }) => kind === 'evaluate').length;
    return told(
      `${known.language} runs a text that it decodes${layers > 1 ? ', which does the same again' : ''}`,
      layers > 1 ? 'medium' : 'low',
      known.language,
      known.literals[0] ?? '',
    );
  }
  const blind = runs.find(({ kind, literals }) => kind === 'evaluate' && literals.length === 0);
  if (blind === undefined) return undefined;
  const texts = command?.invocations.flatMap((one) => one.code ?? []) ?? [];
  const source = texts.slice(0, 32).find(({ text }) => OPAQUE.test(text.slice(0, MAX_CODE)));
  return (
    source &&
    told(
      `${blind.language} runs a text that it decodes, and that cannot be read before`,
      'medium',
      blind.language,
      source.text,
    )
  );
}
