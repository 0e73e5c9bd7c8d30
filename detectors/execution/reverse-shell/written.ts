/** Files whose whole purpose is to give a shell away, as they are written. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { FileWriteAction } from '../../../contracts/event';
import { inCode } from './in-code';
import type { Wiring } from './wiring';
import { isLoopback } from './wiring';

/** Longer files do something else too. */
const MAX_WHOLE = 24 * 1024;
/** Places where such code is an example, a test, or what detectors are made of. */
const ABOUT =
  /(?:^|\/)(?:docs?|tests?|__tests__|specs?|fixtures?|testdata|examples?|samples?|rules|signatures|corpus|corpora|payloads?|wordlists?|detect\w{0,10}|malware\w{0,10}|ctf|writeups?)\/|\.(?:test|spec)\.\w{2,4}$|_test\.\w{2,4}$|(?:^|\/)test_[^/]{1,100}$/i;
const IN_TEXT = /\/dev\/(?:tcp|udp)\/([\w.:-]{1,255})\/(\d{1,5})/;

/** A connection to an address that stands in the file, and a shell that gets it. */
export function written({ path = '', content = '' }: FileWriteAction, analysis: EventAnalysis): Wiring[] {
  if (analysis.code.length === 0 || content.length > MAX_WHOLE || ABOUT.test(path)) return [];
  return [...inCode(analysis), ...started(analysis)]
    .filter(({ kind, host }) => kind === 'reverse' && host !== undefined && !isLoopback(host))
    .map((wiring): Wiring => ({ ...wiring, kind: 'payload', how: `${wiring.how}, in ${path}` }));
}

/** A shell's own socket in the text of a command that the code starts. */
function started({ code }: EventAnalysis): Wiring[] {
  return code.flatMap(({ kind, language, literals }): Wiring[] => {
    const [text = ''] = kind === 'spawn' || kind === 'spawn-shell' ? literals : [];
    const [, host, port] = IN_TEXT.exec(text.slice(0, 2_000)) ?? [];
    if (host === undefined || port === undefined) return [];
    return [
      { kind: 'reverse', how: `${language} starts a shell on /dev/tcp`, host, port, excerpt: () => text.slice(0, 300) },
    ];
  });
}
