/** Protections that the system itself brings: SELinux, AppArmor, audit rules, Gatekeeper, integrity, Defender, kernel hardening. */
import type { Weakening } from './detector';

const off = (what: string, why: string, severity: Weakening['severity'], ...techniques: string[]): Weakening => ({
  what,
  why,
  severity,
  techniques,
});

export function ofSystem(program: string, words: readonly string[]): Weakening | undefined {
  const text = words.join(' ').slice(0, 1_000);
  switch (program) {
    case 'setenforce':
      return /^(?:0|permissive)$/i.test(words[0] ?? '')
        ? off('selinux', 'SELinux is switched to permissive', 'medium', 'T1685')
        : undefined;
    case 'aa-teardown':
    case 'aa-disable':
    case 'aa-complain':
      return off('apparmor', 'AppArmor is switched off', 'medium', 'T1685');
    case 'auditctl':
      return /(?:^|\s)-D(?:\s|$)/.test(text) || /-e\s?0\b/.test(text)
        ? off('audit', 'The audit of the system is switched off or its rules dropped', 'high', 'T1685.004')
        : /(?:^|\s)-[dW]\s|-a\s{1,4}(?:never|task,never)/.test(text)
          ? off('audit', 'An audit rule is taken out', 'medium', 'T1685.004')
          : undefined;
    case 'audit':
      return /(?:^|\s)-t(?:\s|$)/.test(text)
        ? off('audit', 'The audit of the system is switched off', 'high', 'T1685.004')
        : undefined;
    case 'spctl':
      return /--(?:master|global)-disable/.test(text)
        ? off('gatekeeper', 'Gatekeeper is switched off', 'medium', 'T1553.001')
        : undefined;
    case 'csrutil':
      return /^(?:disable|authenticated-root disable|clear)/.test(text)
        ? off('integrity', 'The protection of the system is switched off', 'high', 'T1685')
        : undefined;
    case 'bputil':
      return off('integrity', 'The security policy of the machine at start-up is changed', 'high', 'T1685');
    case 'fdesetup':
      return /^disable/.test(text)
        ? off('disk', 'The encryption of the disk is switched off', 'medium', 'T1685')
        : undefined;
    case 'set-mppreference':
      return /-disable\w{1,60}\s?:?\s?(?:\$?true|1)|-mapsreporting\s(?:0|disabled)|-submitsamplesconsent\s(?:2|never)/i.test(
        text,
      )
        ? off('defender', 'Defender is switched off', 'high', 'T1685')
        : /-exclusion/i.test(text)
          ? exclusion()
          : undefined;
    case 'add-mppreference':
      return /-exclusion/i.test(text) ? exclusion() : undefined;
    case 'uninstall-windowsfeature':
      return /defender/i.test(text) ? off('defender', 'Defender is removed', 'high', 'T1685') : undefined;
    case 'reg':
      return /windows defender|\\amsi\\|enablelua|disableantispyware|disablerealtimemonitoring/i.test(text) &&
        /\b(?:add|delete)\b/i.test(text)
        ? off('registry', 'A protection of Windows is switched off in the registry', 'high', 'T1685')
        : undefined;
    case 'auditpol':
      return /\/(?:clear|remove)|(?:success|failure):disable/i.test(text)
        ? off('audit', 'The audit policy is taken down', 'high', 'T1685.001')
        : undefined;
    case 'sysctl':
      return /kernel\.(?:randomize_va_space|yama\.ptrace_scope|kptr_restrict|dmesg_restrict)\s?=\s?0/.test(text)
        ? off('hardening', 'A hardening of the kernel is switched off', 'low', 'T1685')
        : undefined;
    case 'fltmc':
      return /^unload\b/i.test(text)
        ? off('filter', 'A filter driver that watches files is unloaded', 'medium', 'T1685')
        : undefined;
    case 'set-executionpolicy':
      return /\b(?:bypass|unrestricted)\b/i.test(text) && /\blocalmachine\b/i.test(text)
        ? off('execution-policy', 'Scripts may run unsigned on the whole machine', 'medium', 'T1685')
        : undefined;
    case 'bpftool':
      return /^(?:prog|net|link) detach\b/.test(text)
        ? off('bpf', 'Programs that watch the kernel are taken off it', 'medium', 'T1685')
        : undefined;
    case 'kubectl':
      return /\blabel\b.{0,200}pod-security\.kubernetes\.io\/enforce=privileged/.test(text)
        ? off('pod-security', 'The pod security of a namespace is opened wholly', 'medium', 'T1685')
        : undefined;
    case 'tccutil':
      return /^reset All/.test(text) ? off('privacy', 'All privacy permissions are reset', 'low', 'T1685') : undefined;
    case 'falconctl':
    case 'sentinelctl':
    case 'mdatp':
      return /^-d\b|unload|uninstall|disable|unprotect|unquarantine|real-time-protection.{0,40}disabled|passive-mode/.test(
        text,
      )
        ? off(program, `The sensor ${program} is switched off`, 'high', 'T1685')
        : undefined;
    default:
      return undefined;
  }
}

const exclusion = (): Weakening =>
  off('defender-exclusion', 'A folder or program is taken out of the scans of Defender', 'medium', 'T1685');
