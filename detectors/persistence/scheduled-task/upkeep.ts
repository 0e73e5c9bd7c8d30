/** Jobs that a service of one's own needs every day: nightly upkeep, a unit of the project, settings that run nothing. */
import type { SessionMemory } from '../../../contracts/detector';
import type { Invocation } from '../../../contracts/shell';
import { argv, baseName } from '../../programs';

const MAX_TEXT = 8_192;
const UNIT = /\/systemd\/(?:system|user)(?:\/[\w@.-]{1,100}\.(?:service|timer|socket|path|mount))?\/?$/;
const CRON = /\/cron(?:\.d|tabs?|\.daily|\.weekly|\.monthly)?(?:\/|$)/;
/** At a fixed minute and hour: what calls home comes back sooner. */
const NIGHTLY =
  /^(?:\d{1,2}\s{1,8}\d{1,2}\s{1,8}\S{1,20}\s{1,8}\S{1,20}\s{1,8}\S{1,20}|@(?:daily|weekly|monthly|midnight))\s/;
const SCHEDULE = /^(?:(?:[\d*\/,A-Za-z-]{1,20}\s{1,8}){5}|@(?:hourly|daily|weekly|monthly|midnight)\s{1,8})/;
/** Programs and words of upkeep: copies, certificates, rotation, clean-up. */
const UPKEEP =
  /\b(?:backup|back-up|certbot|acme\.sh|logrotate|pg_dump|pg_dumpall|mysqldump|mongodump|restic|borg|borgmatic|rclone sync|pgbackrest|vacuumdb|vacuum|reindex|fstrim|updatedb|docker system prune|apt-get (?:update|upgrade)|unattended-upgrade|freshclam|artisan schedule:run|wp-cron\.php|bin\/cron|manage\.py \w{1,40}|rake \w[\w:]{0,40}|clean-?up|prune|purge|rotate|renew)\b/i;
/** Where nobody looks: hidden folders and files. */
const HIDDEN = /\/\.[\w]/;

/** Whether a file that the system runs by itself is daily work. What the session's memory shows of a copied file only adds doubt. */
export function isUpkeep(path: string, content: string, by: Invocation | undefined): boolean {
  const text = content.slice(0, MAX_TEXT);
  const copied = by !== undefined && COPIERS.test(by.program);
  if (copied && !fromHere(by)) return false;
  const seen = text !== '';
  if (/\/udev\/rules\.d(?:\/|$)/.test(path)) return seen ? !/\b(?:RUN|PROGRAM|IMPORT)\b/.test(text) : copied;
  if (/\/logrotate\.d\//.test(path))
    return seen && !/\b(?:pre|post)rotate\b|\b(?:first|last|pre|post)(?:action|remove)\b/.test(text);
  if (UNIT.test(path)) return seen ? startsPlainly(text) && (copied || hasAccount(text)) : copied;
  return seen && !copied && CRON.test(path) && isUpkeepTable(text);
}

/** Every line of a cron table is upkeep at night, or a program of upkeep at any time. */
export function isUpkeepTable(table: string | undefined): boolean {
  const lines = (table ?? '')
    .slice(0, MAX_TEXT)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^#|^[A-Z_]{1,30}=/.test(line));
  return lines.length > 0 && lines.every((line) => SCHEDULE.test(line) && isUpkeepLine(line));
}

const isUpkeepLine = (line: string): boolean =>
  !HIDDEN.test(line) && UPKEEP.test(line) && (NIGHTLY.test(line) || !/^\*\s{1,8}\*/.test(line));

/** Whether a unit starts programs by their paths, none of them hidden or given as text. */
function startsPlainly(unit: string): boolean {
  const starts = unit.match(/^\s{0,8}Exec(?:Start|StartPre|StartPost|Stop|Reload)=.{1,500}$/gm) ?? [];
  return starts.length > 0 && starts.every((line) => !HIDDEN.test(line) && !SHELL.test(line));
}

/** An account that is not root's. */
const hasAccount = (unit: string): boolean => /^\s{0,8}User=(?!root\s{0,4}$|0\s{0,4}$)[\w%.-]{1,40}/m.test(unit);

const SHELL = /\b(?:ba|da|z|k)?sh\s{1,4}-\w{0,4}c\b|\b(?:python[\d.]{0,4}|perl|ruby|node|php)\s{1,4}-[cer]\b/;

const COPIERS = /^(?:cp|install|mv|ln|rsync)$/;

/** Out of the folder that is worked in. */
function fromHere(by: Invocation): boolean {
  const words = argv(by).filter((word) => !word.startsWith('-'));
  return words.length > 1 && words.slice(0, -1).every((word) => /^(?:\.\/)?[\w@][\w@./-]{0,200}$/.test(word));
}

const PLACEHOLDER = /^(?:my[-_.]?[\w-]{1,30}|app|api|web|server|worker|backend|frontend)(?:\.service)?$/i;

/** A unit that carries the project's name, or a name of examples. */
export function isOwnUnit(name: string, { project }: SessionMemory): boolean {
  const bare = baseName(name).replace(/\.(?:service|timer|socket)$/, '');
  if (PLACEHOLDER.test(bare)) return true;
  return bare.length > 2 && project !== undefined && baseName(project).toLowerCase() === bare.toLowerCase();
}
