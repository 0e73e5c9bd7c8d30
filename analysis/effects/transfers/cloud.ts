/** Programs of cloud stores and forges. */
import type { Destination } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { destinationOf, parseDestination } from '../../destinations';
import { readWords, set, valuesOf } from '../options';
import type { OptionTable, Words } from '../options';
import { isRemote } from './copiers';
import { below, moved, nameOf } from './moved';
import type { Moved, Scene } from './moved';
import type { Named } from './requests';
import { inputOf, outputOf } from './streams';

const isStore = (text: string): boolean => /^[a-z0-9]{1,10}:\/\//i.test(text);

/** Copies between a place here and one in a store; `-` is a standard stream. */
function between(from: string, to: string, one: Invocation, { all }: Scene, isThere = isStore): Moved[] {
  if (isThere(to) && !isThere(from))
    return [moved('out', parseDestination(to), from === '-' ? inputOf(one, all) : { path: from })];
  if (!isThere(from) || isThere(to)) return isThere(from) ? [moved('out', parseDestination(to))] : [];
  const path =
    to === '-' ? outputOf(one, all).path : /(?:^|\/)\.?$/.test(to) ? below(to === '.' ? '' : to, nameOf(from)) : to;
  return [moved('in', parseDestination(from), path === undefined ? {} : { path })];
}

const text = (words: Words, names: string): string | undefined => valuesOf(words, names)[0]?.text;

const AWS: OptionTable = {
  long: {
    flags: set(
      'recursive dryrun quiet no-sign-request debug only-show-errors delete follow-symlinks exact-timestamps no-verify-ssl',
    ),
  },
};

function aws(words: Words, one: Invocation, scene: Scene): Moved[] {
  const [service, verb, from, to] = words.operands.map((word) => word.text);
  if (service === 's3' && /^(?:cp|mv|sync)$/.test(verb ?? '')) {
    const moves = between(from ?? '', to ?? '', one, scene);
    const endpoint = text(words, 'endpoint-url');
    return endpoint === undefined
      ? moves
      : moves.map((each) => ({ ...each, destination: parseDestination(endpoint) ?? each.destination }) as Moved);
  }
  const bucket = text(words, 'bucket');
  if (service !== 's3api' || bucket === undefined) return [];
  const place = parseDestination(`s3://${bucket}`);
  if (verb === 'put-object' || verb === 'upload-part')
    return [moved('out', place, { path: text(words, 'body') ?? '' })];
  return verb === 'get-object' && from !== undefined ? [moved('in', place, { path: from })] : [];
}

function verbCopies(verbs: RegExp, skip: number, isThere = isStore) {
  return (words: Words, one: Invocation, scene: Scene): Moved[] => {
    const [verb, ...rest] = words.operands.slice(skip);
    const to = rest.at(-1)?.text;
    if (!verbs.test(verb?.text ?? '') || to === undefined) return [];
    return rest.slice(0, -1).flatMap((from) => between(from.text, to, one, scene, isThere));
  };
}

/** `remote:path`: the name is one of the configuration, where it leads is not known. */
const isNamedRemote = (word: string): boolean => isRemote(word) || /^:[a-z0-9]{1,20}[,:]/.test(word);

function rclone(words: Words, one: Invocation, scene: Scene): Moved[] {
  const [verb, from = '', to = ''] = words.operands.map((word) => word.text);
  if (verb === 'rcat') return [moved('out', undefined, inputOf(one, scene.all))];
  if (verb === 'cat') return [moved('in', undefined, outputOf(one, scene.all))];
  if (!/^(?:copy|copyto|move|moveto|sync|bisync)$/.test(verb ?? '')) return [];
  return between(from, to, one, scene, isNamedRemote).map(({ destination, ...rest }) =>
    destination?.scheme === undefined ? rest : { ...rest, destination },
  );
}

const azureHost = (words: Words): Destination | undefined => {
  const account = text(words, 'account-name');
  return account === undefined ? undefined : destinationOf(`${account}.blob.core.windows.net`);
};

function az(words: Words): Moved[] {
  const verbs = words.operands.map((word) => word.text);
  if (verbs[0] !== 'storage') return [];
  const file = text(words, 'f file s source');
  if (verbs.some((verb) => /^upload(?:-batch)?$/.test(verb)))
    return [moved('out', azureHost(words), { path: file ?? '' })];
  return verbs.some((verb) => /^download(?:-batch)?$/.test(verb))
    ? [moved('in', azureHost(words), { path: file ?? text(words, 'd destination') ?? '' })]
    : [];
}

