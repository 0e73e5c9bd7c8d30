import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { commandLine, detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { manifest } from './manifest';

const ANCHORS =
  /\/(?:ca-trust\/source\/anchors|ca-certificates\/trust-source\/anchors|pki\/trust\/anchors|local\/share\/ca-certificates)\/[^/]{1,200}$/;

export const rootCertificate: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, _event, { analysis }) {
    const gone = new Set(analysis.deletes.map(({ path }) => path));
    const anchored = analysis.writes
      .filter(({ path, insideProject }) => ANCHORS.test(path) && insideProject !== true && !gone.has(path))
      .map(({ path, given }): Sign =>
        sign(given, `A certificate authority is put among those that are trusted: ${path}`, 'low', given),
      );
    const added = invocations(analysis).flatMap(byProgram);
    return anchored.length + added.length === 0 ? NO_DETECTIONS : detectionsOf([...anchored, ...added]);
  },
};

const sign = (what: string, why: string, severity: Severity, excerpt: string): Sign => ({
  what: `trust:${what.slice(-80)}`,
  why,
  severity,
  techniques: ['T1553.004'],
  excerpt,
});

function byProgram(one: Invocation): Sign[] {
  const severity = trusts(one.program.toLowerCase().replace(/\.exe$/, ''), argv(one));
  if (severity === undefined) return [];
  const contained = one.remote !== undefined && one.remote.kind !== 'ssh';
  return [
    sign(
      one.program,
      `${one.program} makes the machine trust a certificate authority`,
      contained ? 'low' : severity,
      commandLine(one),
    ),
  ];
}

/** Into the store of the whole machine is worth a look; a store of one program or of development is recorded. */
function trusts(program: string, words: readonly string[]): Severity | undefined {
  const text = words.join(' ').slice(0, 1_000);
  switch (program) {
    case 'security':
      return words[0] === 'add-trusted-cert'
        ? words.includes('-d') || /System\.keychain/.test(text)
          ? 'medium'
          : 'low'
        : words[0] === 'authorizationdb' && words[1] === 'write' && /trust-settings/.test(text)
          ? 'high'
          : undefined;
    case 'certutil':
      return /[-/]addstore\b.{0,60}\b(?:root|authroot|ca|trustedpublisher)\b/i.test(text)
        ? 'medium'
        : /(?:^|\s)-A(?:\s|$)/.test(text) && /-t\s{1,4}["']?\w{0,3}[CT]/.test(text)
          ? 'low'
          : undefined;
    case 'certmgr':
      return /[-/]add\b/i.test(text) && /root/i.test(text) ? 'medium' : undefined;
    case 'import-certificate':
      return /cert:\\localmachine\\(?:root|authroot)/i.test(text) ? 'medium' : undefined;
    case 'trust':
      return words[0] === 'anchor' && !words.includes('--remove') ? 'medium' : undefined;
    case 'keytool':
      return /-import(?:cert)?\b/.test(text) && /cacerts/.test(text) ? 'low' : undefined;
    case 'mkcert':
      return words.includes('-install') ? 'low' : undefined;
    default:
      return undefined;
  }
}
