/** Programs to which the name of a shell is a thing like any other: they look at it, copy it, set it as somebody's, or run it elsewhere. */

const NAMES = `
  ls cat less more head tail file stat readlink realpath which whereis type command md5sum sha1sum sha256sum wc diff cmp strings ldd nm
  objdump readelf lsof fuser grep egrep fgrep rg ag sed tee echo printf test [ [[ true false
  cp mv ln rm mkdir rmdir touch install chmod chown chgrp setfacl getfacl chattr lsattr restorecon chcon truncate shred dd
  chsh usermod useradd adduser userdel deluser addgroup groupadd passwd chpasswd pw dscl add-shell remove-shell lchsh luseradd lusermod
  apt apt-get aptitude dnf yum microdnf zypper apk pacman yay brew port pkg snap flatpak emerge nix-env nix xbps-install eopkg swupd
  dpkg dpkg-divert dpkg-reconfigure dpkg-query update-alternatives alternatives pip pip3 cargo go
  kill pkill killall pgrep pidof ps top systemctl journalctl launchctl loginctl
  docker podman nerdctl crictl ctr buildah kubectl oc helm lxc lxc-attach lxc-start incus systemd-nspawn machinectl schroot arch-chroot
  chroot nsenter proot singularity apptainer distrobox toolbox vagrant multipass virsh limactl colima ssh mosh scp sftp
  crontab git gh logger mail wall notify-send auditctl ausearch semanage apparmor_parser ufw aa-enforce aa-complain visudo
`;
const PLAIN: ReadonlySet<string> = new Set(NAMES.split(/\s+/).filter(Boolean));

/** What a package or service tool does to a thing that may well be a shell. */
const VERBS =
  /^(?:install|reinstall|remove|purge|upgrade|update|info|show|search|list|status|add|del|delete|uninstall|enable|disable)$/;

/** Whether shells among the arguments of the program are only named. */
export function onlyNames(program: string, words: readonly string[]): boolean {
  return PLAIN.has(program) || words.slice(0, 2).some((word) => VERBS.test(word));
}

/** A hook of a package tool (`-o APT::Update::Pre-Invoke::=/bin/sh`): these tools only name shells, but for what they run before and after. */
const HOOK = /^(?:-o)?[\w:.-]{1,80}(?:invoke|hook|exec|command|script|run|pager|shell-cmd)[\w:.-]{0,20}=/i;

export const isHook = (word: string): boolean => HOOK.test(word);
