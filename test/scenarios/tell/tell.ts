/** A story as the requests that the agents would send, in order of time. */
import type { Aside, Moment, Scenario, Sent, Switches } from '../scenario';
import { claudeCode } from './claude-code';
import { codex } from './codex';
import { geminiCli } from './gemini-cli';
import { ownAgent } from './own-agent';

const TELLERS = { 'claude-code': claudeCode, codex, 'gemini-cli': geminiCli, 'own-agent': ownAgent };

export interface TimedRequest {
  at: number;
  sent: Sent;
}

/** `start` is the time of the story's second 0, milliseconds since 1970. */
export function told({ story }: Scenario, switches: Switches, start: number): TimedRequest[] {
  return [...story]
    .sort((a, b) => a.at - b.at)
    .flatMap((one, number) => {
      const at = start + one.at * 1_000;
      const sent = isAside(one) ? [one.send(at)] : TELLERS[one.who.agent](one, number, at, switches);
      return sent.map((request) => ({ at, sent: request }));
    });
}

const isAside = (one: Moment | Aside): one is Aside => 'send' in one;
