/** What a command says, decoded parts included: for the few questions that the parsed programs do not answer, such as whether there is a loop. */
import type { EventAnalysis } from '../contracts/analysis';
import type { AgentEvent } from '../contracts/event';
import { invocations } from './programs';

const MAX_TEXT = 16_000;
const MAX_PROGRAMS = 64;

/** The command's text, and the literal texts that its programs are fed or print (decoders, scripts by pipe); at most 16,000 characters. */
export function spokenIn({ action }: AgentEvent, analysis: EventAnalysis): string {
  let text = action.type === 'exec' ? (action.command ?? '').slice(0, MAX_TEXT) : '';
  for (const { stdin, stdout } of invocations(analysis).slice(0, MAX_PROGRAMS)) {
    if (text.length >= MAX_TEXT) break;
    for (const said of [stdin, stdout])
      if (said !== undefined && said !== '') text += `\n${said.slice(0, MAX_TEXT - text.length)}`;
  }
  return text;
}