function s3cmd(words: Words, one: Invocation, scene: Scene): Moved[] {
  const [verb, ...rest] = words.operands.map((word) => word.text);
  if (!/^(?:put|get|sync|cp|mv|upload|upload-file)$/.test(verb ?? '')) return [];
  const to = rest.at(-1) ?? '';
  return rest.slice(0, -1).flatMap((from) => between(from, to, one, scene));
}

const GITHUB = (): Destination | undefined => destinationOf('github.com');

function gh(words: Words, one: Invocation, { all }: Scene): Moved[] {
  const [group, verb, ...rest] = words.operands.map((word) => word.text);
  switch (`${group ?? ''} ${verb ?? ''}`) {
    case 'gist create':
    case 'gist edit':
      return gist(rest, one, all);
    case 'release upload':
      return rest.slice(1).map((path) => moved('out', GITHUB(), { path }));
    case 'release create':
      return rest.slice(1).map((path) => moved('out', GITHUB(), { path }));
    case 'release download':
      return [
        moved('in', GITHUB(), {
          path: text(words, 'O output') ?? text(words, 'p pattern') ?? text(words, 'D dir') ?? '',
        }),
      ];
    case 'repo clone':
      return [moved('in', GITHUB(), { path: rest[1] ?? nameOf(`x/${rest[0] ?? ''}`) })];
    default:
      return group === 'api' ? forgeApi(words, one, all) : [];
  }
}

function gist(files: readonly string[], one: Invocation, all: readonly Invocation[]): Moved[] {
  const place = destinationOf('gist.github.com');
  const named = files.filter((file) => file !== '-');
  return named.length > 0
    ? named.map((path) => moved('out', place, { path }))
    : [moved('out', place, inputOf(one, all))];
}

function forgeApi(words: Words, one: Invocation, all: readonly Invocation[]): Moved[] {
  const place = destinationOf('api.github.com');
  const [input] = valuesOf(words, 'input').map((word) => word.text);
  const fields = valuesOf(words, 'f raw-field F field').map((word) => word.text.replace(/^[^=]{0,100}=/, ''));
  return [
    ...(input === undefined ? [] : [moved('out', place, input === '-' ? inputOf(one, all) : { path: input })]),
    ...fields.map((value) => moved('out', place, value.startsWith('@') ? { path: value.slice(1) } : { text: value })),
  ];
}

/** `mc cp file alias/bucket`: the alias is one of the configuration. */
function minio(words: Words): Moved[] {
  const [verb, ...rest] = words.operands.map((word) => word.text);
  return /^(?:cp|mirror|mv|put)$/.test(verb ?? '') && /^[./~]/.test(rest[0] ?? '')
    ? rest.slice(0, -1).map((path) => moved('out', undefined, { path }))
    : [];
}

/** `gcloud storage cp`, `gcloud compute scp`. */
function gcloud(words: Words, one: Invocation, scene: Scene): Moved[] {
  const storage = words.operands[0]?.text === 'storage';
  const copy = storage || words.operands[1]?.text === 'scp';
  return copy ? verbCopies(/^(?:cp|mv|rsync|scp)$/, 1, storage ? isStore : isRemote)(words, one, scene) : [];
}

const FLAGS: OptionTable = {
  long: {
    flags: set('recursive quiet progress verbose dry-run checksum update delete public web no-clobber overwrite yes'),
  },
};
const GH: OptionTable = {
  letters: 'dfFHRtnOpDXq',
  long: set(
    'desc filename repo title notes notes-file output pattern dir method header field raw-field input jq tag target',
  ),
};

export const CLOUD: readonly Named[] = [
  { names: 'aws', table: AWS, move: aws },
  { names: 'gsutil', table: { letters: 'oh' }, move: verbCopies(/^(?:cp|mv|rsync)$/, 0) },
  { names: 'gcloud', table: FLAGS, move: gcloud },
  { names: 'azcopy', table: FLAGS, move: verbCopies(/^(?:copy|cp|sync)$/, 0) },
  { names: 'az', table: { ...FLAGS, letters: 'fcndsg' }, move: az },
  {
    names: 'rclone',
    table: { long: { flags: set('progress verbose dry-run checksum update interactive fast-list') } },
    move: rclone,
  },
  { names: 's3cmd s5cmd s4cmd b2', table: {}, move: s3cmd },
  { names: 'gh', table: GH, move: (words, one, scene) => gh(ghWords(words, one), one, scene) },
  { names: 'mc', table: {}, move: minio },
];

/** `-d` of a gist is its description, of other verbs it is a flag. */
function ghWords(words: Words, one: Invocation): Words {
  return words.operands[0]?.text === 'gist' ? words : readWords(one.args, { ...GH, letters: 'fFHRtnOpDXq' });
}
