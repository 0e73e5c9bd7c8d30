/** Where both decoders put what they read: the records, the limits they keep, and what was lost at them. */
import type { DecodedRequest, TelemetryRecord } from '../../../contracts/telemetry';
import type { Limits } from '../../../platform/config';
import { Losses } from './losses';

export type Signal = DecodedRequest['signal'];
export type DecodeLimits = Pick<Limits, 'records' | 'attributes' | 'values' | 'stringBytes' | 'depth'>;

export class RecordSink {
  readonly records: TelemetryRecord[] = [];
  readonly losses = new Losses();
  private valuesLeft: number;

  constructor(readonly limits: DecodeLimits) {
    this.valuesLeft = limits.values;
  }

  /** Starts the budget of values anew: called before each record, resource and scope. */
  refill(): void {
    this.valuesLeft = this.limits.values;
  }

  /** Whether one more record may be read; counts it as lost otherwise. */
  room(): boolean {
    this.refill();
    if (this.records.length < this.limits.records) return true;
    this.losses.record('records');
    return false;
  }

  /** Takes one list element, map entry or span event off the record's budget; counts it as lost when there is none left. */
  takeValue(): boolean {
    if (this.valuesLeft > 0) {
      this.valuesLeft -= 1;
      return true;
    }
    this.losses.part('values');
    return false;
  }
}
