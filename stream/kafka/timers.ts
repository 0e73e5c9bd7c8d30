/**
 * kafkajs 2.2.4 sets a timer with a negative time after each request, though nothing waits, and Node 24 warns of it
 * (TimeoutNegativeWarning). With this the queue sets a timer only when a request waits, and never a negative one.
 */
interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- an inner module of the pinned kafkajs, without types
const { prototype } = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the queue below
const schedule = prototype.scheduleCheckPendingRequests;

prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
  if (this.pending.length === 0) return;
  this.throttledUntil = Math.max(this.throttledUntil, Date.now());
  schedule.call(this);
};
