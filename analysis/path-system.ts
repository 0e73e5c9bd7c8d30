/** Places of operating systems: what runs by itself, who may enter, what each shell starts with, what is recorded. Lower case. */
import type { Kind, Place } from './path-places';

export const SYSTEM_PLACES: readonly Place[] = [
  {
    folder: 'etc',
    below:
      /^(?:cron(?:tab|\.\w{1,10}(?:\/|$))|anacrontab|at\.(?:allow|deny)|systemd\/(?:system|user|system-generators)\/|init\.d\/|init\/|inittab|rc\.local|rc\.d\/|rc[0-6s]\.d\/|xdg\/autostart\/|udev\/rules\.d\/|update-motd\.d\/|networkmanager\/dispatcher\.d\/|apt\/apt\.conf\.d\/|modules-load\.d\/|modules(?:\/|$)|emond\.d\/|periodic\/|launchd\.conf|x11\/xsession\.d\/|sv\/|runit\/|acpi\/events\/|dhcp\/dhclient-(?:enter|exit)-hooks\.d\/|(?:dnf|yum)\/plugins\/|binfmt\.d\/|logrotate\.d\/)/,
    class: 'scheduled-job',
  },
  {
    folder: 'etc',
    below:
      /^(?:profile(?:\.d)?(?:\/|$)|bash\.bashrc|bashrc|bash_completion\.d\/|zsh(?:rc|env|profile|login)?(?:\/|$)|environment(?:\.d)?(?:\/|$)|csh\.|fish\/|skel\/)/,
    class: 'shell-profile',
  },
  { folder: 'etc', below: /^ssh(?:\/|$)/, class: 'ssh-access' },
  {
    folder: 'etc',
    below:
      /^(?:pam\.(?:d|conf)|ld\.so\.|nsswitch\.conf|hosts(?:\.(?:allow|deny|equiv))?(?:\/|$)|sudoers|passwd-?(?:\/|$)|group-?(?:\/|$)|login\.(?:defs|access)|shells(?:\/|$)|security\/|polkit-1\/|doas\.conf|authorization|krb5\.conf|sub[ug]id)/,
    class: 'login-control',
  },
  { folder: 'security', below: /^pam_\w{1,60}\.so/, class: 'login-control' },
  { folder: 'securityagentplugins', class: 'login-control' },
  { folder: 'polkit-1', below: /^(?:actions|rules\.d)\//, class: 'login-control' },
  { folder: 'drivers', below: /^etc\/hosts/, class: 'login-control' },
  { folder: 'cron', below: /^(?:crontabs|tabs)(?:\/|$)/, class: 'scheduled-job' },
  { folder: 'spool', below: /^(?:cron|at|cronjobs|atjobs|atspool)(?:\/|$)/, class: 'scheduled-job' },
  { folder: 'at', below: /^(?:tabs|jobs)\//, class: 'scheduled-job' },
  { folder: 'systemd', below: /^(?:system|user|system-generators|user-generators)\//, class: 'scheduled-job' },
  { folder: 'launchagents', class: 'scheduled-job' },
  { folder: 'launchdaemons', class: 'scheduled-job' },
  { folder: 'startupitems', class: 'scheduled-job' },
  { folder: 'emondclients', class: 'scheduled-job' },
  {
    folder: '.config',
    below: /^(?:autostart|autostart-scripts|plasma-workspace\/(?:env|shutdown))\//,
    class: 'scheduled-job',
  },
  { folder: 'programs', below: /^startup\//, class: 'scheduled-job' },
  { folder: 'system32', below: /^tasks\//, class: 'scheduled-job' },
  {
    folder: '.config',
    below: /^(?:fish\/(?:config\.fish|conf\.d\/|functions\/)|environment\.d\/|nushell\/|powershell\/[^/]*profile\.ps1)/,
    class: 'shell-profile',
  },
  { folder: '.bashrc.d', class: 'shell-profile' },
  { folder: '.zshrc.d', class: 'shell-profile' },
  { folder: '.oh-my-zsh', below: /^(?:custom\/|oh-my-zsh\.sh)/, class: 'shell-profile' },
  { folder: 'powershell', below: /^[^/]{0,80}profile\.ps1/, class: 'shell-profile' },
  { folder: 'windowspowershell', below: /^(?:v1\.0\/)?[^/]{0,80}profile\.ps1/, class: 'shell-profile' },
  { folder: 'site-packages', below: /^[^/]{1,80}\.pth/, class: 'shell-profile' },
  { folder: 'dist-packages', below: /^[^/]{1,80}\.pth/, class: 'shell-profile' },
  { folder: 'programdata', below: /^ssh\//, class: 'ssh-access' },
  {
    folder: 'var',
    below:
      /^(?:log(?:\/|$)|audit(?:\/|$)|(?:run|adm)\/(?:utmp|wtmp)|lib\/docker\/containers\/[^/]{1,80}\/[^/]{1,80}-json\.log|lib\/systemd\/coredump)/,
    class: 'log',
  },
  { folder: 'run', below: /^(?:log\/|utmp)/, class: 'log' },
  { folder: 'library', below: /^logs(?:\/|$)/, class: 'log' },
  { folder: 'winevt', below: /^logs\//, class: 'log' },
  { folder: 'system32', below: /^logfiles\//, class: 'log' },
];

/** Names, wherever they lie. */
export const SYSTEM_NAMES: Readonly<Partial<Record<Kind, string>>> = {
  'shell-profile':
    '.bashrc .bash_profile .bash_login .bash_logout .bash_aliases .bashenv .profile .zshrc .zshrc.local .zshenv .zprofile .zlogin .zlogout .kshrc .mkshrc .cshrc .tcshrc .login .xprofile .xinitrc .xsession .xsessionrc .pam_environment config.fish microsoft.powershell_profile.ps1 microsoft.vscode_profile.ps1 $profile usercustomize.py sitecustomize.py',
  'ssh-access': 'authorized_keys authorized_keys2 administrators_authorized_keys sshd_config ssh_config',
  log: 'wtmp btmp utmp lastlog faillog',
  'scheduled-job': 'crontab',
};
