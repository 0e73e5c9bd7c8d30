/** The `gander` command: picks the verb, prints help, turns errors into exit codes. */
import { errorCode, messageOf } from '../platform/errors';
import type { Verb } from './verb';
import { print } from './verb';
import { version } from './version';

/** A verb's file is loaded when the verb is called: a start stays quick, and tracing comes before what it watches. */
const VERBS: readonly { name: string; summary: string; load(): Promise<Verb> }[] = [
  { name: 'start', summary: 'run Gander', load: async () => (await import('./start.js')).startVerb },
  {
    name: 'demo',
    summary: 'play agent sessions into Gander and show the alerts as they come',
    load: async () => (await import('./demo/demo.js')).demoVerb,
  },
  {
    name: 'send',
    summary: 'post recorded OTLP bodies to an endpoint',
    load: async () => (await import('./send.js')).sendVerb,
  },
  {
    name: 'hook',
    summary: "hand an agent's hooks on to Gander, put them into its settings",
    load: async () => (await import('./hook/hook.js')).hookVerb,
  },
  {
    name: 'sensor',
    summary: 'send how busy this machine is, where nothing else does',
    load: async () => (await import('./sensor/sensor.js')).sensorVerb,
  },
  {
    name: 'anomaly-score',
    summary: 'score a stream of numbers as it comes',
    load: async () => (await import('./anomaly-score.js')).anomalyScoreVerb,
  },
  {
    name: 'scan',
    summary: 'run the detectors over transcripts that agents have written',
    load: async () => (await import('./scan/scan.js')).scanVerb,
  },
  {
    name: 'verdicts',
    summary: 'judge the rows of a corpus, to measure the detectors',
    load: async () => (await import('./verdicts/verdicts.js')).verdictsVerb,
  },
  {
    name: 'detectors',
    summary: 'list, show, test and make detectors, and what they can see',
    load: async () => (await import('./detectors/detectors.js')).detectorsVerb,
  },
  {
    name: 'tune',
    summary: 'rank detectors by what people made of their alerts, propose exceptions',
    load: async () => (await import('./tune/tune.js')).tuneVerb,
  },
  {
    name: 'outbox',
    summary: 'show notifications that wait or are dead, send dead ones again',
    load: async () => (await import('./outbox.js')).outboxVerb,
  },
  {
    name: 'console-url',
    summary: 'print an address that signs a browser in to the console, once',
    load: async () => (await import('./console-url.js')).consoleUrlVerb,
  },
  { name: 'config', summary: 'check the configuration', load: async () => (await import('./config.js')).configVerb },
  {
    name: 'token',
    summary: 'create, list and revoke tokens of senders',
    load: async () => (await import('./token.js')).tokenVerb,
  },
];

function usage(): string {
  const width = Math.max(...VERBS.map((verb) => verb.name.length));
  return [
    'Usage: gander <verb> [options]',
    '',
    'Watches what AI agents do: takes their OpenTelemetry, runs detectors over it, tells people.',
    '',
    ...VERBS.map((verb) => `  ${verb.name.padEnd(width)}  ${verb.summary}`),
    '',
    'gander <verb> --help tells more, with an example. gander --version prints the version.',
  ].join('\n');
}

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    print(usage());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    print(version());
    return 0;
  }
  const listed = VERBS.find((one) => one.name === name);
  if (!listed) {
    process.stderr.write(`gander: there is no verb "${name}"\n\n${usage()}\n`);
    return 2;
  }
  const verb = await listed.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    print(verb.help);
    return 0;
  }
  return verb.run(rest);
}

// Whoever reads the output may go away (`gander start | head`): that ends no Gander.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const code = errorCode(error);
    process.stderr.write(`gander: ${messageOf(error)}${code === undefined || code === 'usage' ? '' : ` [${code}]`}\n`);
    if (code === undefined && error instanceof Error && error.stack !== undefined)
      process.stderr.write(`${error.stack}\n`);
    process.exitCode = code === 'usage' ? 2 : 1;
  },
);
