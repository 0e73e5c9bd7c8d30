/** Programs that no table knows: what they are given to open, as far as it is a credential. */
import { CREDENTIAL_CLASSES } from '../../contracts/analysis';
import type { PathClass } from '../../contracts/analysis';
import type { Invocation, ResolvedWord } from '../../contracts/shell';
import { resolvePath } from '../paths';
import { set } from './options';

/** Programs that name files without opening them, that use a key rather than show it, or that run what they are given. */
const NOT_OPENING = set(
  'ls ll la dir exa eza lsd tree stat test [ [[ file chmod chown chgrp chattr setfacl getfacl rm rmdir unlink shred truncate mkdir mktemp ln link readlink realpath basename dirname find fd locate which whereis type command hash du df cd pushd popd echo printf print true false : export declare local readonly unset set alias read eval exec trap return exit kill pkill pgrep ps git svn hg ssh ssh-add ssh-agent ssh-copy-id autossh mosh docker-compose helm helmfile terraform tofu pulumi ansible ansible-playbook vagrant packer node nodejs deno bun tsx ts-node python python3 python2 uv uvx pip pip3 poetry npm npx pnpm yarn cargo go make cmake bash sh zsh dash ksh fish php lua java javac powershell pwsh cmd powershell.exe cmd.exe write-host write-output write-verbose test-path get-item get-childitem gci resolve-path split-path join-path new-item remove-item ri del erase rd set-location get-acl set-acl if foreach where-object select-object dotenv direnv op code cursor open xdg-open systemctl service mount umount sudo su nohup watch tmux screen script parallel xargs man apropos tldr inotifywait entr keytool certbot wg wg-quick openvpn export-env ssh-keyscan restorecon security secret-tool for select case',
);

/** Of a program that is not known, its operands that can only be credentials: whatever it is, it is given them to open. */
export function credentialsGiven({ program, args }: Invocation): ResolvedWord[] {
  if (NOT_OPENING.has(program.toLowerCase()) || program === '') return [];
  const operands = args
    .slice(0, 100)
    .filter(({ text }, at) => mayBePath(text) && !text.startsWith('-') && !USES.test(args[at - 1]?.text ?? ''));
  const bare = operands.map((word) => ({ ...word, text: word.text.replace(/^(?:@|file:\/\/)/, '') }));
  return bare.filter(({ text }) => isCredential(resolvePath(text, {}).class));
}

/** Cheap to ask: most words are neither paths nor names of key files. */
const mayBePath = (text: string): boolean =>
  text.length > 3 && text.length < 400 && /[./_~$%\\]|key|cred|secret|token|passw|shadow|config|wallet/i.test(text);

/** Options whose value is a credential that the program works with. */
const USES = /^-(?:i|-?[\w-]{0,30}(?:key|cert|ident|token|config|cred|env|auth|secret)[\w-]{0,30})$/i;

/** Whether reading such a path shows a secret. */
export const isCredential = (kind: PathClass): boolean => CREDENTIAL_CLASSES.has(kind);
