/** Suppressions: alerts that are known to be harmless, as data with an owner and an end. */
import type { Entities } from './finding';

/** What an alert must be to be suppressed; at least two fields. Values are exact, or end in `*` for everything that begins so. */
export type SuppressionMatch = Readonly<
  Partial<Record<keyof Entities | 'detector' | 'dialect' | 'technique' | 'excerpt', string>>
>;

export interface Suppression {
  id: string;
  tenant: string;
  match: SuppressionMatch;
  owner: string;
  reason: string;
  createdAt: number;
  /** When it ends by itself; at most a year after it was made. */
  expiresAt: number;
  revokedAt?: number;
  /** Alerts that it kept from people, and when last. */
  hits: number;
  lastHit?: number;
}
