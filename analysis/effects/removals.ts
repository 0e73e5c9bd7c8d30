/** Which files a program removes, empties or overwrites with nothing of use, by its arguments and redirections. */
import type { Invocation, ResolvedWord } from '../../contracts/shell';
import type { OptionTable, Words } from './options';
import { readWords, set, valuesOf } from './options';

type Removal = (words: Words, invocation: Invocation) => readonly ResolvedWord[];
interface Entry {
  table: OptionTable;
  read: Removal;
}

/** Most paths of one invocation. */
const MAX_PATHS = 400;
const PROGRAMS = new Map<string, Entry>();

function add(names: string, table: OptionTable, read: Removal): void {
  for (const name of names.split(' ')) PROGRAMS.set(name, { table, read });
}

const operandsOf: Removal = ({ operands }) => operands;
const DEVICE = /^\/dev\/(?:r?disk\d|[shv]d[a-z]|xvd[a-z]|nvme\d|mmcblk\d|md\d|dm-\d|mapper\/|nbd\d|loop\d)/;
function onDevices({ operands }: Words): readonly ResolvedWord[] {
  return operands.filter(isDevice);
}

/** Devices, when an option says that they are written to: without it such programs only look. */
function withOption(pattern: RegExp): Removal {
  return ({ operands, options }) => (options.some(({ name }) => pattern.test(name)) ? operands.filter(isDevice) : []);
}

const SOURCE_OF_NOTHING = /^(?:\/dev\/(?:zero|null|u?random|full))$/;

add('rm unlink rmdir srm grm rimraf del-cli trash-empty', { long: set('interactive preserve-root') }, operandsOf);
add('shred wipe scrub', { letters: 'nsp', long: set('iterations size random-source') }, operandsOf);
add('truncate', { letters: 'sro', long: set('size reference') }, (words) => {
  const size = valuesOf(words, 's size')[0]?.text;
  return size === undefined || /^[<]?0+[a-z]*$/i.test(size) ? words.operands : [];
});
add('mv', { letters: 'tS', long: set('target-directory suffix') }, ({ operands }) =>
  operands.at(-1)?.text === '/dev/null' ? operands.slice(0, -1) : [],
);
add('cp install', {}, ({ operands }) =>
  SOURCE_OF_NOTHING.test(operands[0]?.text ?? '') ? operands.slice(1) : operands.slice(1).filter(isDevice),
);
add('find gfind fd fdfind', {}, (_words, invocation) => found(invocation));
add('rsync', { letters: 'efTBM', long: set('rsh exclude include files-from filter backup-dir') }, mirrored);
add('dd', {}, ({ operands }) => {
  const [from = '', to] = [valueOf(operands, 'if='), valueOf(operands, 'of=')];
  if (to === undefined) return [];
  return SOURCE_OF_NOTHING.test(from) || isDevice({ text: to }) ? [wordOf(to)] : [];
});
add('tee', {}, ({ operands }, { stdin }) => (stdin === '' ? operands : operands.filter(isDevice)));
add('blkdiscard mkswap pvremove pvcreate zerofree', { letters: 'olLUp', long: set('offset length') }, onDevices);
add('wipefs', { letters: 'to', long: set('types offset') }, withOption(/^(?:a|all|o|offset)$/));
add('sgdisk', { letters: 'dntc' }, withOption(/^(?:Z|z|zap|zap-all|o|clear|d|delete)$/));
add('badblocks', { letters: 'bcdeiopt' }, withOption(/^w$/));
add('mdadm', {}, withOption(/^(?:zero-superblock|create|C)$/));
add('sfdisk', { letters: 'XN' }, (words, invocation) =>
  invocation.readsFrom !== undefined || invocation.stdin !== undefined
    ? onDevices(words)
    : withOption(/^(?:delete|wipe)$/)(words, invocation),
);
add('fdisk gdisk', { letters: 'bCHSutwW' }, (words, invocation) =>
  invocation.readsFrom !== undefined || invocation.stdin !== undefined ? onDevices(words) : [],
);
add('parted', { letters: 'a', long: set('align') }, (words) =>
  words.operands.some(({ text }) => /^(?:mklabel|mktable|rm|mkpart|resizepart)\b/.test(text)) ? onDevices(words) : [],
);
add('nvme hdparm', { letters: 'sn' }, ({ operands, options }, { args }) =>
  [...options.map(({ name }) => name), ...args.map(({ text }) => text)].some((word) =>
    /^(?:-{0,2}security-erase(?:-enhanced)?|format|sanitize|-{0,2}trim-sector-ranges)$/.test(word),
  )
    ? operands.filter(isDevice)
    : [],
);
add('cryptsetup', {}, ({ operands }) =>
  /^(?:luksFormat|erase|luksErase|reencrypt|luksKillSlot)$/.test(operands[0]?.text ?? '') ? operands.slice(1) : [],
);
add('diskutil', {}, ({ operands }) =>
  /^(?:erase(?:disk|volume)|zerodisk|randomdisk|secureerase|partitiondisk|reformat|apfs)$/i.test(
    operands[0]?.text ?? '',
  )
    ? operands.slice(-1).map(({ text, ...rest }) => ({ ...rest, text: /^r?disk\d/.test(text) ? `/dev/${text}` : text }))
    : [],
);
add('remove-item ri', { singleDash: true }, (_words, { args }) => powershellPaths(args));
add('clear-content clc', { singleDash: true }, (_words, { args }) => powershellPaths(args));
add('del erase rd', {}, (_words, { args }) => args.filter(({ text }) => !/^[-/][a-z?](?::\S{0,20})?$/i.test(text)));
add('format', {}, ({ operands }) => operands.filter(({ text }) => /^[a-z]:$/i.test(text)));

