import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, InstallationContext } from '../../../contracts/detector';
import type { Detection, Severity } from '../../../contracts/finding';
import { isEncoded } from '../dns-exfiltration/labels';
import { isOurs } from '../places';
import { manifest } from './manifest';

/** Read of one answer, and links in it, at most. */
const MAX_TEXT = 64 * 1024;
const MAX_LINKS = 200;
const LINK =
  /(!?)\[[^\]\n]{0,300}\]\(\s{0,4}<?(https?:\/\/[^\s)>]{10,2000})|<img\s[^>]{0,300}?src\s?=\s?["'](https?:\/\/[^"'\s]{10,2000})/gi;
const SECRET = /REDACTED_[a-z]/;
/** Addresses whose long parts are signatures or ids by their nature. */
const USUAL =
  /(?:^|\.)(?:github\.com|githubusercontent\.com|gitlab\.com|shields\.io|badgen\.net|amazonaws\.com|googleapis\.com|google\.com|googleusercontent\.com|windows\.net|azure\.com|microsoft\.com|cloudfront\.net|slack\.com|figma\.com|notion\.so|atlassian\.net|sentry\.io|grafana\.net|datadoghq\.com|mermaid\.ink|mermaid\.live|plantuml\.com|typescriptlang\.org|codesandbox\.io|stackblitz\.com|openai\.com|anthropic\.com|claude\.ai|youtube\.com|example\.(?:com|org))$/;

export const renderedLink: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, { action }, { installation }) {
    if (action.type !== 'output' || action.text === undefined || !action.text.includes('http')) return NO_DETECTIONS;
    const byHost = new Map<string, Detection>();
    let links = 0;
    for (const [whole, mark, linked, image] of action.text.slice(0, MAX_TEXT).matchAll(LINK)) {
      if (++links > MAX_LINKS) break;
      const shown = image !== undefined || mark === '!';
      const found = judge(image ?? linked ?? '', shown, whole, installation);
      if (found && !byHost.has(found.dedupeKey)) byHost.set(found.dedupeKey, found);
    }
    return byHost.size === 0 ? NO_DETECTIONS : [...byHost.values()].slice(0, 8);
  },
};

function judge(url: string, shown: boolean, whole: string, installation: InstallationContext): Detection | undefined {
  const [, host = '', rest = ''] = /^https?:\/\/(?:[^@/?#]{0,200}@)?([^/:?#]{1,253})(.{0,2000})/i.exec(url) ?? [];
  const name = host.toLowerCase();
  if (name === '' || isOurs(name, installation) || /^(?:localhost|127\.|10\.|192\.168\.)/.test(name)) return undefined;
  const severity = severityOf(name, `${host}${rest}`, rest, shown);
  if (severity === undefined) return undefined;
  return {
    why: `The answer holds ${shown ? 'an image' : 'a link'} whose address carries ${SECRET.test(url) ? 'a secret' : 'encoded data'} to ${name}`,
    severity,
    dedupeKey: name,
    techniques: ['T1567', 'T1041'],
    entities: { destination: name },
    excerpt: whole.slice(0, 300),
  };
}

function severityOf(host: string, text: string, rest: string, shown: boolean): Severity | undefined {
  if (SECRET.test(text)) return shown ? 'high' : 'medium';
  if (USUAL.test(host)) return undefined;
  const values = rest.split(/[/?&#]/, 40).map((part) => part.slice(part.indexOf('=', 1) + 1 || 0));
  const carries = values.some((value) => value.length >= 40 && isEncoded(decoded(value)));
  return carries ? (shown ? 'medium' : 'low') : undefined;
}

/** Percent signs of an encoder's own letters taken back. */
const decoded = (value: string): string =>
  value.slice(0, 255).replace(/%3d/gi, '=').replace(/%2b/gi, '+').replace(/%2f/gi, '/');
