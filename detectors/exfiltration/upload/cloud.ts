/** Copies that go from one account or machine to another without passing this one. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Detection } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';

const CLOUDS = /^(?:aws|az|gcloud|gsutil|doctl|oci|aliyun)$/;
/** Operations by which a snapshot, image or database copy is given to somebody else. */
const SHARES =
  /^(?:modify-(?:snapshot|image|db-snapshot|db-cluster-snapshot|fpga-image|cluster-snapshot)-attribute|put-bucket-replication|create-data-share|authorize-data-share|authorize-snapshot-access|grant-access|share-image|put-resource-policy)$/;
/** Gives what is copied to the owner of the other bucket: needed only when that is another account. */
const FOREIGN = 'bucket-owner-full-control';
const ACCOUNT = /(?:^|[^0-9])\d{12}(?:[^0-9]|$)/;

/** A snapshot or image shared with another account, by its number. */
export function sharedOut(all: readonly Invocation[]): Detection[] {
  return all.flatMap((one) => {
    if (!CLOUDS.test(one.program)) return [];
    const words = argv(one);
    const unsigned = unsignedUpload(words);
    const copied = words.includes(FOREIGN) && words.some((word) => /^(?:cp|mv|sync|copy-object)$/.test(word));
    const verb = copied || unsigned ? 'copy' : words.find((word) => SHARES.test(word));
    if (verb === undefined || !adds(verb, words)) return [];
    const excerpt = [one.path, ...words].join(' ').slice(0, 300);
    return [
      {
        why: `${one.program} gives a copy of cloud data to another account (${verb})`,
        severity: 'medium' as const,
        confidence: 'medium' as const,
        dedupeKey: `share ${words.findLast((word) => /^(?:(?:snap|ami|rds|arn)[-:]|s3:)/.test(word)) ?? verb}`,
        techniques: ['T1537'],
        excerpt,
      },
    ];
  });
}

/** Without a signature only a bucket that stands open to anybody takes what comes. */
const unsignedUpload = (words: readonly string[]): boolean =>
  words.includes('--no-sign-request') &&
  words.some((word) => /^(?:cp|mv|sync|put-object)$/.test(word)) &&
  !/^s3:/.test(words.find((word) => /^(?:s3:|[./~])/.test(word)) ?? 's3:');

function adds(verb: string, words: readonly string[]): boolean {
  if (verb === 'copy')
    return words.includes('--no-sign-request') || words.some((word) => /^(?:sync|--recursive)$/.test(word));
  if (verb.startsWith('modify-')) {
    const takes = words.some((word) => /^(?:remove|--values-to-remove)$/.test(word) || /"?Remove"?\s?[=:]/.test(word));
    const gives = words.some(
      (word) => /^(?:add|--values-to-add|--user-ids)$/.test(word) || /"?Add"?\s?[=:]/.test(word),
    );
    return gives && !takes && words.some((word) => ACCOUNT.test(word));
  }
  return verb === 'put-resource-policy' ? words.some((word) => ACCOUNT.test(word) && word.includes('Principal')) : true;
}

/** Folders of a machine that are packed as a whole only to take them away. */
const WHOLE = /^(?:\/etc|\/root|\/home|\/Users|\/var\/lib\/(?:mysql|postgresql|mongodb))\/?\*?$/;

/** `ssh host 'tar c /etc' > here`: another machine's system or home folder is taken away as a whole. */
export function fromRemote(analysis: EventAnalysis): Detection[] {
  const all = invocations(analysis);
  const packer = all.find(
    (one) =>
      one.remote?.kind === 'ssh' &&
      /^(?:tar|cpio|zip|dump)$/.test(one.program) &&
      (argv(one).some((word) => WHOLE.test(word)) ||
        (argv(one).some((word) => word === '*' || word === '.') && WHOLE.test(one.cwd ?? ''))),
  );
  if (!packer || !analysis.transfers.some(({ direction, program }) => direction === 'in' && program === 'ssh'))
    return [];
  return [
    {
      why: `A system or home folder of ${packer.remote?.target ?? 'another machine'} is packed there and taken away`,
      severity: 'medium',
      confidence: 'medium',
      dedupeKey: `pack ${packer.remote?.target ?? ''}`,
      techniques: ['T1048', 'T1048.002', 'T1560', 'T1005'],
      excerpt: [packer.path, ...argv(packer)].join(' ').slice(0, 300),
    },
  ];
}
