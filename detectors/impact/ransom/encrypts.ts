/** Encryption of many files, or of files of the system, and the removal of their originals. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { excerptOf, plainWords } from '../words';

export interface Encryption {
  what: string;
  about: string;
  excerpt: string;
  /** The originals go. */
  originals: boolean;
}

const LOCKED = /\.(?:locked|encrypted|enc|crypt|crypted|crypto|lock|pay|ransom|wncry)$/i;
const SYSTEM_FILE = /^\/(?:etc|boot|usr|root|var\/(?:lib|mail|www))\//;
const MANY = /^(?:find -exec|xargs|gxargs|parallel|fd -x)$/;
/** Longest code that is read, in characters. */
const MAX_CODE = 30_000;
const CIPHER =
  /\b(?:Fernet|AES\.new|AESGCM|ChaCha20|PKCS1_OAEP|createCipheriv|publicEncrypt|SecretBox|openssl_encrypt|OpenSSL::Cipher|AesManaged|Aes\.Create|CryptoStream)\b/;
const WALK =
  /\b(?:os\.walk|rglob|iglob|glob\.glob|scandir|listdir|readdir(?:Sync)?|Dir\.glob|RecursiveDirectoryIterator|Get-ChildItem|EnumerateFiles|walk)\b/;
const REPLACES =
  /\b(?:os\.(?:remove|unlink|rename|replace)|unlink(?:Sync)?|rename(?:Sync)?|rmSync|File\.(?:delete|rename)|Remove-Item|Rename-Item)\b|\.(?:locked|encrypted|crypt)["'`]/;

/** Whether an invocation turns readable files into files for which one needs a key. */
export function encrypts(one: Invocation): boolean {
  const words = argv(one);
  switch (one.program) {
    case 'openssl':
      return (
        /^(?:enc|aes-?\d{3}.{0,10}|smime|rsautl|pkeyutl|cms)$/.test(words[0] ?? '') &&
        !words.includes('-d') &&
        !words.includes('-decrypt') &&
        words.includes('-in')
      );
    case 'gpg':
    case 'gpg2':
      return (
        words.some((word) => /^(?:-[a-z]{0,4}[ce][a-z]{0,4}|--symmetric|--encrypt)$/.test(word)) &&
        !words.some((word) => /^(?:-d|--decrypt)$/.test(word))
      );
    case 'age':
    case 'rage':
      return words.some((word) => /^(?:-r|-R|-p|--recipient|--passphrase|-e)$/.test(word));
    case 'ccrypt':
    case 'ccencrypt':
    case 'mcrypt':
      return !words.some((word) => /^(?:-d|--decrypt)$/.test(word));
    case '7z':
    case '7za':
    case '7zr':
      return words[0] === 'a' && words.some((word) => /^-p./.test(word));
    case 'zip':
      return words.some((word) => /^(?:-P|-e|--password|--encrypt)$/.test(word));
    default:
      return false;
  }
}

/** What a command encrypts that makes it a seizure rather than a safe-keeping. */
export function encryptionBy(analysis: EventAnalysis): Encryption | undefined {
  const all = invocations(analysis);
  const encrypting = all.filter(encrypts);
  const first = encrypting[0];
  if (first !== undefined) {
    const loops = encrypting.length > 4 || encrypting.some((one) => isLooped(one));
    const originals =
      all.some(removesOriginals) ||
      encrypting.some((one) => one.program === 'zip' && argv(one).includes('-m')) ||
      encrypting.some((one) => one.program === '7z' && argv(one).includes('-sdel')) ||
      first.program.startsWith('cc');
    if (loops && originals)
      return {
        what: 'encrypts many files and removes the originals',
        about: first.program,
        excerpt: excerptOf(first),
        originals: true,
      };
    const system = encrypting.flatMap((one) => plainWords(argv(one))).find((word) => SYSTEM_FILE.test(word));
    if (system !== undefined)
      return { what: `encrypts the system file ${system}`, about: system, excerpt: excerptOf(first), originals: false };
  }
  return renames(all) ?? inCode(all) ?? bucket(all);
}

/** Reached once for each of many: by a carrier, or with a name that a loop gives. */
const isLooped = ({ via, args }: Invocation): boolean =>
  via.some((step) => MANY.test(step)) || args.some(({ known }) => !known);

const removesOriginals = ({ program }: Invocation): boolean => /^(?:rm|shred|srm|wipe|unlink)$/.test(program);

/** Lists the files that a loop then walks. */
const isListing = ({ program, via }: Invocation): boolean =>
  via.includes('substitution') && /^(?:find|ls|fd)$/.test(program);

/** Many files get one of the endings that such programs give. */
function renames(all: readonly Invocation[]): Encryption | undefined {
  const moved = all.filter((one) => one.program === 'mv' && LOCKED.test(one.args.at(-1)?.text ?? ''));
  const first = moved[0];
  return first !== undefined && (moved.length > 4 || moved.some(isLooped) || all.some(isListing))
    ? { what: 'gives many files the ending of encrypted ones', about: 'mv', excerpt: excerptOf(first), originals: true }
    : undefined;
}

/** Code that walks folders, encrypts, and replaces what it found. */
function inCode(all: readonly Invocation[]): Encryption | undefined {
  for (const one of all)
    for (const { language, text } of one.code ?? []) {
      const looked = text.slice(0, MAX_CODE);
      if (CIPHER.test(looked) && WALK.test(looked) && REPLACES.test(looked))
        return {
          what: `runs ${language} code that walks folders, encrypts files and removes or renames them`,
          about: language,
          excerpt: looked.slice(0, 300),
          originals: true,
        };
    }
  return undefined;
}

/** Objects of a bucket copied onto themselves under a key that only the caller has. */
function bucket(all: readonly Invocation[]): Encryption | undefined {
  const one = all.find(
    (call) =>
      call.program === 'aws' && call.args.some(({ text }) => /^--(?:sse-c|sse-customer-key|sse-c-key)$/.test(text)),
  );
  if (one === undefined) return undefined;
  const [from, to] = argv(one).filter((word) => word.startsWith('s3://'));
  return from !== undefined && from === to
    ? {
        what: `encrypts ${from} under a key that the store does not keep`,
        about: from,
        excerpt: excerptOf(one),
        originals: true,
      }
    : undefined;
}
