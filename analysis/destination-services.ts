/**
 * What is known of names on the Internet: which service answers there, and so what it means that something is sent or fetched. This file
 * is made to be extended: one line a family; a domain stands for itself and everything below it, a path after it narrows it.
 */
import type { DestinationService } from '../contracts/analysis';

const DOMAINS: Readonly<Record<DestinationService, string>> = {
  // Text that anybody may leave and read.
  paste:
    'pastebin.com paste.ee pastebin.pl pastebin.fi paste.rs paste.debian.net paste.mozilla.org paste.ubuntu.com paste.centos.org ghostbin.com ghostbin.co hastebin.com toptal.com/developers/hastebin dpaste.com dpaste.org dpaste.de ix.io sprunge.us termbin.com rentry.co rentry.org controlc.com justpaste.it privatebin.net privatebin.info cryptobin.co zerobin.net 0bin.net bin.disroot.org textbin.net paste2.org codepad.org telegra.ph write.as p.ip.fi clbin.com bpa.st nopaste.net katb.in snippet.host pastesio.com pastelink.net gist.github.com api.github.com/gists',
  // Request catchers and names that exist to see who asks for them (OAST).
  catcher:
    'webhook.site webhook.cool webhooks.site requestbin.com requestbin.net requestcatcher.com requestinspector.com requestrepo.com pipedream.net pipedream.com/sources beeceptor.com hookbin.com hookdeck.com mockbin.org mockbin.io postb.in ptsv2.com ptsv3.com typedwebhook.tools smee.io webhookrelay.com canarytokens.com canarytokens.org burpcollaborator.net oastify.com interact.sh interactsh.com oast.fun oast.me oast.live oast.site oast.online oast.pro oast.us dnslog.cn dnslog.link ceye.io dnsbin.zhack.ca xss.ht bxss.me ezxss.com xsshunter.com r87.me eyes.sh log.xn--9tr.com httpdump.app rbndr.us tukaani.rs.cx pingb.in',
  // Files that anybody may leave, most for a few hours.
  'file-drop':
    'transfer.sh file.io temp.sh 0x0.st 0x0.la bashupload.com catbox.moe litterbox.catbox.moe gofile.io anonfiles.com anonfile.com bayfiles.com uguu.se oshi.at pomf.cat pomf.lain.la tmpfiles.org tmpfile.link tempfile.org tmp.ninja keep.sh x0.at envs.sh free.keep.sh transferfile.io wetransfer.com we.tl sendspace.com sendgb.com filebin.net filetransfer.io fileditch.com ufile.io workupload.com krakenfiles.com mediafire.com mega.nz mega.co.nz userapi.mega.co.nz pixeldrain.com zippyshare.com 1fichier.com wormhole.app send.vis.ee put.io qu.ax buzzheavier.com store1.gofile.io upload.ee dropmefiles.com limewire.com storj.io/share',
  // Names that lead to somebody's own machine.
  tunnel:
    'ngrok.io ngrok.app ngrok.dev ngrok-free.app ngrok-free.dev ngrok.pizza trycloudflare.com cfargotunnel.com serveo.net serveousercontent.com loca.lt localtunnel.me localhost.run lhr.life lhr.rocks bore.pub pinggy.io pinggy.link pinggy.online telebit.cloud packetriot.net pagekite.me tunnelto.dev localxpose.io loclx.io zrok.io playit.gg remote.moe srv.us tunnelmole.net expose.dev sharedwithexpose.com beame.io tailscale.net ts.net devtunnels.ms portmap.io portmap.host sish.top onion onion.ws onion.pet onion.ly tor2web.org i2p',
  // Messages to people through a bot or a hook.
  chat: 'hooks.slack.com discord.com/api/webhooks discordapp.com/api/webhooks canary.discord.com/api/webhooks ptb.discord.com/api/webhooks api.telegram.org webhook.office.com outlook.office.com/webhook chat.googleapis.com oapi.dingtalk.com/robot qyapi.weixin.qq.com/cgi-bin/webhook open.feishu.cn/open-apis/bot open.larksuite.com/open-apis/bot ntfy.sh api.pushover.net api.pushbullet.com api.twilio.com notify.run maker.ifttt.com hooks.zapier.com hook.integromat.com hook.make.com api.mailgun.net api.sendgrid.com api.resend.com api.postmarkapp.com api.emailjs.com formspree.io formsubmit.co getform.io docs.google.com/forms script.google.com/macros',
  // Where packages are published and fetched.
  registry:
    'npmjs.org npmjs.com yarnpkg.com pypi.org pythonhosted.org crates.io rubygems.org maven.org maven.apache.org packagist.org nuget.org hex.pm pub.dev golang.org/x proxy.golang.org sum.golang.org jsr.io anaconda.org conda.io cpan.org cran.r-project.org hackage.haskell.org docker.io hub.docker.com ghcr.io quay.io gcr.io mcr.microsoft.com public.ecr.aws registry.gitlab.com pkg.github.com deb.debian.org archive.ubuntu.com security.ubuntu.com packages.microsoft.com dl-cdn.alpinelinux.org',
  'cloud-storage':
    'amazonaws.com/s3 storage.googleapis.com storage.cloud.google.com blob.core.windows.net file.core.windows.net dfs.core.windows.net r2.cloudflarestorage.com backblazeb2.com digitaloceanspaces.com linodeobjects.com wasabisys.com vultrobjects.com aliyuncs.com myqcloud.com objectstorage.oraclecloud.com supabase.co/storage dropboxapi.com dropbox.com drive.google.com googleapis.com/upload/drive onedrive.live.com graph.microsoft.com box.com pcloud.com api.pcloud.com nextcloud.com',
  model:
    'anthropic.com claude.ai openai.com chatgpt.com openai.azure.com cognitiveservices.azure.com services.ai.azure.com models.ai.azure.com models.inference.ai.azure.com generativelanguage.googleapis.com aiplatform.googleapis.com cloudcode-pa.googleapis.com mistral.ai cohere.ai cohere.com groq.com x.ai deepseek.com perplexity.ai together.xyz together.ai fireworks.ai openrouter.ai replicate.com huggingface.co/api api-inference.huggingface.co router.huggingface.co githubcopilot.com models.github.ai cerebras.ai sambanova.ai ai.cloudflare.com gateway.ai.cloudflare.com dashscope.aliyuncs.com dashscope-intl.aliyuncs.com moonshot.cn moonshot.ai bigmodel.cn z.ai minimax.io minimaxi.com ai21.com voyageai.com deepinfra.com nebius.com siliconflow.cn ai-gateway.vercel.sh opencode.ai/zen cursor.sh codeium.com',
  'code-host':
    'github.com api.github.com uploads.github.com githubusercontent.com gitlab.com bitbucket.org codeberg.org git.sr.ht sr.ht gitea.com gitee.com sourceforge.net dev.azure.com visualstudio.com pagure.io salsa.debian.org notabug.org framagit.org',
  release:
    'objects.githubusercontent.com release-assets.githubusercontent.com codeload.github.com nodejs.org go.dev golang.org rust-lang.org rustup.rs python.org kernel.org gnu.org apache.org debian.org ubuntu.com fedoraproject.org alpinelinux.org archlinux.org get.helm.sh dl.k8s.io releases.hashicorp.com download.docker.com dl.google.com awscli.amazonaws.com download.pytorch.org developer.download.nvidia.com download.jetbrains.com',
  shortener: 'bit.ly tinyurl.com is.gd v.gd t.co cutt.ly rb.gy shorturl.at ow.ly t.ly rebrand.ly tiny.cc s.id goo.gl',
};

