/** What is known of miners: programs, pools, options, wallets. General families, matched on parsed words. */

/** Base names, lower case, without `.exe`. */
export const MINERS: ReadonlySet<string> = new Set(
  `xmrig xmrig-cuda xmrig-amd xmrig-nvidia xmrig-notls xmrigdaemon xmrig-proxy xmr-stak xmr-stak-cpu xmr-stak-rx xmrcc minerd cpuminer cpuminer-multi cpuminer-opt
  cpuminer-avx2 cpuminer-sse2 ccminer ethminer ethdcrminer64 cgminer bfgminer sgminer nheqminer ewbf-miner lolminer nbminer t-rex trex gminer teamredminer phoenixminer
  nanominer srbminer srbminer-multi kawpowminer wildrig wildrig-multi bminer miniz rigel bzminer xmrminer moneroocean minergate minergate-cli nicehash nhm
  claymore cryptodredge z-enemy progpowminer verthashminer hellminer ccminer-verus astrominer dero-miner tnn-miner onezerominer spectre-miner kryptex p2pool monero-miner
  xmr-miner cpu-miner gpu-miner kdevtmpfsi kinsing`.split(/\s+/),
);

/** Names that stand for a miner inside an image or repository name. */
export const MINER_NAME =
  /(?:^|[/_.-])(?:xmrig|xmr-?stak|minerd|cpuminer(?:-multi|-opt)?|ccminer|ethminer|nbminer|lolminer|t-rex|teamredminer|phoenixminer|srbminer(?:-multi)?|kawpowminer|nanominer|monero-?miner|xmr-?miner|monero[\w-]{0,20}(?:pool|miner)|kinsing|kdevtmpfsi|cgminer|bfgminer|moneroocean|c3pool|xmrcc)(?=$|[/_.:@-])/i;

/** Programs and images that sell the machine's bandwidth, beside mining. */
export const BANDWIDTH_SELLER =
  /(?:^|[/_.-])(?:honeygain|earnapp|traffmonetizer|packetstream|psclient|peer2profit|p2pclient|repocket|pawns(?:-cli)?|iproyal|proxyrack|bitping(?:-node)?|proxylite|earnfm|gaganode|speedshare|bright-?data-sdk|myst(?:erium)?(?:-node)?|nodemaven|titan-edge|meson_cdn|grass-node|nodepay)(?=$|[/_.:@-])/i;

/** Registrable names of well-known pools and mining markets. */
const POOLS: ReadonlySet<string> = new Set([
  'minexmr.com',
  'supportxmr.com',
  'nanopool.org',
  '2miners.com',
  'f2pool.com',
  'hashvault.pro',
  'moneroocean.stream',
  'nicehash.com',
  'ethermine.org',
  'unmineable.com',
  'miningpoolhub.com',
  'antpool.com',
  'herominers.com',
  'woolypooly.com',
  'flexpool.io',
  'hiveon.net',
  'viabtc.com',
  'slushpool.com',
  'braiins.com',
  'kryptex.network',
  'zpool.ca',
  'prohashing.com',
  'c3pool.com',
  'c3pool.org',
  'minergate.com',
  'dwarfpool.com',
  'monerohash.com',
  'xmrpool.eu',
  'p2pool.io',
  'sparkpool.com',
  'poolin.com',
  'luxor.tech',
  'mining-dutch.nl',
  'crypto-pool.fr',
  'xmr.pt',
  'skypool.org',
  'zergpool.com',
  'rplant.xyz',
  'suprnova.cc',
  'k1pool.com',
  'ravenminer.com',
  'gntl.uk',
  'pool.gntl.co.uk',
  'nicehash.info',
  'monerop.com',
  'auto.xmr',
]);

export function isPool(host: string): boolean {
  if (host.length > 255 || !host.includes('.')) return false;
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  return [2, 3].some((count) => POOLS.has(labels.slice(-count).join('.')));
}

