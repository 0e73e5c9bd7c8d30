/** How fast to try again. */

export interface Pace {
  /** Upper bound of the first pause; it doubles with each attempt. */
  firstPauseMs: number;
  longestPauseMs: number;
  /** Failures in a row after which a sink is given a rest, and how long the first one is; it doubles with each failed probe. */
  failuresToRest: number;
  firstRestMs: number;
  longestRestMs: number;
  /** How often to look for messages that another process has written. */
  pollMs: number;
  /** Time for an attempt under way to finish when the worker stops. */
  stopMs: number;
}

export const PACE: Pace = {
  firstPauseMs: 1_000,
  longestPauseMs: 600_000,
  failuresToRest: 5,
  firstRestMs: 10_000,
  longestRestMs: 300_000,
  pollMs: 5_000,
  stopMs: 5_000,
};

/** Pause after the nth attempt, anywhere between 0 and the bound, so that many senders do not come back together ("full jitter"). */
export function pauseAfter(attempt: number, pace: Pace, chance: number): number {
  return chance * Math.min(pace.longestPauseMs, pace.firstPauseMs * 2 ** Math.min(attempt - 1, 30));
}

/** Rest of a sink that does not answer. Half open after it: one attempt decides. */
export class Breaker {
  #failures = 0;
  #rests = 0;
  #until = 0;

  constructor(private readonly pace: Pace) {}

  /** Until when nothing should be sent, milliseconds since 1970. */
  get restUntil(): number {
    return this.#until;
  }

  get open(): boolean {
    return this.#rests > 0;
  }

  answered(): void {
    this.#failures = 0;
    this.#rests = 0;
    this.#until = 0;
  }

  failed(now: number): void {
    this.#failures += 1;
    if (this.#failures < this.pace.failuresToRest) return;
    this.#until = now + Math.min(this.pace.longestRestMs, this.pace.firstRestMs * 2 ** Math.min(this.#rests, 30));
    this.#rests += 1;
  }

  /** The sink asked for a pause: it is well, and busy. */
  asked(until: number): void {
    this.#until = Math.max(this.#until, until);
  }
}
