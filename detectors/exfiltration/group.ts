/** Data that leaves: uploads, names asked of DNS, remotes, tools, model calls. */
import type { Detector } from '../../contracts/detector';
import { bulkRead } from './bulk-read/detector';
import { credentialThenUpload } from './credential-then-upload/detector';
import { dnsExfiltration } from './dns-exfiltration/detector';
import { gitExfiltration } from './git-exfiltration/detector';
import { modelEndpointMoved } from './model-endpoint-moved/detector';
import { renderedLink } from './rendered-link/detector';
import { stagedUpload } from './staged-upload/detector';
import { secretSent } from './secret-sent/detector';
import { toolExfiltration } from './tool-exfiltration/detector';
import { upload } from './upload/detector';

export const EXFILTRATION: readonly Detector[] = [
  secretSent,
  credentialThenUpload,
  upload,
  stagedUpload,
  bulkRead,
  toolExfiltration,
  dnsExfiltration,
  gitExfiltration,
  renderedLink,
  modelEndpointMoved,
];