/** Stratum addresses, whatever the transport. */
export const STRATUM = /^(?:stratum\d?|eth(?:proxy|stratum)?|zil|daemon)\d?\+?(?:tcp|ssl|tls|udp|http)?s?:\/\//i;
export const STRATUM_ANYWHERE = /\bstratum\d?(?:\+(?:tcp|ssl|tls))?:\/\/[^\s'"]{1,200}/i;

/** Algorithms of mining; with an address and a user they are a miner's arguments whatever the program is called. */
export const ALGORITHM =
  /^(?:rx\/(?:0|wow|arq|graft|sfx|keva|loki)|randomx(?:l|wow)?|cn(?:-|\/)[\w/-]{1,20}|cryptonight[\w/-]{0,20}|kawpow|etchash|ethash|autolykos2?|equihash[\w/]{0,10}|octopus|beamhash\w{0,3}|cuckatoo\d{0,2}|argon2\/\w{1,10}|ghostrider|gr|verushash|verus|yescrypt\w{0,4}|yespower\w{0,8}|lyra2\w{1,6}|x16r\w{0,2}|x11|scrypt|sha256d|kheavyhash|blake3|nexapow|progpow\w{0,8}|firopow|minotaurx|astrobwt\w{0,4}|dynexsolve|kaspa|karlsen|alephium|ironfish|ravencoin|monero|verthash|heavyhash|karlsenhash)$/i;

/** Options that miners have and next to nothing else has. */
export const MINER_OPTIONS: ReadonlySet<string> = new Set([
  '--donate-level',
  '--donate-over-proxy',
  '--randomx-1gb-pages',
  '--randomx-mode',
  '--randomx-no-numa',
  '--randomx-no-rdmsr',
  '--randomx-wrmsr',
  '--rig-id',
  '--cpu-max-threads-hint',
  '--no-huge-pages-jit',
  '--cuda-bfactor-hint',
  '--pool-address',
  '--mining-intensity',
  '--nicehash',
  '--coin',
  '--farm-recheck',
  '--cpu-affinity-mine',
  '--asm-mine',
  '--opencl-threads-mine',
  '--dagdir',
  '--start-mining',
  '--mining-threads',
  '--eres',
]);

/** Of those, options that other programs have too and that need a second sign. */
export const WEAK_OPTIONS: ReadonlySet<string> = new Set(['--coin', '--nicehash', '--pool-address', '--eres']);

/** A Monero address anywhere in a text: of a length and alphabet that nothing else has. */
export const MONERO_ANYWHERE = /(?<![1-9A-HJ-NP-Za-km-z])[48][1-9A-HJ-NP-Za-km-z]{94}(?![1-9A-HJ-NP-Za-km-z])/;

/** Scripts that mine in the browser of whoever opens the page. */
export const PAGE_MINER =
  /coinhive(?:\.min)?\.js|\bnew\s{1,3}(?:CoinHive|Client|CRLT|CryptoLoot|Coinimp)\.(?:Anonymous|User)\(|coinimp\.com\/scripts|hostingcloud\.racing|webminepool\.com\/lib|crypta?-?loot\.(?:com|pro)\/lib/i;

/** A wallet address of the coins that are mined: Monero, Bitcoin, Ethereum and forks. May be followed by a worker name. */
export const WALLET =
  /^(?:[a-z]{2,6}:)?(?:[48][1-9A-HJ-NP-Za-km-z]{93,105}|bc1[a-z0-9]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|0x[0-9a-fA-F]{40}|[rRDLTt][1-9A-HJ-NP-Za-km-z]{32,34})(?:[./+][\w.@-]{0,60})?$/;

/** Calls of the stratum protocol as they stand in code. */
export const PROTOCOL_CALL =
  /^(?:mining\.(?:subscribe|authorize|notify|submit)|eth_submit(?:Login|Work|Hashrate)|eth_getWork)$|"method"\s{0,3}:\s{0,3}"(?:mining\.|eth_submit)/;

/** The same as string literals anywhere in a piece of code. */
export const PROTOCOL_IN_CODE =
  /["'](?:mining\.(?:subscribe|authorize|submit)|eth_submit(?:Login|Work)|eth_getWork)["']/;
