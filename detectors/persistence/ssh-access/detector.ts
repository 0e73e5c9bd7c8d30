import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { invocations } from '../../programs';
import { commandLine, detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { tailOf, writingsOf } from '../../writings';
import type { Writing } from '../../writings';
import { manifest } from './manifest';

const ACCESS = new Set(['ssh-access' as const]);

export const sshAccess: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, session }) {
    const written = writingsOf(event, analysis, session, ACCESS).flatMap(judge);
    const copied = invocations(analysis)
      .filter((one) => one.program === 'ssh-copy-id' && one.args.length > 0)
      .map((one): Sign => ({
        what: `copy:${one.args.at(-1)?.text ?? ''}`,
        why: `A key is put on another machine: ${one.args.at(-1)?.text ?? ''}`,
        severity: 'low',
        techniques: ['T1098.004'],
        excerpt: commandLine(one),
      }));
    return written.length + copied.length === 0 ? NO_DETECTIONS : detectionsOf([...written, ...copied]);
  },
};

/** Options by which a connection runs a command of its own. */
const RUNS = /\b(?:ProxyCommand|LocalCommand|KnownHostsCommand|Match\s[^\n]{0,80}exec|PermitLocalCommand\s+yes)\b/i;
const DAILY_PROXY =
  /ProxyCommand\s+(?:none|ssh\s|nc\s|ncat\s|cloudflared\s|aws\s|sh -c "aws ssm|gcloud\s|tsh\s|corkscrew|connect|session-manager|coder\s|gh\s|devpod\s|"[^"\n]{0,120}(?:coder|devpod|tsh|gcloud)[^"\n]{0,80}")/i;
/** Server settings that let more people in. */
const OPENS =
  /^\s{0,8}(?:PermitRootLogin\s+yes|PasswordAuthentication\s+yes|PermitEmptyPasswords\s+yes|AuthorizedKeysCommand\s+(?!none)|AuthorizedKeysFile\s+\/|GatewayPorts\s+yes|PermitUserEnvironment\s+yes|TrustedUserCAKeys\s|UsePAM\s+no|PermitTunnel\s+yes)/im;

function judge(writing: Writing): Sign[] {
  const { path, inside, contained, excerpt } = writing;
  const found = kindOf(writing);
  if (found === undefined) return [];
  return [
    {
      what: tailOf(path.given),
      why: `${found.why}: ${path.path}`,
      severity: inside || contained ? 'low' : found.severity,
      techniques: found.techniques ?? ['T1098.004'],
      excerpt,
      path: path.path,
    },
  ];
}

/** Settings that let fewer people in: what hardening guides ask for. */
const CLOSES =
  /\b(?:PasswordAuthentication|PermitRootLogin|PermitEmptyPasswords|X11Forwarding|AllowTcpForwarding|AllowAgentForwarding|KbdInteractiveAuthentication|ChallengeResponseAuthentication|KerberosAuthentication|GSSAPIAuthentication|PermitUserEnvironment|PermitTunnel|GatewayPorts|MaxAuthTries|MaxSessions|LoginGraceTime|ClientAliveInterval|ClientAliveCountMax|LogLevel)\s{1,8}(?:no|prohibit-password|\d{1,4}|VERBOSE|INFO)(?=$|[\s/'"|])/g;
const SETTINGS =
  /\b[A-Z][a-z]\w{3,40}(?:Authentication|Login|Passwords|Forwarding|Command|File|Keys\w{0,10}|Users|Groups|Environment|Tunnel|Ports|Address|Port|Tries|Sessions|Time|Interval|Max|Level|Root)\b/g;

/** Every setting that is named ends closed. */
function onlyCloses(text: string): boolean {
  const closed = text.match(CLOSES) ?? [];
  const names = new Set(text.match(SETTINGS) ?? []);
  return closed.length > 0 && [...names].every((name) => closed.some((one) => one.startsWith(name)));
}

function kindOf({
  path,
  content,
  by,
}: Writing): (Pick<Sign, 'why' | 'severity'> & { techniques?: readonly string[] }) | undefined {
  const name = path.path.toLowerCase();
  const looked = content.slice(0, 16_384).replace(/[\\/|,]\s{0,4}(?=[A-Z])|\\n/g, '\n');
  if (/authorized_keys/.test(name))
    return onlyTakesOut(content, by?.program)
      ? { why: 'A key that may log in is removed or changed', severity: 'low' }
      : { why: 'A key that may log in by SSH is added', severity: 'high' };
  if (/sshd_config|\/sshd/.test(name))
    return OPENS.test(looked)
      ? { why: 'The SSH server lets more people in', severity: 'high' }
      : { why: 'The SSH server is set up anew', severity: onlyCloses(looked) ? 'low' : 'medium' };
  if (/known_hosts/.test(name)) return undefined;
  if (/\/\.ssh\/(?:rc|environment)$|\/etc\/ssh\/sshrc/.test(name))
    return { why: 'Every SSH login runs a command', severity: 'high', techniques: ['T1098.004', 'T1546.004'] };
  if (!RUNS.test(looked)) return undefined;
  const foreign = /LocalCommand|exec|curl|wget|\/tmp\/|base64|KnownHosts/i.test(looked.replace(DAILY_PROXY, ''));
  return { why: 'SSH connections run a command', severity: foreign ? 'high' : 'low' };
}

/** `sed -i '/old/d' authorized_keys`. */
const onlyTakesOut = (content: string, program: string | undefined): boolean =>
  program !== undefined &&
  /^(?:sed|gsed)$/.test(program) &&
  /\/d['"]?\s/.test(`${content} `) &&
  !/ssh-(?:rsa|ed25519|dss)|ecdsa-/.test(content);
