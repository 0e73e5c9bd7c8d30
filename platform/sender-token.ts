/** The token that a sender on this machine shows the collector. Apart from the configuration, whose reading takes longer than a hook may. */

/** `GANDER_TOKEN`, undefined when it is not set. */
export function senderToken(): string | undefined {
  return process.env['GANDER_TOKEN'] || undefined;
}
