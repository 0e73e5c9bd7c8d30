/** What a request loses at the limits, so that it is counted and told to the sender. */
import type { Loss } from '../../../contracts/telemetry';

/** Each is the name of the limit under `collector.limits`, but for `id`, a trace or span id of the wrong form, and `line`, one that is no JSON object. */
export type LossReason = 'records' | 'attributes' | 'stringBytes' | 'depth' | 'values' | 'id' | 'line';

export class Losses {
  private readonly byReason = new Map<LossReason, Loss>();

  /** Records that were refused whole. */
  record(reason: LossReason, count = 1): void {
    this.of(reason).records += count;
  }

  /** Parts that were left out or cut. */
  part(reason: LossReason, count = 1): void {
    this.of(reason).parts += count;
  }

  list(): Loss[] {
    return [...this.byReason.values()];
  }

  private of(reason: LossReason): Loss {
    let loss = this.byReason.get(reason);
    if (!loss) this.byReason.set(reason, (loss = { reason, records: 0, parts: 0 }));
    return loss;
  }
}
