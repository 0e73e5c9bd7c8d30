/** Who sent a request, as the listener established it. */
export interface Sender {
  tenant: string;
  /** Host and user that the token was made for; they win over what records claim. */
  host?: string;
  user?: string;
  authenticated: boolean;
  /** The connection came over the loopback of this machine. */
  loopback: boolean;
}

export const DEFAULT_TENANT = 'default';
