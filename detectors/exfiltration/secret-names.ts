/** Names of credentials as they stand in code and in arguments whose paths are not resolved. */

const CREDENTIAL =
  /(?:^|[/\\])(?:\.ssh(?:[/\\]|$)|id_(?:rsa|dsa|ecdsa|ed25519)$|\.aws(?:[/\\]|$)|\.git-credentials$|\.netrc$|\.npmrc$|\.pypirc$|\.kube[/\\]config$|\.docker[/\\]config\.json$|\.gnupg(?:[/\\]|$)|wallet\.dat$|Login Data$|key4\.db$|logins\.json$|\.config[/\\](?:gcloud|gh)(?:[/\\]|$)|\.claude[/\\]\.credentials\.json$|shadow$)/i;
const KEY_FILE =
  /(?:^|[/\\])(?:service[-_]?account[\w-]{0,40}\.json|credentials(?:\.json)?|[\w.-]{1,60}\.(?:pem|p12|pfx|key|kdbx|keystore|jks))$/i;
const SETTINGS = /(?:^|[/\\])\.env(?:\.(?!example|sample|template|dist|test|defaults?)\w{1,20})?$/;
const MAX_NAME = 300;

/** Whether a path's name says that it holds credentials. */
export const namesCredential = (path: string): boolean => CREDENTIAL.test(path.slice(0, MAX_NAME));
/** Whether it is an `.env` file that is no template. */
export const namesSettings = (path: string): boolean => SETTINGS.test(path.slice(0, MAX_NAME));
/** Key material and account files that lie about in projects. */
export const namesKeyFile = (path: string): boolean => KEY_FILE.test(path.slice(0, MAX_NAME));
