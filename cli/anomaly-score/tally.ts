/** Counts what happened to the rows, and tells on standard error which were refused. */

/** Refused rows that are told one by one; the rest are counted. */
const TOLD = 10;
const SHOWN = 60;

export class Tally {
  rows = 0;
  gaps = 0;
  refused = 0;
  alarms = 0;

  /** `tell`: prints a line on standard error. */
  constructor(private readonly tell: (line: string) => void) {}

  refuse(line: number, why: string): void {
    this.refused++;
    if (this.refused <= TOLD) this.tell(`anomaly-score: line ${line} refused: ${why}`);
    if (this.refused === TOLD) this.tell('anomaly-score: further refused lines are only counted');
  }

  /** Says at the end what a reader has to know: nothing when every row was scored. */
  close(): void {
    if (this.refused + this.gaps > 0)
      this.tell(`anomaly-score: ${this.rows} rows, ${this.refused} refused, ${this.gaps} without a value`);
  }
}

/** Text of a field as an error message shows it: cut, without control characters. */
export function shown(text: string): string {
  const cut = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return JSON.stringify(cut);
}

/** 12 significant digits: the same text on every machine. */
export function figure(value: number): string {
  return value === 0 ? '0' : value.toPrecision(12);
}
