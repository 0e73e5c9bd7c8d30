/** How much the place that a download comes from tells by itself. */
import type { Destination, Transfer } from '../../../contracts/analysis';
import type { InstallationContext } from '../../../contracts/detector';

/** `known`: an installer, registry or release page in common use; `odd`: a place that ordinary software does not come from. */
export type Standing = 'known' | 'local' | 'unknown' | 'odd';

/** Hosts that serve the installer of one tool and nothing that others may put there. */
const INSTALLER_HOSTS: ReadonlySet<string> = new Set(
  'sh.rustup.rs static.rust-lang.org get.docker.com get.k3s.io get.helm.sh get.rvm.io get.volta.sh get.pnpm.io get.sdkman.io get.pulumi.com get.opentofu.org get.gitea.io get.haskellup.org get-ghcup.haskell.org get.nexte.st get.starship.rs starship.rs bun.sh bun.com astral.sh deno.land deno.com install.python-poetry.org bootstrap.pypa.io pyenv.run pixi.sh mise.run mise.jdx.dev rtx.pub devenv.sh nixos.org install.determinate.systems fnm.vercel.app nodejs.org deb.nodesource.com rpm.nodesource.com dl.yarnpkg.com yarnpkg.com get.sdkman.io ollama.com ollama.ai claude.ai cli.anthropic.com opencode.ai cursor.com aider.chat install.duckdb.org fly.io railway.app cli.github.com packages.microsoft.com aka.ms dot.net sdk.cloud.google.com dl.google.com storage.googleapis.com apt.llvm.org apt.releases.hashicorp.com releases.hashicorp.com awscli.amazonaws.com cli.run.pulumi.com repo.anaconda.com repo.continuum.io micro.mamba.pm julialang.org install.julialang.org install.meteor.com download.docker.com tailscale.com pkgs.tailscale.com cli.moonrepo.dev moonrepo.dev taskfile.dev just.systems webi.sh webinstall.dev get.jenkins.io packages.gitlab.com dl.k8s.io kind.sigs.k8s.io install.zerotier.com oh-my-posh.dev ohmyposh.dev foundry.paradigm.xyz risczero.com sh.vector.dev grafana.com install.clickhouse.com clickhouse.com cli.doppler.com cli.infisical.com get.trunk.io semgrep.dev raw.githack.com golangci-lint.run golang.org go.dev dl.elv.sh community.chocolatey.org chocolatey.org get.scoop.sh get.activated.win winget.run fluxcd.io istio.io linkerd.io run.linkerd.io get.acme.sh composer.github.io getcomposer.org php.new get.k0s.sh buildpacks.io cnpm.com windsurf.com codeium.com supabase.com vercel.com render.com turso.tech get.tur.so convex.dev wasmtime.dev wasmer.io get.wasmer.io rye.astral.sh dagger.io dl.dagger.io earthly.dev cmake.org download.pytorch.org developer.download.nvidia.com packagecloud.io rover.apollo.dev codecov.io uploader.codecov.io firebase.tools cpanmin.us get.haskellstack.org raku.land install.citusdata.com'.split(
    ' ',
  ),
);

/** Hosts on which many publish: the owner's part of the path says whose it is. */
const OWNERS =
  /^\/?(?:homebrew|ohmyzsh|nvm-sh|creationix|rust-lang|astral-sh|denoland|oven-sh|pnpm|pyenv|rbenv|tj|asdf-vm|junegunn|helm|kubernetes|kubernetes-sigs|k3d-io|k3s-io|docker|moby|golangci|anchore|aquasecurity|hashicorp|direnv|ajeetdsouza|starship|zdharma-continuum|sdkman|cli|github|actions|microsoft|google|googlecloudplatform|aws|nodejs|python|pypa|conda-forge|mamba-org|neovim|tmux-plugins|rancher|argoproj|fluxcd|istio|cilium|projectcalico|grafana|prometheus|open-telemetry|bazelbuild|llvm|nektos|casey|jdx|haskell|jetify-com|jetpack-io|flutter|apple|swiftlang|composer|composer-unused|vercel|supabase|ollama|ggml-org|mozilla|wting|rupa|anthropics|openai|google-gemini)\//i;
const SHARED =
  /^(?:raw\.githubusercontent\.com|github\.com|objects\.githubusercontent\.com|gitlab\.com|codeload\.github\.com|bitbucket\.org)$/;
