/** Which files a program opens, by its arguments and redirections. Listing, testing and changing modes open nothing. */
import type { Invocation, ResolvedWord } from '../../contracts/shell';
import { ROUNDABOUT } from './roundabout';
import { credentialsGiven } from './unknown-program';
import type { OptionTable, Words } from './options';
import { CURL, readWords, set, valuesOf } from './options';

export interface Touched {
  reads: string[];
  writes: string[];
}

type Program = (
  words: Words,
  invocation: Invocation,
) => { reads?: readonly ResolvedWord[]; writes?: readonly ResolvedWord[] };
interface Entry {
  table: OptionTable;
  read: Program;
}

const all: Program = ({ operands }) => ({ reads: operands });
const only: Program = ({ operands }) => ({ reads: operands.slice(0, 1) });
/** Sources, then the place they go to. */
const transfer: Program = (words) => {
  const target = valuesOf(words, 't target-directory');
  if (target.length > 0) return { reads: words.operands, writes: target };
  return { reads: words.operands.slice(0, -1), writes: words.operands.slice(-1) };
};
/** The first operand is a pattern or script unless an option gives it. */
const patterned =
  (given: string): Program =>
  (words) => ({
    reads: words.options.some(({ name }) => given.split(' ').includes(name)) ? words.operands : words.operands.slice(1),
  });

const PROGRAMS = new Map<string, Entry>();

function add(names: string, table: OptionTable, read: Program): void {
  for (const name of names.split(' ')) PROGRAMS.set(name, { table, read });
}