/** Paths that an invocation removes, as given. A path of which even the beginning is unknown is left out. */
export function removedBy(invocation: Invocation): string[] {
  const program = invocation.program.toLowerCase().replace(/\.exe$/, '');
  const entry = PROGRAMS.get(program) ?? (/^(?:mkfs|mke2fs|newfs)/.test(program) ? MAKES_FILE_SYSTEM : undefined);
  const words = entry?.read(readWords(invocation.args, entry.table), invocation) ?? NONE;
  const emptied = invocation.redirections.length === 0 ? NONE : emptiedBy(invocation, program);
  if (words.length === 0 && emptied.length === 0) return [];
  return [...words, ...emptied]
    .slice(0, MAX_PATHS)
    .map(({ text }) => text)
    .filter(isPath);
}

const NONE: readonly ResolvedWord[] = [];
const MAKES_FILE_SYSTEM: Entry = {
  table: { letters: 'tbiLNmETUOIJ' },
  read: ({ operands }) => operands.filter(({ text }) => text.startsWith('/')).slice(0, 1),
};

/** Programs that write nothing, so that `> file` behind them empties it. */
const SAYS_NOTHING = /^(?:|:|true|false|exec)$/;

function emptiedBy({ redirections, args, feeds, readsFrom }: Invocation, program: string): ResolvedWord[] {
  const nothing =
    (SAYS_NOTHING.test(program) && readsFrom === undefined && feeds === undefined) ||
    (program === 'cat' && args.length > 0 && args.every(({ text }) => SOURCE_OF_NOTHING.test(text))) ||
    (/^(?:echo|printf)$/.test(program) && args.length > 0 && args.every(({ text }) => text === '-n' || text === ''));
  return redirections.flatMap(({ operator, target }) =>
    /^(?:>|>\||&>)$/.test(operator) && (nothing || isDevice(target)) ? [target] : [],
  );
}

/** `find a b -name x -delete`: below each start what its name test says. */
function found({ args }: Invocation): ResolvedWord[] {
  const deletes = args.findIndex(({ text }) => text === '-delete');
  if (deletes < 0) return [];
  const first = args.findIndex(({ text }) => /^(?:-[a-z]{2}|[(!])/.test(text));
  const starts = args.slice(0, first).filter(({ text }) => !/^-[HLPOD]/.test(text));
  const name = args.findIndex(({ text }) => /^-i?(?:name|path|wholename|regex)$/.test(text));
  const pattern = name < 0 || name > deletes ? '' : `/${args[name + 1]?.text.replace(/^\.?\//, '') ?? ''}`;
  return (starts.length === 0 ? [wordOf('.')] : starts).map((start) => ({ ...start, text: start.text + pattern }));
}

/** `rsync --delete from to` removes from `to` what is not in `from`, and `--remove-source-files` the sources. */
function mirrored({ operands, options }: Words): readonly ResolvedWord[] {
  const has = (name: RegExp) => options.some((option) => name.test(option.name));
  const dry = has(/^(?:n|dry-run)$/);
  if (dry || operands.length < 2) return NONE;
  const sources = has(/^remove-source-files$/) ? operands.slice(0, -1) : NONE;
  return [...sources, ...(has(/^del(?:ete(?:-\w{1,12})?)?$/) ? operands.slice(-1) : NONE)].filter(
    ({ text }) => !/^[\w.@-]{2,200}:/.test(text),
  );
}

/** Values of `-Path`, `-LiteralPath` and bare words; several are joined by commas. */
function powershellPaths(args: readonly ResolvedWord[]): ResolvedWord[] {
  return args.flatMap((word, at) => {
    if (
      /^-/.test(word.text) ||
      /^-(?:filter|include|exclude|erroraction|ea|stream|credential)$/i.test(args[at - 1]?.text ?? '')
    )
      return [];
    return word.text.split(',').map((text) => ({ ...word, text: text.trim() }));
  });
}

const isDevice = ({ text }: { text: string }): boolean => DEVICE.test(text);
const wordOf = (text: string): ResolvedWord => ({ text, known: true, derived: false });

function valueOf(words: readonly ResolvedWord[], sign: string): string | undefined {
  return words.find(({ text }) => text.startsWith(sign))?.text.slice(sign.length);
}

function isPath(text: string): boolean {
  return (
    text !== '' &&
    text !== '-' &&
    !text.startsWith('\uFFFD') &&
    text.length < 4_096 &&
    !/^\/dev\/(?:null|zero|u?random|std(?:in|out|err)|tty|tcp\/|udp\/|fd\/)/.test(text) &&
    !text.includes('\n')
  );
}