const RELEASE =
  /^\/?[^/]{1,100}\/[^/]{1,100}\/(?:-\/)?(?:releases\/(?:latest\/)?download|releases\/download|archive|zipball|tarball)\//;
const REGISTRIES =
  /(?:^|\.)(?:npmjs\.(?:org|com)|pypi\.org|pythonhosted\.org|crates\.io|rubygems\.org|maven\.org|maven\.apache\.org|apache\.org|debian\.org|ubuntu\.com|fedoraproject\.org|alpinelinux\.org|archlinux\.org|gnu\.org|kernel\.org|jsdelivr\.net|unpkg\.com|cdnjs\.cloudflare\.com|esm\.sh|jsr\.io|golang\.org|nuget\.org|packagist\.org|hex\.pm|cpan\.org|conda\.io|anaconda\.org|sourceforge\.net|launchpad\.net|gradle\.org|jetbrains\.com|oracle\.com|adoptium\.net|eclipse\.org|huggingface\.co|cloudflare\.com|brew\.sh|aws\.com)$/;
/** Where anybody leaves a file for an hour, or a name points elsewhere without saying where. */
const DROPS =
  /(?:^|\.)(?:pastebin\.com|paste\.ee|ghostbin\.com|hastebin\.com|dpaste\.(?:com|org)|ix\.io|0x0\.st|sprunge\.us|termbin\.com|rentry\.co|transfer\.sh|file\.io|temp\.sh|bashupload\.com|catbox\.moe|gofile\.io|anonfiles\.com|uguu\.se|oshi\.at|discordapp\.com|discord\.com|telegra\.ph|t\.me|ngrok(?:-free)?\.(?:io|app|dev)|trycloudflare\.com|serveo\.net|loca\.lt|localhost\.run|lhr\.life|bore\.pub|pinggy\.(?:io|link)|oast\.(?:fun|me|live|site|online|pro)|interact\.sh|webhook\.site|pipedream\.net|requestbin\.\w{2,8}|bit\.ly|tinyurl\.com|is\.gd|t\.co|cutt\.ly|rb\.gy|shorturl\.at|onion|i2p)$/;
const USUAL_PORTS: ReadonlySet<number> = new Set([80, 443, 8080, 8443, 3000, 5000, 8000]);
/** Programs that nobody installs software with, and that boot loaders and droppers use. */
const ODD_PROGRAMS =
  /^(?:tftp|atftp|ftpget|ncftpget|nc|ncat|netcat|telnet|shell|certutil|bitsadmin|mshta|regsvr32|desktopimgdownldr|smbclient)$/;

export function standingOf(transfer: Transfer, installation: InstallationContext): Standing {
  const { destination, program } = transfer;
  if (destination === undefined) return 'unknown';
  if (isListed(destination, installation)) return 'known';
  if (ODD_PROGRAMS.test(program)) return 'odd';
  if (isHere(destination)) return 'local';
  if (isOdd(destination)) return 'odd';
  return isKnown(destination) ? 'known' : 'unknown';
}

export const isHere = (destination: Destination | undefined): boolean =>
  destination?.class === 'loopback' || destination?.class === 'unspecified';

function isListed(
  { host, given }: Destination,
  { installers, ownedDomains, registries }: InstallationContext,
): boolean {
  const under = (domain: string) => host === domain || host.endsWith(`.${domain}`);
  return (
    [...ownedDomains, ...registries].some(under) || installers.some((one) => under(one) || given.includes(`//${one}`))
  );
}

function isOdd({ class: kind, disguised, host, port, scheme }: Destination): boolean {
  if (kind === 'public' || disguised || DROPS.test(host)) return true;
  return (
    kind === 'name' && port !== undefined && !USUAL_PORTS.has(port) && !/^(?:ssh|git|ftps?|sftp)/.test(scheme ?? '')
  );
}

function isKnown({ host, given, class: kind }: Destination): boolean {
  if (kind !== 'name') return false;
  if (INSTALLER_HOSTS.has(host.replace(/^www\./, '')) || REGISTRIES.test(host)) return true;
  const path = /^(?:[a-z]{2,6}:\/\/)?[^/]{1,255}(\/.{0,400})/i.exec(given)?.[1] ?? '';
  return SHARED.test(host) && (OWNERS.test(path.slice(1)) || RELEASE.test(path));
}
