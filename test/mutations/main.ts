/** `npm run mutations [-- --misses]`: the table of what is still found when an attack is told another way, and of what ordinary work costs. */
import { BENIGN } from './benign';
import { MUTATIONS, alarms, attacks, recallOf } from './measure';
import { KINDS } from './mutation';

const misses = process.argv.includes('--misses');
const all = attacks();
const plain = alarms(BENIGN);
const percent = (part: number, whole: number) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);
const out = (line: string) => process.stdout.write(`${line}\n`);

out(
  `${all.length} attacks of ${new Set(all.map(({ detector }) => detector.manifest.id)).size} detectors, each alerted as it is written`,
);
out(
  `${BENIGN.length} ordinary commands, of which ${plain.alerted.length} are alerted at medium or above as they are written`,
);
for (const line of plain.alerted) out(`  ! ${line}`);
out('');
out('| how | which | attacks | found | named as before | ordinary | alerted, beside those alerted anyway |');
out('|---|---|---|---|---|---|---|');
for (const kind of KINDS) {
  for (const mutation of MUTATIONS.filter((one) => one.kind === kind)) {
    const { applied, caught, named, missed } = recallOf(mutation, all);
    const mutated = alarms(BENIGN, mutation);
    const anyway = new Set(plain.alerted.map((line) => line.slice(line.indexOf(': '))));
    const more = mutated.alerted.filter((line) => !anyway.has(line.slice(line.indexOf(': '))));
    out(
      `| ${kind} | ${mutation.name.replaceAll('|', '\\|')} | ${applied} | ${percent(caught, applied)} | ${percent(named, caught)} | ${mutated.applied} | ${percent(more.length, mutated.applied)} |`,
    );
    if (!misses) continue;
    for (const { detector, title, events, got } of missed)
      out(`  - ${detector}: ${title}: ${JSON.stringify(events.map(({ action }) => action)).slice(0, 300)} → ${got}`);
    for (const line of more) out(`  ! ${line}`);
  }
}
