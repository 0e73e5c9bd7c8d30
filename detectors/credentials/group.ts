/** Secrets read, searched for, or shown; decoys touched. */
import type { Detector } from '../../contracts/detector';
import { agentStateRead } from './agent-state-read/detector';
import { credentialAccess } from './credential-access/detector';
import { honeytoken } from './honeytoken/detector';
import { privateFolderRead } from './private-folder-read/detector';
import { promptCanary } from './prompt-canary/detector';
import { secretInTheOpen } from './secret-in-the-open/detector';
import { secretsOneByOne } from './secrets-one-by-one/detector';

export const CREDENTIALS: readonly Detector[] = [
  credentialAccess,
  secretsOneByOne,
  privateFolderRead,
  secretInTheOpen,
  agentStateRead,
  honeytoken,
  promptCanary,
];
