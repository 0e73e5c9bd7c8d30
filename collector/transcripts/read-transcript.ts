/** Lines of a transcript to events, finished as those of telemetry are. */
import { DEFAULT_TENANT } from '../../contracts/tenant';
import type { Attributes } from '../../contracts/telemetry';
import type { EventDraft } from '../dialects/dialect';
import { digest } from '../dialects/event-id';
import { finish } from '../dialects/finish';
import type { Finished, Surroundings } from '../dialects/finish';
import { readJsonObject } from '../receive/json-object';
import { RecordSink } from '../receive/otlp/record-sink';
import type { DecodeLimits } from '../receive/otlp/record-sink';
import { claudeCodeTranscript } from './claude-code';
import { clineSession } from './cline';
import { codexRollout } from './codex';
import { copilotSession } from './copilot';
import { geminiCliSession, qwenCodeSession } from './gemini-family';
import { opencodeSession } from './opencode';
import { newConversation, unanswered } from './transcript';
import type { Conversation, Line, TranscriptReader } from './transcript';

const READERS = [
  codexRollout,
  copilotSession,
  geminiCliSession,
  clineSession,
  opencodeSession,
  qwenCodeSession,
  claudeCodeTranscript,
];

export interface TranscriptFile {
  /** Whose file it is, once a line has shown it. */
  agent(): string | undefined;
  /**
   * What one line tells; undefined when it is no JSON object, or the file is of no agent that is known so far. Without `receivedAt` it is
   * taken to have been received when it was written.
   */
  line(text: Buffer, receivedAt?: number): Finished | undefined;
  /** The calls that the file does not tell the answers of. */
  end(): Finished;
}

export interface TranscriptOptions {
  limits: DecodeLimits;
  /** Time of lines before the first that has one, milliseconds. */
  startAt: number;
  /** Name of this machine: whose file it is. */
  machineHost: string;
  /** Name of the folder that the file lies in: some agents name the session by it. */
  folder?: string;
}

/** Opens one file; its lines must come in order. */
export function openTranscript({ limits, startAt, machineHost, folder }: TranscriptOptions): TranscriptFile {
  const conversation = newConversation(folder);
  const sender = { tenant: DEFAULT_TENANT, authenticated: false, loopback: true };
  let reader: TranscriptReader | undefined;
  let now = startAt;
  const finished = (key: string, drafts: readonly EventDraft[], receivedAt = Math.floor(now)): Finished => {
    const resource: Attributes = conversation.version === undefined ? {} : { 'service.version': conversation.version };
    const dialect = { name: reader?.name ?? '' };
    const witness = { dialect, signal: 'transcript' as const, resource, key: `transcript\0${key}`, drafts };
    return finish([witness], { sender, receivedAt, machineHost, sessions: NO_SESSIONS });
  };
  return {
    agent: () => reader?.name,
    line(bytes, receivedAt) {
      const line = lineOf(bytes, limits);
      if (!line) return undefined;
      reader ??= READERS.find((one) => one.recognises(line));
      if (!reader) return undefined;
      const drafts = draftsOf(reader, line, conversation);
      now = drafts[0]?.atMs ?? now;
      return finished(`${reader.name}\0${digest(bytes.toString('utf8'))}`, drafts, receivedAt);
    },
    end() {
      const drafts = conversation.calls.rest().flatMap(unanswered);
      return finished(`${reader?.name ?? ''}\0open\0${digest(JSON.stringify(drafts))}`, drafts);
    },
  };
}

/** A reader that throws loses its line, not the file. */
function draftsOf(reader: TranscriptReader, line: Line, conversation: Conversation): readonly EventDraft[] {
  try {
    const reading = reader.read(line, conversation);
    return 'ignored' in reading ? [] : reading;
  } catch {
    return [];
  }
}

const NO_SESSIONS: Surroundings['sessions'] = new Map();

function lineOf(bytes: Buffer, limits: DecodeLimits): Line | undefined {
  try {
    return readJsonObject(bytes, new RecordSink(limits));
  } catch {
    return undefined;
  }
}
