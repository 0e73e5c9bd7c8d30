/** Windows: memory of the login process, copies of the account database, stored credentials, network keys. */
import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { remembered } from '../../remembered';
import { access } from './access';
import type { Access } from './access';

interface Form {
  programs: RegExp;
  words: RegExp;
  says: string;
  severity: Severity;
  techniques: readonly string[];
}

const FORMS: readonly Form[] = [
  {
    programs: /^(?:rundll32)$/,
    words: /comsvcs(?:\.dll)?\W{0,3}(?:minidump|#\+?0*24)/i,
    says: 'The memory of a process is written out by comsvcs',
    severity: 'high',
    techniques: ['T1003.001'],
  },
  {
    programs: /^(?:procdump(?:64)?|sqldumper|createdump|rdrleakdiag|nanodump)$/,
    words: /\blsass\b/i,
    says: 'The memory of the login process is written out',
    severity: 'high',
    techniques: ['T1003.001'],
  },
  {
    programs: /^reg$/,
    words: /^(?:save|export)\s{1,3}"?(?:hklm|hkey_local_machine)\\(?:sam|security|system)\b/i,
    says: 'The account database of the registry is copied',
    severity: 'high',
    techniques: ['T1003.002'],
  },
  {
    programs: /^(?:esentutl|diskshadow|vssadmin|wbadmin|copy|robocopy|xcopy)$/,
    words: /ntds\.dit|\\config\\(?:sam|system|security)\b/i,
    says: 'The account database is copied',
    severity: 'high',
    techniques: ['T1003.003'],
  },
  {
    programs: /^cmdkey$/,
    words: /^\/list\b/i,
    says: 'Stored credentials are listed',
    severity: 'low',
    techniques: ['T1555.004'],
  },
  {
    programs: /^vaultcmd$/,
    words: /\/listcreds/i,
    says: 'Credentials of the vault are listed',
    severity: 'medium',
    techniques: ['T1555.004'],
  },
  {
    programs: /^netsh$/,
    words: /wlan\b.{0,80}key=clear/i,
    says: 'Network keys are shown',
    severity: 'medium',
    techniques: ['T1552.001'],
  },
  {
    programs: /^findstr$/,
    words: /\/s\w{0,3}\b.{0,80}(?:passw|credential|secret)/i,
    says: 'All files are searched for passwords',
    severity: 'medium',
    techniques: ['T1552.001'],
  },
  {
    programs:
      /^(?:invoke-mimikatz|invoke-kerberoast|get-gpppassword|invoke-dcsync|get-lsasecret|get-vaultcredential|get-storedcredential)$/i,
    words: /^/,
    says: 'A known command for taking credentials is run',
    severity: 'high',
    techniques: ['T1003', 'T1555.004'],
  },
];

/** Credentials that a program of Windows takes. */
export function windows(one: Invocation): Access[] {
  const form = formOf(one.program);
  if (!form || !form.words.test(argv(one).join(' ').slice(0, 1_000))) return [];
  return [
    access(
      one,
      `windows:${nameOf(one.program)}`,
      `${form.says} (${nameOf(one.program)})`,
      form.severity,
      form.techniques,
    ),
  ];
}

const nameOf = (program: string): string => program.toLowerCase().replace(/\.exe$/, '');
const formOf = remembered((program) => FORMS.find(({ programs }) => programs.test(nameOf(program))));
