/** Names that are made to deceive. */
import { isScratch } from '../../payloads';
import { baseName } from '../../programs';

/** Parts of systems, as they show in a list of processes. */
const SYSTEM_PART =
  /^(?:\[?(?:kworker|kthreadd|ksoftirqd|kswapd|migration|rcu_\w{1,10}|watchdogd?|kdevtmpfs|khugepaged|irq)[\w/:+.-]{0,20}\]?|systemd(?:-[\w]{1,20})?|sshd|crond?|init|dbus-daemon|rsyslogd|udevd|auditd|agetty|getty|polkitd|networkmanager|launchd|kernel_task|windowserver|mds|mds_stores|cfprefsd|svchost|csrss|lsass|winlogon|explorer|services|smss|spoolsv|taskhostw?|conhost|dwm|wininit)(?:\.exe)?$/i;
const DOUBLE =
  /\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|txt|csv|mp[34]|mov)\.(?:exe|scr|com|bat|cmd|vbs|js|jse|wsf|hta|ps1|lnk|sh|command|app|desktop|elf)$/i;
const REVERSED = /[\u202A-\u202E\u2066-\u2069]/;

export const isSystemPart = (name: string): boolean => SYSTEM_PART.test(name);

/** What is deceptive about the path, if anything. */
export function deceives(path: string): { why: string; technique: string } | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (REVERSED.test(name))
    return { why: 'A file name that is shown in another order than it is', technique: 'T1036.002' };
  if (DOUBLE.test(name))
    return { why: 'A program with the ending of a document before its own', technique: 'T1036.007' };
  if (/\.(?:sh|py|exe|pdf|txt|docx?)[ \u00A0\u3164]{1,10}$/.test(name))
    return { why: 'A file name that ends in a blank', technique: 'T1036.006' };
  if (isScratch(path) && SYSTEM_PART.test(baseName(path)))
    return { why: 'A file named like a part of the system, in a scratch folder', technique: 'T1036.005' };
  return undefined;
}
