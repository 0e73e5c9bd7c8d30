/** Opening a listener, and knowing who can reach it. */
import type { AddressInfo, Server } from 'node:net';
import { isIPv4 } from 'node:net';
import { GanderError, messageOf } from './errors';

export interface Address {
  host: string;
  port: number;
}

/** Whether an address is this machine alone. */
export function isLoopback(address: string): boolean {
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return plain === 'localhost' || plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

/** Listens, and gives the port. Rejects with `address_in_use`, or with `config_invalid` for an address that is not ours. */
export function listen(server: Server, { host, port }: Address): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const text = taken ? `${host}:${port} is taken by another program` : `cannot listen on ${host}:${port}`;
      const message = taken ? text : `${text}: ${messageOf(error)}`;
      reject(new GanderError(taken ? 'address_in_use' : 'config_invalid', message, { cause: error }));
    };
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