/** Names that many hosts of a service share whoever runs it: its software, or what it is for, as a whole label. */
const FAMILIES: readonly (readonly [RegExp, DestinationService])[] = [
  [
    /(?:^|\.)(?:(?:[a-z0-9]{1,20}-)?(?:oast|oob|interactsh?|collaborator|dnslog|dnsbin|httpbin-catcher|request-?bin|request-?catcher|webhook-?(?:site|catcher|bin|tester)|canary-?tokens?))(?:\.|$)/,
    'catcher',
  ],
  [/(?:^|\.)(?:pastebin|privatebin|hastebin|ghostbin|zerobin|paste-?bin|nopaste)(?:\.|$)/, 'paste'],
  [/(?:^|\.)(?:transfer-?sh|file-?drop|tmp-?files?|temp-?files?|anon-?files?|bashupload)(?:\.|$)/, 'file-drop'],
  [/(?:^|\.)(?:ngrok|localtunnel|cloudflared|pinggy|serveo)(?:[.-]|$)/, 'tunnel'],
  [/(?:^|\.)s3(?:[.-][a-z0-9-]{1,40})?\.amazonaws\.com(?:\.cn)?$/, 'cloud-storage'],
  [/(?:^|\.)bedrock(?:-runtime|-agent-runtime|-mantle)?[.-][a-z0-9-]{1,40}\.amazonaws\.com$/, 'model'],
];

interface Row {
  path: string;
  service: DestinationService;
}

const ROWS = new Map<string, Row[]>();
for (const [service, list] of Object.entries(DOMAINS) as [DestinationService, string][])
  for (const one of list.split(' ')) {
    const slash = one.indexOf('/');
    const domain = slash < 0 ? one : one.slice(0, slash);
    const row = { path: slash < 0 ? '' : one.slice(slash), service };
    ROWS.set(
      domain,
      [...(ROWS.get(domain) ?? []), row].sort((a, b) => b.path.length - a.path.length),
    );
  }

/** Labels of a name that are looked up: no domain of the list has more. */
const MAX_LABELS = 6;

/** The service that answers at a name, by its longest known domain; `path` is that of the URL, '' when there is none. */
export function serviceOf(host: string, path: string): DestinationService | undefined {
  const labels = host.split('.', 64);
  for (let at = Math.max(0, labels.length - MAX_LABELS); at < labels.length; at++) {
    const rows = ROWS.get(labels.slice(at).join('.'));
    const row = rows?.find((one) => path.startsWith(one.path));
    if (row) return row.service;
  }
  return FAMILIES.find(([family]) => family.test(host))?.[1];
}
