/** How grave it is that this is sent there. */
import type { Transfer } from '../../../contracts/analysis';
import type { Severity } from '../../../contracts/finding';
import type { Payload, PayloadKind } from '../payload';
import type { Standing } from '../places';

type Weights = Readonly<Partial<Record<Standing, Severity>>>;

/** What is not named is not told. */
const WEIGHTS: Readonly<Record<PayloadKind, Weights>> = {
  credential: {
    drop: 'high',
    address: 'high',
    unknown: 'high',
    chat: 'high',
    storage: 'high',
    'public-service': 'medium',
    hidden: 'medium',
    own: 'low',
  },
  environment: {
    drop: 'high',
    address: 'high',
    unknown: 'high',
    chat: 'high',
    storage: 'medium',
    'public-service': 'medium',
    hidden: 'medium',
    own: 'low',
  },
  settings: {
    drop: 'high',
    address: 'high',
    unknown: 'high',
    chat: 'high',
    storage: 'medium',
    'public-service': 'medium',
    hidden: 'low',
    own: 'low',
  },
  home: { drop: 'high', address: 'high', unknown: 'medium', chat: 'high', storage: 'medium', hidden: 'low' },
  database: { drop: 'high', address: 'high', unknown: 'medium', chat: 'high', storage: 'low', hidden: 'low' },
  sealed: { drop: 'high', address: 'medium', unknown: 'medium', chat: 'medium', storage: 'low' },
  archive: { drop: 'medium', address: 'medium', unknown: 'low', chat: 'medium' },
  file: { drop: 'medium', address: 'low', chat: 'low' },
  unknown: { drop: 'low' },
};
/** Copying to a server of one's own is what these are for. */
const COPIERS = /^(?:scp|rsync|sftp|ssh|lftp)$/;

/** Severity of sending this there; undefined when it is an everyday thing. */
export function severityOf(
  payload: Payload,
  standing: Standing,
  { program, direction, invocation }: Transfer,
): Severity | undefined {
  const severity = WEIGHTS[payload.kind][standing];
  if (invocation === undefined && payload.kind === 'unknown') return undefined;
  if (program === 'gh' && severity === 'medium') return 'low';
  if (direction === 'in') return inAddress(payload, standing, severity);
  if (!COPIERS.test(program)) return severity;
  if (payload.kind === 'settings' && standing !== 'drop') return severity === undefined ? undefined : 'low';
  if (payload.kind === 'unknown' || payload.kind === 'file') return undefined;
  return payload.kind === 'database' && severity === 'high' ? 'medium' : severity;
}

/** What is put into an address or header: a token for the service itself, unless it is made to look like something else. */
function inAddress(payload: Payload, standing: Standing, severity: Severity | undefined): Severity | undefined {
  if (!/^(?:credential|settings|environment|home|database)$/.test(payload.kind)) return undefined;
  return payload.wrapped || standing === 'drop' || standing === 'address' || severity !== 'high' ? severity : 'medium';
}

/** ATT&CK ids of the way out. */
export function techniquesOf(payload: Payload, standing: Standing, { destination, program }: Transfer): string[] {
  const packed = payload.wrapped || payload.kind === 'archive' || payload.kind === 'sealed' ? ['T1560'] : [];
  return [...wayOut(standing, destination?.service, program), ...packed, ...(payload.kind === 'home' ? ['T1005'] : [])];
}

function wayOut(standing: Standing, service: string | undefined, program: string): string[] {
  if (service === 'paste') return ['T1567', 'T1567.003'];
  if (service === 'catcher') return ['T1567', 'T1567.004', 'T1041'];
  if (service === 'chat') return ['T1567', 'T1567.004'];
  if (standing === 'storage' || service === 'file-drop')
    return ['T1567', 'T1567.002', ...(standing === 'storage' ? ['T1537'] : [])];
  if (/^(?:scp|rsync|sftp|ssh|openssl|gnutls-cli|lftp)$/.test(program)) return ['T1048', 'T1048.002', 'T1041'];
  if (/^(?:nc|ncat|netcat|socat|telnet|cat|shell|ftp|tftp|mail|sendmail|mutt)$/.test(program))
    return ['T1048', 'T1048.003', 'T1041'];
  return ['T1041', 'T1048'];
}