add(
  'cat tac bat batcat zcat bzcat xzcat zstdcat lz4cat less more most zless zmore nl rev nano emacs pico micro gunzip bunzip2 unxz gzip bzip2 xz zstd lz4 shuf tsort ccat pygmentize highlight glow mdcat enscript lpr lp',
  { letters: 'c' },
  all,
);
add('head tail', { letters: 'nc', long: set('lines bytes') }, all);
add('strings', { letters: 'ntes' }, all);
add('xxd', { letters: 'lscgoe' }, all);
add('hexdump hd', { letters: 'nsef' }, all);
add('od', { letters: 'AtNjw' }, all);
add('base64 base32 basenc base58', { letters: 'wbio', long: set('wrap input output') }, (words) => ({
  reads: [...words.operands, ...valuesOf(words, 'i input')],
  writes: valuesOf(words, 'o output'),
}));
add(
  'md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum cksum sum shasum md5 wc comm cmp diff diff3 sdiff vimdiff colordiff delta paste column expand unexpand fold fmt pr',
  { letters: 'aIxF' },
  all,
);
add('sort uniq', { letters: 'ktTSo', long: set('key field-separator output') }, (words) => ({
  reads: words.operands,
  writes: valuesOf(words, 'o output'),
}));
add('cut', { letters: 'dfbc', long: set('delimiter fields bytes characters') }, all);
add('split csplit iconv', { letters: 'blnaftCo' }, all);
add('source .', {}, only);
add('sqlite3 sqlite', {}, only);
add('plutil', { letters: 'o' }, all);
add('defaults', {}, ({ operands }) => ({ reads: operands[0]?.text === 'read' ? operands.slice(1, 2) : [] }));
add(
  'grep egrep fgrep zgrep ugrep ack ag rg ripgrep',
  {
    letters: 'efmABCdDgtTMj',
    long: set('regexp file max-count after-context before-context context include exclude exclude-dir glob type iglob'),
  },
  (words, invocation) => ({
    reads: [...(patterned('e regexp f file')(words, invocation).reads ?? []), ...valuesOf(words, 'f file')],
  }),
);
add(
  'jq yq gojq xq tomlq dasel',
  { letters: 'fL', long: set('from-file indent rawfile slurpfile arg argjson') },
  patterned('f from-file'),
);
add('xmllint xmlstarlet pandoc csvcut csvlook xsv mlr', { letters: 'o' }, all);
add('awk gawk mawk nawk', { letters: 'fvFe', long: set('file assign field-separator source') }, (words) => {
  const script = words.options.some(({ name }) => /^(?:f|file|e|source)$/.test(name));
  return { reads: words.operands.slice(script ? 0 : 1).filter(({ text }) => !/^\w+=/.test(text)) };
});
add('sed gsed', { letters: 'efl', long: set('expression file') }, (words) => {
  const reads = patterned('e expression f file')(words, NOBODY).reads ?? [];
  return { reads, writes: words.options.some(({ name }) => name === 'i' || name === 'in-place') ? reads : [] };
});
add('perl ruby', { letters: 'eEIMmrC' }, (words) => {
  const loops = words.options.some(({ name }) => name === 'n' || name === 'p' || name === 'a');
  return { reads: loops ? words.operands : [] };
});
add('cp gcp install', { letters: 'tSmog', long: set('target-directory suffix mode owner group') }, transfer);
add('mv', { letters: 'tS', long: set('target-directory suffix') }, transfer);
add('scp', { letters: 'cFiJlopSPDX' }, local(transfer));
add(
  'rsync',
  {
    letters: 'efTBM',
    long: set(
      'rsh exclude include files-from password-file exclude-from include-from filter backup-dir temp-dir rsync-path port bwlimit',
    ),
  },
  local((words, invocation) => {
    const { reads = [], writes = [] } = transfer(words, invocation);
    return { reads: [...reads, ...valuesOf(words, 'files-from')], writes };
  }),
);
add('rclone', { long: { flags: set('progress verbose dry-run checksum update') } }, ({ operands }) =>
  /^(?:copy|copyto|move|sync|cat|rcat|moveto)$/.test(operands[0]?.text ?? '')
    ? { reads: operands.slice(1, 2).filter(isLocal), writes: operands.slice(2, 3).filter(isLocal) }
    : {},
);
add(
  'tar bsdtar gtar',
  { letters: 'fCTXbIg', long: set('file directory files-from exclude exclude-from use-compress-program') },
  archive,
);
add('zip', { letters: 'xitPb' }, ({ operands }) => ({ reads: operands.slice(1), writes: operands.slice(0, 1) }));
add('unzip', { letters: 'dPx' }, only);
add('7z 7za 7zr', {}, ({ operands }) =>
  /^[au]$/.test(operands[0]?.text ?? '')
    ? { reads: operands.slice(2), writes: operands.slice(1, 2) }
    : { reads: operands.slice(1, 2) },
);
add('dd', {}, ({ operands }) => ({ reads: after(operands, 'if='), writes: after(operands, 'of=') }));
add('tee sponge', {}, ({ operands }) => ({ writes: operands }));
add(
  'openssl',
  {
    singleDash: true,
    long: set('in out inkey key cert CAfile pass passin passout connect kfile content engine config signkey keyout'),
  },
  (words) => ({ reads: valuesOf(words, 'in'), writes: valuesOf(words, 'out keyout') }),
);
add(
  'gpg gpg2',
  { letters: 'oru', long: set('output recipient local-user passphrase-file homedir passphrase') },
  (words) => ({ reads: words.operands.filter(({ text }) => /[/.]/.test(text)), writes: valuesOf(words, 'o output') }),
);
add('age rage sops', { letters: 'oriR', long: set('output recipient identity') }, ({ operands }) => ({
  reads: operands.slice(-1),
}));
add('ssh-keygen', { letters: 'fbtCNPmIsrOVDEZ' }, (words) => {
  const prints = words.options.some(({ name }) => name === 'y' || name === 'e');
  const file = valuesOf(words, 'f');
  return prints ? { reads: file } : words.options.some(({ name }) => name === 't') ? { writes: file } : {};
});
add('curl', CURL, (words) => ({
  reads: [
    ...attached(words, 'd data data-binary data-ascii json', /^@/),
    ...attached(words, 'data-urlencode', /^[\w-]{0,100}@/),
    ...attached(words, 'F form', /^[^=]{1,100}=["']?[@<]["']?/),
    ...valuesOf(words, 'T upload-file K config'),
    ...words.operands.filter(({ text }) => text.startsWith('file://')),
  ],
  writes: valuesOf(words, 'o output D dump-header c cookie-jar'),
}));
add(
  'wget wget2',
  {
    letters: 'OoaetTwQPUlARDIXiB',
    long: set(
      'output-document output-file input-file post-file body-file post-data body-data header user-agent directory-prefix tries timeout',
    ),
  },
  (words) => ({
    reads: valuesOf(words, 'post-file body-file i input-file'),
    writes: valuesOf(words, 'O output-document'),
  }),
);
add('http https xh httpie', {}, ({ operands }) => ({ reads: attachedTo(operands, /^[\w.-]{0,60}(?:=|:=)?@/) }));
add('aws', { long: { flags: set('recursive dryrun quiet no-sign-request debug only-show-errors') } }, ({ operands }) =>
  operands[0]?.text === 's3' && /^(?:cp|mv|sync)$/.test(operands[1]?.text ?? '')
    ? { reads: operands.slice(2, 3).filter(isLocal), writes: operands.slice(3, 4).filter(isLocal) }
    : {},
);
add('gsutil', {}, ({ operands }) =>
  /^(?:cp|mv|rsync)$/.test(operands[0]?.text ?? '')
    ? { reads: operands.slice(1, -1).filter(isLocal), writes: operands.slice(-1).filter(isLocal) }
    : {},
);
add(
  'az gcloud',
  { long: { flags: set('quiet verbose debug no-wait yes recursive overwrite') }, letters: 'fno' },
  (words) => {
    const copies = words.operands.findIndex(({ text }) => text === 'cp' || text === 'upload');
    return {
      reads: copies < 0 ? [] : [...valuesOf(words, 'f file'), ...words.operands.slice(copies + 1, -1).filter(isLocal)],
    };
  },
);
add('docker podman kubectl oc', { letters: 'nc' }, ({ operands }) =>
  operands[0]?.text === 'cp'
    ? { reads: operands.slice(1, 2).map(inside), writes: operands.slice(2, 3).filter(isLocal) }
    : {},
);
add('gh', { letters: 'dfR' }, ({ operands }) =>
  operands[0]?.text === 'gist' && operands[1]?.text === 'create'
    ? { reads: operands.slice(2) }
    : operands[0]?.text === 'release' && operands[1]?.text === 'upload'
      ? { reads: operands.slice(3) }
      : {},
);
add('mail mailx mutt sendmail swaks', { letters: 'aAs', long: set('attach body') }, (words) => ({
  reads: [...valuesOf(words, 'a A attach'), ...attachedTo(valuesOf(words, 'body'), /^@/)],
}));
add('touch', {}, ({ operands }) => ({ writes: operands }));
add('get-content gc type', { singleDash: true }, all);
add(
  'copy-item cpi copy xcopy robocopy move move-item mi',
  { singleDash: true, long: set('Filter Include Exclude') },
  transfer,
);
add('compress-archive', { singleDash: true, long: set('DestinationPath CompressionLevel') }, (words) => ({
  reads: words.operands,
  writes: valuesOf(words, 'DestinationPath'),
}));
add('set-content out-file add-content', { singleDash: true }, ({ operands }) => ({ writes: operands.slice(0, 1) }));

add('ed red', {}, ({ operands }, { stdin = '' }) => ({ reads: [...operands, ...edited(stdin)] }));

/** `e file` and `r file` among the orders that ed is given. */
function edited(orders: string): ResolvedWord[] {
  return [...orders.slice(0, 4_000).matchAll(/^[0-9,$]{0,8}[eEr] (\S{1,400})$/gm)].map((match) => ({
    text: match[1] ?? '',
    known: true,
    derived: true,
  }));
}

for (const { names, table, read, write } of ROUNDABOUT)
  add(names, table, (words, invocation) => ({
    reads: read(words, invocation),
    writes: write?.(words, invocation) ?? [],
  }));

const NOBODY = {} as Invocation;

/** Keeps what lies on this machine: `host:path` and URLs are elsewhere. */
function local(program: Program): Program {
  return (words, invocation) => {
    const { reads = [], writes = [] } = program(words, invocation);
    return { reads: reads.filter(isLocal), writes: writes.filter(isLocal) };
  };
}

function isLocal({ text }: ResolvedWord): boolean {
  return !/^[\w.+-]{1,64}@?[\w.[\]-]{0,200}:(?!\\)|^[a-z0-9]{2,10}:\/\//i.test(text) || /^[./~]/.test(text);
}

/** `container:path`, the path in it. */
const inside = (word: ResolvedWord): ResolvedWord =>
  isLocal(word) ? word : { ...word, text: word.text.replace(/^[^:]{0,264}:/, '') };

function after(words: readonly ResolvedWord[], prefix: string): ResolvedWord[] {
  return words
    .filter(({ text }) => text.startsWith(prefix))
    .map((word) => ({ ...word, text: word.text.slice(prefix.length) }));
}

/** Values that name a file after a sign: `-d @file`, `-F name=@file;type=x`. */
function attached(words: Words, names: string, sign: RegExp): ResolvedWord[] {
  return attachedTo(valuesOf(words, names), sign);
}

function attachedTo(words: readonly ResolvedWord[], sign: RegExp): ResolvedWord[] {
  return words.flatMap((word) => {
    const match = sign.exec(word.text);
    const path = match ? word.text.slice(match[0].length).replace(/[;"'].{0,200}$/, '') : '';
    return path === '' || path === '-' ? [] : [{ ...word, text: path }];
  });
}

/** `tar czf a.tgz ~/.ssh`: creating reads the operands, extracting reads the archive. Old style has letters without a dash. */
function archive(words: Words, { args }: Invocation): ReturnType<Program> {
  const first = args[0];
  const bundled = first !== undefined && /^[a-zA-Z]{1,12}$/.test(first.text);
  if (bundled) {
    const named = first.text.includes('f') ? args.slice(1, 2) : [];
    const rest = inFolder(words).slice(1 + named.length);
    return /[cru]/.test(first.text) ? { reads: rest, writes: named } : { reads: named };
  }
  const creates = words.options.some(({ name }) => /^(?:c|r|u|create|append|update)$/.test(name));
  const file = valuesOf(words, 'f file');
  return creates ? { reads: [...inFolder(words), ...valuesOf(words, 'T files-from')], writes: file } : { reads: file };
}

/** `-C folder` moves what is archived there. */
function inFolder(words: Words): ResolvedWord[] {
  const folder = valuesOf(words, 'C directory')[0];
  if (folder === undefined) return words.operands;
  return words.operands.map((word) =>
    /^[/~]/.test(word.text) ? word : { ...word, text: `${folder.text}/${word.text}` },
  );
}

/** Paths that an invocation opens, as given. Standard streams and descriptors are left out. */
export function filesOf(invocation: Invocation): Touched {
  const entry = PROGRAMS.get(invocation.program.toLowerCase().replace(/\.exe$/, ''));
  const { reads = [], writes = [] } = entry?.read(readWords(invocation.args, entry.table), invocation) ?? {
    reads: credentialsGiven(invocation),
  };
  const touched: Touched = { reads: paths(reads), writes: paths(writes) };
  for (const { operator, target } of invocation.redirections) {
    if (!isPath(target)) continue;
    if (operator === '<' || operator === '<>') touched.reads.push(target.text);
    if (/^(?:>|>>|>\||<>|&>|&>>)$/.test(operator) || (operator === '>&' && !/^[\d-]/.test(target.text)))
      touched.writes.push(target.text);
  }
  return touched;
}

/** Most paths of one invocation. */
const MAX_PATHS = 400;

const paths = (words: readonly ResolvedWord[]): string[] =>
  words
    .slice(0, MAX_PATHS)
    .filter(isPath)
    .map(({ text }) => text);

function isPath({ text }: ResolvedWord): boolean {
  return (
    text !== '' &&
    text !== '-' &&
    text !== '\uFFFD' &&
    text.length < 4_096 &&
    !/^\/dev\/(?:null|zero|u?random|std(?:in|out|err)|tty|tcp\/|udp\/|fd\/)/.test(text) &&
    !text.includes('\n')
  );
}
